export type CommandGroup = 'Go to' | 'Do' | 'Window' | 'This screen';

/** Something that a key, the palette or the menu can do. */
export interface CommandEntry {
  id: string;
  title: string;
  /** What tells it from others of the same title. */
  detail?: string;
  group: CommandGroup;
  /** Keys as `keyName` writes them: `t`, `ctrl+k`, `g r` (one after the other). */
  keys: readonly string[];
  /** Absent: always. */
  enabled?(): boolean;
  run(): void;
}

/** All commands of the window: the lasting ones and those of the screen that is shown. */
export class Commands {
  #lasting = $state.raw<CommandEntry[]>([]);
  #ofScreen = $state.raw<CommandEntry[]>([]);

  /** Those of the screen come first and so take precedence where keys are the same. */
  get all(): readonly CommandEntry[] {
    return [...this.#ofScreen, ...this.#lasting];
  }

  addLasting(entries: CommandEntry[]): void {
    this.#lasting = [...this.#lasting, ...entries];
  }

  /** Adds the commands of a screen until the returned function is called. */
  addForScreen(entries: CommandEntry[]): () => void {
    this.#ofScreen = [...this.#ofScreen, ...entries];
    return () => {
      this.#ofScreen = this.#ofScreen.filter((entry) => !entries.includes(entry));
    };
  }

  /** Runs the command when there is one that may run now; tells whether it did. */
  run(id: string): boolean {
    const entry = this.all.find((candidate) => candidate.id === id && isEnabled(candidate));
    entry?.run();
    return entry !== undefined;
  }

  /** The command of these keys, and whether the keys are the beginning of another's. */
  byKeys(keys: string): { entry: CommandEntry | null; begins: boolean } {
    const enabled = this.all.filter(isEnabled);
    return {
      entry: enabled.find((entry) => entry.keys.includes(keys)) ?? null,
      begins: enabled.some((entry) => entry.keys.some((candidate) => candidate.startsWith(`${keys} `))),
    };
  }
}

export function isEnabled(entry: CommandEntry): boolean {
  return entry.enabled?.() ?? true;
}
