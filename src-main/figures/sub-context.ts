/** The part of a canvas that Chart.js asks for. */
export interface SubCanvas {
  width: number;
  height: number;
  readonly style: Record<string, string>;
  getContext(kind: '2d'): CanvasRenderingContext2D;
}

/** What Chart.js calls because it takes the whole canvas for its own; on a part of one it must do nothing. */
const wholeCanvas = new Set<string | symbol>(['setTransform', 'resetTransform', 'clearRect']);

/**
 * A canvas that is a box of a bigger drawing: its context draws on the given one, moved into the box. Several charts
 * share one page this way.
 */
export function subCanvas(
  context: CanvasRenderingContext2D,
  box: { x: number; y: number; width: number; height: number },
): { canvas: SubCanvas; release: () => void } {
  context.save();
  context.translate(box.x, box.y);
  const methods = new Map<string | symbol, unknown>();
  const moved = new Proxy(context, {
    get(target, key) {
      if (key === 'canvas') return canvas;
      if (wholeCanvas.has(key)) return doNothing;
      if (methods.has(key)) return methods.get(key);
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const method: unknown = value.bind(target);
      methods.set(key, method);
      return method;
    },
    set(target, key, value) {
      return Reflect.set(target, key, value, target);
    },
  });
  const canvas: SubCanvas = { width: box.width, height: box.height, style: {}, getContext: () => moved };
  return { canvas, release: () => context.restore() };
}

function doNothing(): void {}
