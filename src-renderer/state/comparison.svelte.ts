import type { ClaimResult } from '../../src-main/contract/claims';
import type { RunConfiguration } from '../../src-main/contract/configuration';
import type { ArmResult, FigureRequest, FigureResult } from '../../src-main/contract/studies';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';
import { initialView, viewOfAnother, type ComparisonPart, type ComparisonView } from './comparison-view';
import { rememberRequest } from './figure-part';

export type FigureName = Exclude<FigureRequest['figure'], 'validation' | 'claim' | 'claim-curves'>;

/** What a comparison is of, as far as it decides what is read. */
export interface Compared {
  studyId: string | null;
  /** Its arms in order; claims and settings are of these. */
  arms: readonly { name: string; runId: string | null }[];
  /** Metric that is shown where none was chosen. */
  metric: string;
  /** Another text whenever there is something new to read. */
  occasion: string;
}

/** A study that still trains is read again at most so often. */
const REFRESH_INTERVAL = 2000;

const figuresOf: Record<ComparisonPart, readonly FigureName[]> = {
  overview: ['table', 'curves', 'forecasts', 'error'],
  claim: [],
  drift: ['drift', 'spectra'],
  settings: ['settings'],
};

/** The figures, tables and claims of one study: those of the part that is looked at are read. */
export class Comparison {
  readonly #api: Api;
  #view = $state.raw<ComparisonView>(initialView);
  /** How each study was looked at last. */
  readonly #views = new Map<string, ComparisonView>();
  /** Nobody has looked since it was read. */
  #isStale = false;
  #figures = $state.raw<Readonly<Partial<Record<FigureName, FigureResult>>>>({});
  #results = $state.raw<readonly ArmResult[] | null>(null);
  #claim = $state.raw<ClaimResult | null>(null);
  #configurations = $state.raw<ReadonlyMap<string, RunConfiguration>>(new Map());
  #compared: Compared = { studyId: null, arms: [], metric: '', occasion: '' };
  /** The last reading of each part: an earlier one that answers later is dropped. */
  readonly #readings = new Map<string, number>();
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  get view(): ComparisonView {
    return this.#view;
  }

  get figures(): Readonly<Partial<Record<FigureName, FigureResult>>> {
    return this.#figures;
  }

  /** Null until they are read. */
  get results(): readonly ArmResult[] | null {
    return this.#results;
  }

  /** Null until it is read, and where there are no two arms. */
  get claim(): ClaimResult | null {
    return this.#claim;
  }

  /** By arm. */
  get configurations(): ReadonlyMap<string, RunConfiguration> {
    return this.#configurations;
  }

  /**
   * Shows a study; reads it at once when it is another than before or was not looked at meanwhile, and soon, once for
   * many changes, when the occasion is another.
   */
  async follow(compared: Compared, report: (error: unknown) => void): Promise<void> {
    const { studyId, occasion } = this.#compared;
    this.#compared = compared;
    if (compared.studyId !== studyId) {
      this.#figures = {};
      this.#results = null;
      this.#claim = null;
      this.#configurations = new Map();
      this.#view = this.#views.get(compared.studyId ?? '') ?? viewOfAnother(this.#view);
      this.#isStale = false;
      await Promise.all([this.#readConfigurations(), this.#readPart()]);
    } else if (this.#isStale) {
      this.#isStale = false;
      await Promise.all([this.#readConfigurations(), this.#readPart()]);
    } else if (compared.occasion !== occasion) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        Promise.all([this.#readConfigurations(), this.#readPart()]).catch(report);
      }, REFRESH_INTERVAL);
    }
  }

  /** Changes what is looked at of a study; of the one that is shown what it concerns is read again. */
  async look(studyId: string, view: ComparisonView): Promise<void> {
    this.#views.set(studyId, view);
    if (studyId !== this.#compared.studyId) return;
    const before = this.#view;
    this.#view = view;
    // Nobody looks: it is read when somebody does.
    if (this.#isStale) return;
    if (view.part !== before.part) return this.#readPart();
    const differs = (...fields: (keyof ComparisonView)[]) => fields.some((field) => view[field] !== before[field]);
    const concerned: Record<FigureName, boolean> = {
      curves: differs('curves', 'band'),
      forecasts: differs('seed'),
      error: differs('band'),
      drift: differs('band'),
      spectra: differs('band'),
      table: false,
      settings: false,
    };
    const newMetric = view.curves.metric !== before.curves.metric;
    const claim = view.part === 'claim' && (newMetric || differs('baseline', 'claimed', 'threshold'));
    await Promise.all([
      ...figuresOf[view.part].filter((name) => concerned[name]).map((name) => this.#readFigure(name)),
      ...(claim ? [this.#readClaim()] : []),
    ]);
  }

  /** Reads again what is shown. */
  refresh(): Promise<void> {
    return this.#readPart();
  }

  /** Nobody looks any more; what is there stays for the next time. */
  stop(): void {
    this.#isStale = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // What is still being read is for nobody.
    this.#readings.clear();
  }

  /** The arms of a claim: the chosen ones, else the last against the first. */
  get claimed(): { arm: string; baseline: string } | null {
    const { arms } = this.#compared;
    const baseline = this.#view.baseline?.arm ?? arms[0]?.name;
    const others = arms.filter(({ name }) => name !== baseline);
    const arm = others.find(({ name }) => name === this.#view.claimed) ?? others.at(-1);
    return baseline !== undefined && arm ? { arm: arm.name, baseline } : null;
  }

  async #readPart(): Promise<void> {
    const { part } = this.#view;
    await Promise.all([
      this.#readResults(),
      ...figuresOf[part].map((name) => this.#readFigure(name)),
      ...(part === 'claim' ? [this.#readClaim()] : []),
    ]);
  }

  async #readFigure(figure: FigureName): Promise<void> {
    const { studyId, metric } = this.#compared;
    const { seed, band, curves } = this.#view;
    if (studyId === null) return;
    const request: FigureRequest = {
      studyId,
      figure,
      band,
      ...(seed === null ? {} : { seed }),
      ...(figure === 'curves' ? { look: { ...curves, metric: curves.metric ?? metric } } : {}),
    };
    const result = await this.#latest(figure, () => this.#api.request('figures:build', request));
    if (result && 'figure' in result) rememberRequest(result.figure, request);
    if (result) this.#figures = { ...this.#figures, [figure]: result };
  }

  async #readResults(): Promise<void> {
    const { studyId } = this.#compared;
    if (studyId === null) return;
    const results = await this.#latest('results', () => this.#api.request('studies:results', { studyId }));
    if (results) this.#results = results;
  }

  async #readClaim(): Promise<void> {
    const { studyId, metric } = this.#compared;
    const arms = this.claimed;
    if (studyId === null || !arms) return;
    const { curves, threshold } = this.#view;
    const request = { metric: curves.metric ?? metric, ...arms, threshold };
    const claim = await this.#latest('claim', () => this.#api.request('studies:claim', { studyId, ...request }));
    if (claim && 'claim' in claim) {
      const asked = { studyId, band: this.#view.band, claim: request };
      rememberRequest(claim.figure, { ...asked, figure: 'claim-curves' });
      rememberRequest(claim.table, { ...asked, figure: 'claim' });
    }
    if (claim) this.#claim = claim;
  }

  /** All runs of an arm have the same configuration. */
  async #readConfigurations(): Promise<void> {
    const known = this.#configurations;
    const wanted = this.#compared.arms.filter(({ name, runId }) => runId !== null && !known.has(name));
    const read = await this.#latest('configurations', () =>
      Promise.all(wanted.map(({ runId }) => this.#api.request('runs:get', { runId: runId! }))),
    );
    if (read) this.#configurations = new Map([...known, ...read.map((run) => [run.arm, run.configuration] as const)]);
  }

  /** What was read, or null where it is being read anew or for nobody. */
  async #latest<Result>(part: string, read: () => Promise<Result>): Promise<Result | null> {
    const reading = (this.#count += 1);
    this.#readings.set(part, reading);
    const result = await read();
    return this.#readings.get(part) === reading ? result : null;
  }
}

/** What a comparison of the study depends on: it is read again when this text changes. */
export function occasionOf(runs: readonly RunSummary[]): string {
  const states = runs.map(({ id, status, archived, latest }) => {
    const evaluations = Object.entries(latest).filter(
      ([key]) => key.startsWith('validation') || key.startsWith('freeRunning'),
    );
    return [id, status, archived, evaluations];
  });
  return JSON.stringify(states);
}
