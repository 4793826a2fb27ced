import type { SavedFigure, SaveFigure } from '../../src-main/contract/saved-figures';
import type { Api } from '../api';

/** Changes that follow each other are written once, this long after the last; milliseconds. */
const WRITE_DELAY = 400;

/** The figures that are kept in studies; changes show at once and are written soon after. */
export class FiguresState {
  readonly #api: Api;
  readonly #report: (error: unknown) => void;
  #all = $state.raw<readonly SavedFigure[]>([]);
  #loaded = $state(false);
  readonly #unwritten = new Map<string, SavedFigure>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(api: Api, report: (error: unknown) => void) {
    this.#api = api;
    this.#report = report;
  }

  /** In the order in which they were first kept. */
  get all(): readonly SavedFigure[] {
    return this.#all;
  }

  /** False until the first answer; an empty list means nothing before. */
  get loaded(): boolean {
    return this.#loaded;
  }

  get(figureId: string): SavedFigure | null {
    return this.#all.find(({ id }) => id === figureId) ?? null;
  }

  /** Follows the changes until the returned function is called. */
  start(): () => void {
    const write = () => void this.write().catch(this.#report);
    window.addEventListener('beforeunload', write);
    const stop = this.#api.listen('figures:changed', ({ studyId }) => void this.#read(studyId).catch(this.#report));
    return () => {
      window.removeEventListener('beforeunload', write);
      stop();
    };
  }

  async load(): Promise<void> {
    this.#all = await this.#api.request('figures:list', { studyId: null });
    this.#loaded = true;
  }

  /** Shows a change of a figure that is there, and writes it soon. */
  change(figure: SavedFigure): void {
    this.#put(figure);
    this.#unwritten.set(figure.id, figure);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.write().catch(this.#report), WRITE_DELAY);
  }

  /** Writes at once what was changed. */
  async write(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const figures = [...this.#unwritten.values()];
    this.#unwritten.clear();
    for (const { id, studyId, title, definition } of figures) {
      await this.save({ figureId: id, studyId, title, definition });
    }
  }

  /** Keeps a new figure, or brings a deleted one back. */
  async save(request: SaveFigure): Promise<SavedFigure> {
    const saved = await this.#api.request('figures:save', request);
    // The definition as it was given: what is built of it need not be built again.
    const figure = { ...saved, definition: request.definition };
    if (!this.#unwritten.has(figure.id)) this.#put(figure);
    return figure;
  }

  async remove(figureId: string): Promise<void> {
    this.#unwritten.delete(figureId);
    await this.#api.request('figures:delete', { figureIds: [figureId] });
    this.#all = this.#all.filter(({ id }) => id !== figureId);
  }

  #put(figure: SavedFigure): void {
    const known = this.#all.some(({ id }) => id === figure.id);
    const all = known ? this.#all.map((one) => (one.id === figure.id ? figure : one)) : [...this.#all, figure];
    this.#all = all.sort((one, other) => one.createdAt - other.createdAt);
  }

  async #read(studyId: string): Promise<void> {
    const read = await this.#api.request('figures:list', { studyId });
    const figures = read.map((figure) => {
      const known = this.#unwritten.get(figure.id) ?? this.get(figure.id);
      return known && (this.#unwritten.has(figure.id) || known.changedAt >= figure.changedAt) ? known : figure;
    });
    const others = this.#all.filter((figure) => figure.studyId !== studyId);
    this.#all = [...others, ...figures].sort((one, other) => one.createdAt - other.createdAt);
  }
}
