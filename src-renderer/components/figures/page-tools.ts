import '@fontsource/stix-two-text/greek-400.css';
import '@fontsource/stix-two-text/greek-600.css';
import '@fontsource/stix-two-text/latin-400.css';
import '@fontsource/stix-two-text/latin-600.css';
import { BasicPlatform } from 'chart.js';
import type { DrawingTools } from '../../../src-main/figures/chart-on-canvas';
import { Chart } from '../chart-setup';

/** What figures are drawn with on a page, by the same configurations as in a file. */
export function pageTools(): DrawingTools {
  return {
    // A part of a canvas is no element of the page.
    chart: (canvas, configuration) => {
      return new Chart(canvas as unknown as HTMLCanvasElement, { ...configuration, platform: BasicPlatform }) as Chart;
    },
    bitmap: (pixels, { width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')!.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
      return canvas;
    },
    scratch: document.createElement('canvas').getContext('2d')!,
  };
}

/** A canvas does not ask for the fonts that it is to write in. */
export async function loadFigureFonts(): Promise<void> {
  const families = ['IBM Plex Sans', 'STIX Two Text'];
  const fonts = families.flatMap((family) => [400, 600].map((weight) => `${weight} 12px "${family}"`));
  await Promise.all(fonts.map((font) => document.fonts.load(font, 'Aα')));
}
