import { UserError } from '../../src-main/contract/errors';

export interface Message {
  kind: 'note' | 'error';
  text: string;
  /** What to do next, where something went wrong. */
  advice: string | null;
  /** Milliseconds since 1970. */
  time: number;
  /** A button beside the message: Undo, Show. */
  action: { label: string; run(): void } | null;
}

const MOST_REMEMBERED = 100;

/** What happened, for the status line; an error stays until it is dismissed. */
export class Messages {
  #all = $state.raw<Message[]>([]);
  #shown = $state.raw<Message | null>(null);

  get all(): readonly Message[] {
    return this.#all;
  }

  /** The message of the status line; null when the last one was dismissed. */
  get shown(): Message | null {
    return this.#shown;
  }

  note(text: string, action: Message['action'] = null): void {
    this.#add({ kind: 'note', text, advice: null, time: Date.now(), action });
  }

  error(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    const advice = error instanceof UserError ? error.advice : null;
    this.#add({ kind: 'error', text, advice, time: Date.now(), action: null });
  }

  dismiss(): void {
    this.#shown = null;
  }

  #add(message: Message): void {
    this.#all = [...this.#all, message].slice(-MOST_REMEMBERED);
    this.#shown = message;
  }
}
