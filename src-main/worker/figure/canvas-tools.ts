import { createCanvas, ImageData } from '@napi-rs/canvas';
import { Chart, LinearScale, LineController, LineElement, LogarithmicScale, PointElement } from 'chart.js';
import type { DrawingTools } from '../../figures/chart-on-canvas';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** What figures are drawn with in a process without a page. A new one for each figure: its scratch has state. */
export function canvasTools(): DrawingTools {
  return {
    chart: (canvas, configuration) => {
      return new Chart(canvas as unknown as HTMLCanvasElement, configuration) as unknown as Chart;
    },
    bitmap: (pixels, { width, height }) => {
      const canvas = createCanvas(width, height);
      canvas.getContext('2d').putImageData(new ImageData(pixels, width, height), 0, 0);
      return canvas as unknown as CanvasImageSource;
    },
    scratch: createCanvas(1, 1).getContext('2d') as unknown as CanvasRenderingContext2D,
  };
}
