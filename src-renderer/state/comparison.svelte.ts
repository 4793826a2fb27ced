import type { ArmResult, FigureRequest, FigureResult, StudySummary } from '../../src-main/contract/studies';
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
  #reading = 0;
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

  /** Reads all of a study. */
  async show(studyId: string | null): Promise<void> {
    if (studyId !== this.#studyId) {
      this.#figures = {};
      this.#results = null;
    }
    this.#studyId = studyId;
    await this.#read(['validation', 'forecasts', 'error'], true);
  }

  /** Changes what is looked at; only the figures that it concerns are built again. */
  async look(view: ComparisonView): Promise<void> {
    const before = this.#view;
    this.#view = view;
    const changed: FigureName[] = [];
    if (view.horizon !== before.horizon || view.band !== before.band) changed.push('validation');
    if (view.seed !== before.seed) changed.push('forecasts');
    if (view.band !== before.band) changed.push('error');
    await this.#read(changed, false);
  }

  /** Runs of the study have changed: reads again soon, once for many changes. */
  refreshSoon(report: (error: unknown) => void): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.show(this.#studyId).catch(report);
    }, REFRESH_INTERVAL);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // What is still being read is for nobody.
    this.#reading += 1;
  }

  async #read(names: readonly FigureName[], withResults: boolean): Promise<void> {
    const studyId = this.#studyId;
    const reading = (this.#reading += 1);
    if (studyId === null) return;
    const [figures, results] = await Promise.all([
      Promise.all(names.map(async (name) => [name, await this.#build(studyId, name)] as const)),
      withResults ? this.#api.request('studies:results', { studyId }) : null,
    ]);
    if (reading !== this.#reading) return;
    this.#figures = { ...this.#figures, ...Object.fromEntries(figures) };
    if (results) this.#results = results;
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
export function occasionOf(study: StudySummary, runs: readonly RunSummary[]): string {
  const states = runs.map(({ id, status, archived, latest }) => {
    const evaluations = Object.entries(latest).filter(
      ([key]) => key.startsWith('validation') || key.startsWith('freeRunning'),
    );
    return [id, status, archived, evaluations];
  });
  return JSON.stringify([study.id, states]);
}
