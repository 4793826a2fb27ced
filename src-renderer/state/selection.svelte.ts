/** How a click or key changes a selection, as in any list of the desktop. */
export interface SelectionGesture {
  shift: boolean;
  ctrl: boolean;
}

/** Where a selection is remembered. */
export interface KeptSelection {
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  key: string;
}

/** Of a longer selection the first are remembered. */
const MOST_KEPT = 1000;

/** Selected rows of a list, by id: one, several, or a range from an anchor. */
export class Selection {
  readonly #kept: KeptSelection | null;
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  #current = $state<string | null>(null);
  #anchor: string | null = null;

  constructor(kept: KeptSelection | null = null) {
    this.#kept = kept;
    const { ids, current } = kept ? stored(kept) : { ids: [], current: null };
    this.#ids = new Set(ids);
    this.#current = current;
    this.#anchor = current;
  }

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  /** The row that the keyboard is on. */
  get current(): string | null {
    return this.#current;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Plain: this row alone; ctrl: adds or takes away; shift: all from the anchor to it. `order`: the rows as shown. */
  select(id: string, order: readonly string[], gesture: SelectionGesture = { shift: false, ctrl: false }): void {
    if (gesture.shift && this.#anchor !== null && order.includes(this.#anchor)) {
      const range = between(order, this.#anchor, id);
      this.#ids = new Set(gesture.ctrl ? [...this.#ids, ...range] : range);
    } else if (gesture.ctrl) {
      const next = new Set(this.#ids);
      if (!next.delete(id)) next.add(id);
      this.#ids = next;
      this.#anchor = id;
    } else {
      this.#ids = new Set([id]);
      this.#anchor = id;
    }
    this.#current = id;
    this.#keep();
  }

  /** Moves by rows; ±Infinity goes to the end. With shift the range grows from the anchor. */
  move(by: number, order: readonly string[], { shift }: Pick<SelectionGesture, 'shift'> = { shift: false }): void {
    if (order.length === 0) return;
    const from = this.#current === null ? -1 : order.indexOf(this.#current);
    const start = from < 0 ? (by > 0 ? -1 : order.length) : from;
    const to = Math.min(order.length - 1, Math.max(0, start + by));
    this.select(order[to]!, order, { shift, ctrl: false });
  }

  all(order: readonly string[]): void {
    this.#ids = new Set(order);
    this.#current ??= order[0] ?? null;
    this.#keep();
  }

  clear(): void {
    this.#ids = new Set();
    this.#anchor = null;
    this.#keep();
  }

  #keep(): void {
    const text = JSON.stringify({ ids: [...this.#ids].slice(0, MOST_KEPT), current: this.#current });
    this.#kept?.storage.setItem(this.#kept.key, text);
  }
}

/** The selection as it was left; ids of rows that are gone do no harm. */
function stored({ storage, key }: KeptSelection): { ids: string[]; current: string | null } {
  try {
    const { ids, current } = JSON.parse(storage.getItem(key) ?? '') as { ids: unknown; current: unknown };
    if (Array.isArray(ids) && ids.every((id) => typeof id === 'string'))
      return { ids, current: typeof current === 'string' ? current : null };
  } catch {
    // Nothing of ours; the next choice writes it.
  }
  return { ids: [], current: null };
}

function between(order: readonly string[], a: string, b: string): string[] {
  const ends = [order.indexOf(a), order.indexOf(b)].sort((x, y) => x - y);
  return order.slice(ends[0], ends[1]! + 1);
}
