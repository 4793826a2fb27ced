import { parseMetricKey } from '../../src-main/contract/metrics';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';
import { horizonsOf, liveCharts, liveKeys } from './live-charts';
import { LiveMetrics } from './live-metrics.svelte';

/** The half-life of smoothing as a share of the longest run. */
const HALF_LIFE = 1 / 200;

/** What the Live screen shows of a study: which of its runs, which horizon, and how. */
export class LiveView {
  readonly metrics: LiveMetrics;
  readonly #runs: () => readonly RunSummary[];
  #hidden = $state.raw<ReadonlySet<string>>(new Set());
  #chosenHorizon = $state<number | null>(null);
  #focusedId = $state<string | null>(null);
  #hiddenCharts = $state.raw<ReadonlySet<string>>(new Set());
  logarithmicLoss = $state(false);
  smoothed = $state(true);

  /** As text, so that it changes only when a run or a metric is added, not with every progress. */
  readonly #runIdText = $derived.by(() =>
    this.#runs()
      .map((run) => run.id)
      .join(' '),
  );
  readonly #keyText = $derived.by(() => liveKeys(this.#runs().map((run) => run.latest)).join(' '));
  readonly runIds: readonly string[] = $derived(this.#runIdText.split(' ').filter(Boolean));
  readonly keys: readonly string[] = $derived(this.#keyText.split(' '));

  readonly horizons: readonly number[] = $derived(horizonsOf(this.keys, 'validationAccuracy'));
  readonly horizon: number | null = $derived.by(() => {
    if (this.#chosenHorizon !== null && this.horizons.includes(this.#chosenHorizon)) return this.#chosenHorizon;
    const monitored = this.#runs().find((run) => run.best)?.best?.horizon;
    return monitored ?? this.horizons.find((horizon) => horizon > 1) ?? this.horizons[0] ?? null;
  });
  /** Steps. */
  readonly #halfLife: number = $derived.by(() => {
    const longest = Math.max(0, ...this.#runs().map((run) => run.progress.maxSteps));
    return Math.max(1, Math.round(HALF_LIFE * longest));
  });
  readonly charts = $derived(
    liveCharts({
      keys: this.keys,
      horizon: this.horizon,
      logarithmicLoss: this.logarithmicLoss,
      halfLife: this.smoothed ? this.#halfLife : 0,
    }),
  );
  /** Name, colour and place of the runs; as text, so that these stay the same objects while they say the same. */
  readonly #drawnText = $derived.by(() =>
    JSON.stringify(
      this.#runs().map((run) => {
        const { id, name, title, armLabel, seed, colorIndex } = run;
        return { id, name, title, armLabel, seed, colorIndex };
      }),
    ),
  );
  readonly #drawn = $derived(
    JSON.parse(this.#drawnText) as Pick<RunSummary, 'id' | 'name' | 'title' | 'armLabel' | 'seed' | 'colorIndex'>[],
  );
  readonly shown = $derived(this.#drawn.filter(({ id }) => !this.#hidden.has(id)));

  /** The run whose details are shown: the chosen one, else one that trains, else the first. */
  readonly focused: RunSummary | null = $derived.by(() => {
    const runs = this.#runs();
    const chosen = runs.find(({ id }) => id === this.#focusedId);
    return chosen ?? runs.find(({ status }) => status === 'running') ?? runs[0] ?? null;
  });

  constructor(api: Api, runs: () => readonly RunSummary[]) {
    this.metrics = new LiveMetrics(api);
    this.#runs = runs;
  }

  isShown(id: string): boolean {
    return !this.#hidden.has(id);
  }

  toggle(id: string): void {
    const next = new Set(this.#hidden);
    if (!next.delete(id)) next.add(id);
    this.#hidden = next;
  }

  focus(id: string): void {
    this.#focusedId = id;
  }

  isChartShown(key: string): boolean {
    return !this.#hiddenCharts.has(kindOf(key));
  }

  /** Shows the charts of a metric, at whatever horizon, or hides them. */
  toggleChart(key: string): void {
    const next = new Set(this.#hiddenCharts);
    if (!next.delete(kindOf(key))) next.add(kindOf(key));
    this.#hiddenCharts = next;
  }

  chooseHorizon(horizon: number): void {
    this.#chosenHorizon = horizon;
  }
}

function kindOf(key: string): string {
  return parseMetricKey(key).name;
}
