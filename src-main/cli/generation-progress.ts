import type { GenerationSummary } from '../contract/generations';
import { durationText, numberText } from './output';
import type { ProgressOptions } from './progress';
import { StatusLine } from './status-line';

/** Shows how a generation gets on. */
export class GenerationProgress {
  readonly #line: StatusLine;

  constructor(options: ProgressOptions) {
    this.#line = new StatusLine(options);
  }

  update({ status, progress }: GenerationSummary): void {
    if (status !== 'running' || progress.step === 0) return;
    const { step, steps, samplesPerSecond, secondsLeft } = progress;
    const percent = Math.floor((100 * step) / steps);
    this.#line.show(() => {
      const speed = `${numberText(samplesPerSecond, 3)} samples/s, ETA ${durationText(1000 * secondsLeft)}`;
      return `step ${step} of ${steps} (${percent} %), ${speed}`;
    });
  }

  /** Takes the line away. */
  end(): void {
    this.#line.end();
  }
}
