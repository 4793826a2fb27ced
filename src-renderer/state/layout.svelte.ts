const STORAGE_KEY = 'layout';
const INSPECTOR = { min: 240, max: 640, initial: 320 };

interface Stored {
  railCollapsed: boolean;
  inspectorShown: boolean;
  inspectorWidth: number;
}

/** Widths of the panes and whether they are shown; remembered by this window's page. */
export class Layout {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #stored: Stored = $state.raw({ railCollapsed: false, inspectorShown: true, inspectorWidth: INSPECTOR.initial });

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
    this.#stored = { ...this.#stored, ...read(storage) };
  }

  get railCollapsed(): boolean {
    return this.#stored.railCollapsed;
  }

  get inspectorShown(): boolean {
    return this.#stored.inspectorShown;
  }

  /** Pixels. */
  get inspectorWidth(): number {
    return this.#stored.inspectorWidth;
  }

  readonly inspectorLimits = INSPECTOR;

  toggleRail(): void {
    this.#change({ railCollapsed: !this.railCollapsed });
  }

  toggleInspector(): void {
    this.#change({ inspectorShown: !this.inspectorShown });
  }

  resizeInspector(width: number): void {
    this.#change({ inspectorWidth: Math.round(Math.min(INSPECTOR.max, Math.max(INSPECTOR.min, width))) });
  }

  #change(changes: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...changes };
    this.#storage.setItem(STORAGE_KEY, JSON.stringify(this.#stored));
  }
}

/** What was stored, as far as it makes sense; nothing at the first start. */
function read(storage: Pick<Storage, 'getItem'>): Partial<Stored> {
  const text = storage.getItem(STORAGE_KEY);
  if (!text) return {};
  try {
    const { railCollapsed, inspectorShown, inspectorWidth } = JSON.parse(text) as Partial<Stored>;
    return {
      ...(typeof railCollapsed === 'boolean' ? { railCollapsed } : {}),
      ...(typeof inspectorShown === 'boolean' ? { inspectorShown } : {}),
      ...(Number.isFinite(inspectorWidth) ? { inspectorWidth } : {}),
    };
  } catch {
    // Not ours any more; the next change writes it anew.
    return {};
  }
}
