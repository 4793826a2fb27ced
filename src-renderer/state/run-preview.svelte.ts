import type { ChartPanel, ImagesPanel } from '../../src-main/contract/figure';
import type { RunConfiguration } from '../../src-main/contract/configuration';
import { dataSizes } from '../../src-main/contract/data-sizes';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Forecast } from '../../src-main/contract/training';
import { levelScale, shownPoints, type CurveScale } from '../../src-main/figures/curve-scale';
import { imagesPanel } from '../../src-main/figures/describe-data';
import { pictureOf } from '../../src-main/figures/describe-gallery';
import { truthSeries } from '../../src-main/figures/truth-series';
import type { Api } from '../api';
import { OwnScales } from './own-scales.svelte';

/** What the model of one run makes at its evaluations; follows the newest until a person looks at an earlier one. */
export class RunPreview {
  readonly #api: Api;
  readonly #scales: OwnScales;
  #runId: string | null = null;
  #configuration = $state.raw<RunConfiguration | null>(null);
  #steps = $state.raw<readonly number[]>([]);
  /** Null follows the newest. */
  #chosen = $state<number | null>(null);
  #shown = $state.raw<{ step: number; forecasts: readonly Forecast[] } | null>(null);
  #reading = 0;

  readonly panels: readonly (ChartPanel | ImagesPanel)[] = $derived.by(() =>
    this.#shown && this.#configuration ? this.#panels(this.#shown.forecasts, this.#configuration) : [],
  );

  constructor(api: Api) {
    this.#api = api;
    this.#scales = new OwnScales(api);
  }

  /** Steps of which there is something, rising. */
  get steps(): readonly number[] {
    return this.#steps;
  }

  /** The step that is shown; null before the first evaluation. */
  get step(): number | null {
    return this.#shown?.step ?? null;
  }

  /** Listens until the returned function is called. */
  start(): () => void {
    return this.#api.listen('runs:preview', ({ runId }) => {
      if (runId === this.#runId) void this.read();
    });
  }

  /** Shows the newest of a run; again with the same run, what has come since. */
  async show(runId: string): Promise<void> {
    if (runId !== this.#runId) {
      this.#runId = runId;
      this.#chosen = null;
      this.#steps = [];
      this.#shown = null;
      this.#configuration = null;
    }
    await this.read();
  }

  /** Shows this step, or with the last one whatever is newest. */
  async choose(step: number): Promise<void> {
    this.#chosen = step === this.#steps.at(-1) ? null : step;
    await this.read();
  }

  async read(): Promise<void> {
    const runId = this.#runId;
    const reading = (this.#reading += 1);
    if (runId === null) return;
    const steps = await this.#api.request('runs:preview-steps', { runId });
    const step = this.#chosen !== null && steps.includes(this.#chosen) ? this.#chosen : steps.at(-1);
    const configuration = this.#configuration ?? (await this.#api.request('runs:get', { runId })).configuration;
    const forecasts = step === undefined ? null : await this.#api.request('runs:preview', { runId, step });
    await this.#scales.read(
      configuration.data,
      (forecasts ?? []).map(({ curve }) => curve),
    );
    // Something else was asked for in the meantime.
    if (reading !== this.#reading) return;
    this.#steps = steps;
    this.#configuration = configuration;
    this.#shown = step === undefined || !forecasts ? null : { step, forecasts };
  }

  #panels(forecasts: readonly Forecast[], configuration: RunConfiguration): (ChartPanel | ImagesPanel)[] {
    return panelsOf(forecasts, configuration, (curve) => this.#scales.of(configuration.data, curve));
  }
}

/** Curves drawn side by side; more are too small to see. */
const DRAWN = 2;

/**
 * Forecasts over the truth; of image data the samples as pictures, or where there are none the completed images.
 * `scaleOf` says how a test curve is shown; null as levels.
 */
export function panelsOf(
  forecasts: readonly Forecast[],
  { data }: Pick<RunConfiguration, 'data'>,
  scaleOf?: (curve: number) => CurveScale | null,
): (ChartPanel | ImagesPanel)[] {
  if (data.source === 'images') {
    const samples = forecasts.filter(({ truth }) => truth.length === 0);
    const drawn = samples.length > 0 ? samples : forecasts;
    const images = drawn.map(({ observed, forecast }) => pictureOf([...observed, ...forecast], 0, data));
    return [{ ...imagesPanel(data), columns: drawn.length, images }];
  }
  const levels = levelScale({ ...data, sampleInterval: dataSizes(data).sampleInterval });
  return forecasts.slice(0, DRAWN).map((forecast) => forecastPanel(forecast, scaleOf?.(forecast.curve) ?? levels));
}

function forecastPanel({ curve, origin, observed, truth, forecast }: Forecast, scale: CurveScale): ChartPanel {
  const { x, y, time } = scale;
  return {
    kind: 'chart',
    title: `Test curve ${curve + 1}`,
    x: { ...x, min: null, max: null },
    y,
    series: [
      truthSeries('Truth', { tokens: [...observed, ...truth], first: origin + 1 - observed.length, scale }),
      {
        label: 'Forecast',
        runIds: [],
        ...shownPoints(forecast, (step) => origin + 1 + step, scale),
        band: null,
        role: 'curve',
        colorIndex: 0,
        dash: 'solid',
      },
    ],
    marks: [{ axis: 'x', at: time(origin), label: 'observed until here' }],
  };
}

/** Changes when a run may have made something new. */
export function previewOccasion(run: RunSummary): string {
  const evaluated = Object.entries(run.extremes).find(([key]) => key.startsWith('validationLoss'))?.[1].lastStep ?? 0;
  return `${run.id} ${run.status} ${evaluated}`;
}
