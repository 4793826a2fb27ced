import type { CurveWindow } from '../../src-main/contract/curves';
import type { FigureDescription, Panel } from '../../src-main/contract/figure';

/** A gesture is over when nothing came for so many milliseconds. */
const QUIET = 250;

/**
 * A window while it is being chosen: shown at once with the points that are there, handed on when the hand rests, so that
 * a turn of the wheel is one change to undo and one reading.
 */
export class ZoomGesture {
  readonly #done: (window: CurveWindow | null) => void;
  #preview = $state.raw<CurveWindow | null>(null);
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(done: (window: CurveWindow | null) => void) {
    this.#done = done;
  }

  choose(window: CurveWindow | null): void {
    this.stop();
    this.#preview = window;
    if (window === null) this.#done(null);
    else {
      this.#timer = setTimeout(() => {
        this.#timer = null;
        this.#done(window);
      }, QUIET);
    }
  }

  /** The figure with the window that is being chosen; to be called with what was built since as it is. */
  shown(figure: FigureDescription): FigureDescription {
    const window = this.#preview;
    if (!window) return figure;
    const panels = figure.panels.map((panel): Panel => {
      if (panel.kind !== 'chart') return panel;
      const [xMin, xMax] = window.x;
      const [yMin, yMax] = window.y ?? [panel.y.min, panel.y.max];
      return { ...panel, x: { ...panel.x, min: xMin, max: xMax }, y: { ...panel.y, min: yMin, max: yMax } };
    });
    return { ...figure, panels };
  }

  /** A figure of the window has come, or another study is shown. */
  settle(): void {
    if (this.#timer === null) this.#preview = null;
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
