import type { StoringTrouble } from '../contract/storing';

/** What keeps trainings waiting, by the place it comes from; told on where what is shown of it changes. */
export class StoringTroubles {
  readonly #troubles = new Map<string, StoringTrouble>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The one that is shown: many runs wait for the same disk. */
  get first(): StoringTrouble | null {
    return this.#troubles.values().next().value ?? null;
  }

  set(place: string, trouble: StoringTrouble | null): void {
    const before = this.first?.message;
    if (trouble) this.#troubles.set(place, trouble);
    else this.#troubles.delete(place);
    if (this.first?.message !== before) this.#onChange();
  }
}
