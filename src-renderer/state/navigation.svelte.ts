/** Where the window is: a screen and what it shows. */
export type Place =
  | { screen: 'studies' }
  | { screen: 'new-study'; preset: string | null }
  | { screen: 'runs' }
  | { screen: 'live'; studyId: string | null }
  | { screen: 'compare'; studyId: string | null }
  | { screen: 'generate'; runId: string | null; step?: number }
  | { screen: 'classify' }
  | { screen: 'data' }
  | { screen: 'figures'; figureId: string | null }
  | { screen: 'benchmark' }
  | { screen: 'explain' }
  | { screen: 'talk' }
  | { screen: 'settings' };
export type Screen = Place['screen'];

/** The entries of the rail, in order; the other screens open from these. */
export const railEntries = [
  { screen: 'studies', label: 'Studies', keys: ['1', 'g s'] },
  { screen: 'runs', label: 'Runs', keys: ['2', 'g r'] },
  { screen: 'compare', label: 'Compare', keys: ['3', 'g c', 'c'] },
  { screen: 'generate', label: 'Generate', keys: ['5', 'g g'] },
  { screen: 'classify', label: 'Classify', keys: ['7', 'g i'] },
  { screen: 'data', label: 'Data', keys: ['6', 'g d'] },
  { screen: 'figures', label: 'Figures', keys: ['g f'] },
  { screen: 'benchmark', label: 'Benchmark', keys: ['8', 'g b'] },
  { screen: 'explain', label: 'Explain', keys: ['9', 'g e'] },
  { screen: 'talk', label: 'Talk', keys: ['0', 'g k'] },
  { screen: 'settings', label: 'Settings', keys: ['4', 'g t'] },
] as const satisfies readonly { screen: Screen; label: string; keys: readonly string[] }[];

const MOST_REMEMBERED = 100;

const STORAGE_KEY = 'place';

/** The place that is shown, with the way back and forth as in a browser; the next window begins where the last was. */
export class Navigation {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #places = $state.raw<Place[]>([{ screen: 'studies' }]);
  #index = $state(0);

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#places = [stored(storage)];
  }

  get place(): Place {
    return this.#places[this.#index]!;
  }

  get canGoBack(): boolean {
    return this.#index > 0;
  }

  get canGoForward(): boolean {
    return this.#index < this.#places.length - 1;
  }

  /** The entry of the rail that the place belongs to. */
  get railScreen(): Screen {
    const { screen } = this.place;
    if (screen === 'new-study' || screen === 'live') return 'studies';
    return screen;
  }

  go(place: Place): void {
    if (samePlace(place, this.place)) return;
    const before = this.#places.slice(0, this.#index + 1).slice(-(MOST_REMEMBERED - 1));
    this.#places = [...before, place];
    this.#index = before.length;
    this.#keep();
  }

  /** Puts the place in the stead of the present one: a choice on a screen is no step on the way back. */
  replace(place: Place): void {
    this.#places = this.#places.map((previous, index) => (index === this.#index ? place : previous));
    this.#keep();
  }

  back(): void {
    if (!this.canGoBack) return;
    this.#index -= 1;
    this.#keep();
  }

  forward(): void {
    if (!this.canGoForward) return;
    this.#index += 1;
    this.#keep();
  }

  #keep(): void {
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(this.place));
  }
}

/** The place as it was left, as far as there is such a one; Studies at the first start. */
function stored(storage: Pick<Storage, 'getItem'>): Place {
  try {
    const place = JSON.parse(storage.getItem(STORAGE_KEY) ?? '') as Record<string, unknown>;
    const screens: unknown[] = ['new-study', 'live', ...railEntries.map(({ screen }) => screen)];
    const isPlain = Object.values(place).every((value) => value === null || typeof value === 'string');
    if (isPlain && screens.includes(place.screen)) return place as Place;
  } catch {
    // Not ours any more; the next step writes it anew.
  }
  return { screen: 'studies' };
}

function samePlace(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
