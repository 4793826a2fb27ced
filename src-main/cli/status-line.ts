import type { ProgressOptions } from './progress';

/** Milliseconds between two plain lines. */
const plainInterval = 10_000;

/** Shows how something gets on: a line rewritten in place on a terminal, else a line now and then. */
export class StatusLine {
  readonly #options: ProgressOptions;
  #lastLine: number;
  #shown = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#lastLine = options.now();
  }

  show(line: () => string): void {
    const { terminal, now } = this.#options;
    if (!terminal.isTTY && now() - this.#lastLine < plainInterval) return;
    this.#lastLine = now();
    this.end();
    terminal.write(terminal.isTTY ? line() : `${line()}\n`);
    this.#shown = Boolean(terminal.isTTY);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#options.terminal.write('\r\x1b[2K');
    this.#shown = false;
  }
}
