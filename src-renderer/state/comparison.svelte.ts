import type { ArmResult, FigureRequest, FigureResult } from '../../src-main/contract/studies';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';

export type Band = NonNullable<FigureRequest['band']>;
export type FigureName = FigureRequest['figure'];

/** What is looked at of a study. */
export interface ComparisonView {
  /** Null: the horizon by which the best checkpoint is chosen. */
  horizon: number | null;
  /** Whose forecasts are drawn; null: the first. */
  seed: number | null;
  band: Band;
}

export const initialView: ComparisonView = { horizon: null, seed: null, band: 'range' };

/** A study that still trains is read again at most so often. */
const REFRESH_INTERVAL = 2000;

/** The figures and the table of one study. */
export class Comparison {
  readonly #api: Api;
  #view = $state.raw<ComparisonView>(initialView);
  #figures = $state.raw<Readonly<Partial<Record<FigureName, FigureResult>>>>({});
  #results = $state.raw<readonly ArmResult[] | null>(null);
  #studyId: string | null = null;
  #occasion = '';
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

  /**
   * Shows a study; reads it at once when it is another than before, and soon, once for many changes, when the occasion
   * is another.
   */
  async follow(studyId: string | null, occasion: string, report: (error: unknown) => void): Promise<void> {
    if (studyId !== this.#studyId) {
      this.#studyId = studyId;
      this.#occasion = occasion;
      this.#figures = {};
      this.#results = null;
      // Horizons and seeds are those of the study.
      this.#view = { ...initialView, band: this.#view.band };
      await this.#readAll();
    } else if (occasion !== this.#occasion) {
      this.#occasion = occasion;
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#readAll().catch(report);
      }, REFRESH_INTERVAL);
    }
  }

  /** Changes what is looked at; only the figures that it concerns are built again. */
  async look(view: ComparisonView): Promise<void> {
    const before = this.#view;
    this.#view = view;
    const changed: FigureName[] = [];
    if (view.horizon !== before.horizon || view.band !== before.band) changed.push('validation');
    if (view.seed !== before.seed) changed.push('forecasts');
    if (view.band !== before.band) changed.push('error');
    await Promise.all(changed.map((name) => this.#readFigure(name)));
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // What is still being read is for nobody.
    this.#readings.clear();
  }

  async #readAll(): Promise<void> {
    const names = ['validation', 'forecasts', 'error'] as const;
    await Promise.all([this.#readResults(), ...names.map((name) => this.#readFigure(name))]);
  }

  async #readFigure(name: FigureName): Promise<void> {
    const studyId = this.#studyId;
    const isLatest = this.#begin(name);
    if (studyId === null) return;
    const result = await this.#build(studyId, name);
    if (isLatest()) this.#figures = { ...this.#figures, [name]: result };
  }

  async #readResults(): Promise<void> {
    const studyId = this.#studyId;
    const isLatest = this.#begin('results');
    if (studyId === null) return;
    const results = await this.#api.request('studies:results', { studyId });
    if (isLatest()) this.#results = results;
  }

  /** Notes that a part is being read; the returned function tells whether it is not being read anew. */
  #begin(part: string): () => boolean {
    const reading = (this.#count += 1);
    this.#readings.set(part, reading);
    return () => this.#readings.get(part) === reading;
  }

  #build(studyId: string, figure: FigureName): Promise<FigureResult> {
    const { horizon, seed, band } = this.#view;
    return this.#api.request('figures:build', {
      studyId,
      figure,
      band,
      ...(horizon === null ? {} : { horizon }),
      ...(seed === null ? {} : { seed }),
    });
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
