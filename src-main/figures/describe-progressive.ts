import { leadingSamples } from '../contract/data-sizes';
import type { ImagePosterior } from '../contract/evaluations';
import type { DrawingPanel, FigureDescription } from '../contract/figure';
import { mostLikely } from '../math/bayes';
import { figureOf, imagesPanel, type DataSubject } from './describe-data';
import { pictureOf } from './describe-gallery';
import { withRemarks } from './remarks';

/** A moment of a classification: the pixels that have been seen, and what they say of the class. */
export function describeProgressiveFrame(
  subject: DataSubject,
  { image, index, class: own, tokens, posteriors }: ImagePosterior,
  seen: number,
): FigureDescription {
  const pixels = image.width * image.height;
  const remarks = [`Test image ${index} of class ${own}: p(y | first ${seen} of ${pixels} pixels).`];
  const figure = figureOf(
    withRemarks(subject, remarks),
    { name: `classification-of-${index}`, title: 'Class from the first pixels' },
    [
      {
        ...imagesPanel(image),
        title: `${seen} of ${pixels} pixels`,
        images: [pictureOf(tokens.slice(0, leadingSamples + seen), 0, image)],
      },
      { ...posteriorPanel(posteriors[seen]!, own), title: 'p(y | pixels seen)' },
    ],
    2,
  );
  return { ...figure, letters: false };
}

/** Numbers of pixels seen for `frames` frames from none to all, evenly spread. */
export function progressiveMoments(pixels: number, frames: number): number[] {
  const count = Math.max(2, Math.min(frames, pixels + 1));
  return Array.from({ length: count }, (_, i) => Math.round((i * pixels) / (count - 1)));
}

/** The frames of a classification from no pixel to all, the last one several times, so that it is seen. */
export function progressiveFrames(
  subject: DataSubject,
  posterior: ImagePosterior,
  { frames, rest }: { frames: number; rest: number },
): FigureDescription[] {
  const moments = progressiveMoments(posterior.posteriors.length - 1, frames);
  const shown = [...moments, ...Array.from({ length: rest }, () => moments.at(-1)!)];
  return shown.map((seen) => describeProgressiveFrame(subject, posterior, seen));
}

/** Units of the drawing: a row, and the longest bar. */
const row = 10;
const longest = 70;

/** p(y | …) as a bar for each class; the most likely one stands out, the number of the image's own has a colour. */
export function posteriorPanel(probabilities: readonly number[], own: number): DrawingPanel {
  const best = mostLikely(probabilities);
  const left = 10;
  const shapes: DrawingPanel['shapes'] = probabilities.flatMap((p, y): DrawingPanel['shapes'] => {
    const middle = (y + 0.5) * row;
    const color = y === own ? 'series 1' : 'text';
    return [
      { type: 'text', x: left - 3, y: middle, text: String(y), size: 6, align: 'right', color },
      {
        type: 'rectangle',
        x: left,
        y: middle - 3,
        width: longest * p,
        height: 6,
        fill: y === best ? 'series 0' : 'faint',
        stroke: null,
      },
      word(p.toFixed(2), left + longest * p + 2, middle),
    ];
  });
  const height = probabilities.length * row;
  shapes.push({ type: 'line', points: [left, 0, left, height], color: 'axis', width: 0.5, dash: [] });
  return { kind: 'drawing', title: '', width: left + longest + 14, height, shapes };
}

function word(text: string, x: number, y: number): DrawingPanel['shapes'][number] {
  return { type: 'text', x, y, text, size: 5, align: 'left', color: 'muted' };
}
