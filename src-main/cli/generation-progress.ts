import type { GenerationSummary } from '../contract/generations';
import { durationText, numberText } from './output';
import type { ProgressOptions } from './progress';

/** Milliseconds between two plain lines. */
const plainInterval = 10_000;

/** Shows how a generation gets on: a line rewritten in place on a terminal, else a line now and then. */
export class GenerationProgress {
  readonly #options: ProgressOptions;
  #lastLine: number;
  #shown = false;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#lastLine = options.now();
  }

  update({ status, progress }: GenerationSummary): void {
    const { terminal, now } = this.#options;
    if (status !== 'running' || progress.step === 0) return;
    if (!terminal.isTTY && now() - this.#lastLine < plainInterval) return;
    this.#lastLine = now();
    const { step, steps, samplesPerSecond, secondsLeft } = progress;
    const percent = Math.floor((100 * step) / steps);
    const speed = `${numberText(samplesPerSecond, 3)} samples/s, ETA ${durationText(1000 * secondsLeft)}`;
    const line = `step ${step} of ${steps} (${percent} %), ${speed}`;
    this.end();
    terminal.write(terminal.isTTY ? line : `${line}\n`);
    this.#shown = Boolean(terminal.isTTY);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#options.terminal.write('\r\x1b[2K');
    this.#shown = false;
  }
}
