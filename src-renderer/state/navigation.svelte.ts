/** Where the window is: a screen and what it shows. */
export type Place =
  | { screen: 'studies' }
  | { screen: 'new-study'; preset: string | null }
  | { screen: 'runs' }
  | { screen: 'live'; studyId: string | null }
  | { screen: 'compare'; studyId: string | null }
  | { screen: 'generate'; runId: string | null }
  | { screen: 'data' }
  | { screen: 'benchmark' }
  | { screen: 'explain' }
  | { screen: 'settings' };
export type Screen = Place['screen'];

/** The entries of the rail, in order; the other screens open from these. */
export const railEntries = [
  { screen: 'studies', label: 'Studies', keys: ['1', 'g s'] },
  { screen: 'runs', label: 'Runs', keys: ['2', 'g r'] },
  { screen: 'compare', label: 'Compare', keys: ['3', 'g c', 'c'] },
  { screen: 'generate', label: 'Generate', keys: ['5', 'g g'] },
  { screen: 'data', label: 'Data', keys: ['6', 'g d'] },
  { screen: 'benchmark', label: 'Benchmark', keys: ['8', 'g b'] },
  { screen: 'explain', label: 'Explain', keys: ['9', 'g e'] },
  { screen: 'settings', label: 'Settings', keys: ['4', 'g t'] },
] as const satisfies readonly { screen: Screen; label: string; keys: readonly string[] }[];

const MOST_REMEMBERED = 100;

/** The place that is shown, with the way back and forth as in a browser. */
export class Navigation {
  #places = $state.raw<Place[]>([{ screen: 'studies' }]);
  #index = $state(0);

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
  }

  /** Puts the place in the stead of the present one: a choice on a screen is no step on the way back. */
  replace(place: Place): void {
    this.#places = this.#places.map((previous, index) => (index === this.#index ? place : previous));
  }

  back(): void {
    if (this.canGoBack) this.#index -= 1;
  }

  forward(): void {
    if (this.canGoForward) this.#index += 1;
  }
}

function samePlace(a: Place, b: Place): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
