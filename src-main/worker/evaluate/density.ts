import { densityExamples, type DensityChoice, type DensityResult, type DensitySet } from '../../contract/evaluations';
import { bitsPerSample } from '../../generation/likelihood';
import { logMarginal } from '../../math/bayes';
import { commonBins, countInBins } from '../../math/histogram';
import { mean, standardDeviation } from '../../math/statistics';
import { ClassPasses, type ClassPassesOptions } from './class-passes';
import { densityLabel, densitySignals, type Signals } from './density-sets';
import { chooseImages, pixelsOf, priorOf, signalsOf, type OpenedImages } from './open-images';

interface WeighedSet {
  set: DensitySet;
  signals: Signals;
  bits: number[];
}

/** log p(x) = log Σ p(x | y) p(y) of images of several kinds, every class as likely as any other. */
export async function density(
  images: OpenedImages,
  { count, seed, sets, bins }: DensityChoice,
  options: ClassPassesOptions,
): Promise<DensityResult> {
  const { test } = images.dataset;
  const chosen = signalsOf(test, chooseImages(test, count, seed));
  const weighed: WeighedSet[] = [];
  for (const set of sets) {
    const signals = await densitySignals(set, { image: images.image, test: chosen, count, seed });
    weighed.push({ set, signals, bits: [] });
  }
  const all = weighed.reduce((sum, { signals }) => sum + signals.length, 0);
  options.progress.expect(all);
  const passes = new ClassPasses(images, all, options);
  const prior = priorOf(images, 'uniform');
  try {
    for (const { signals, bits } of weighed) {
      for await (const { whole } of passes.over(signals)) {
        bits.push(bitsPerSample(logMarginal(whole, prior), pixelsOf(images)));
      }
    }
  } finally {
    passes.dispose();
  }
  const { edges, scale } = commonBins(
    weighed.map(({ bits }) => bits),
    bins,
  );
  return {
    kind: 'density',
    image: images.image,
    edges: [...edges],
    scale,
    sets: weighed.map(({ set, signals, bits }) => ({
      set,
      label: densityLabel(set),
      bits,
      mean: mean(bits),
      standardDeviation: standardDeviation(bits),
      counts: countInBins(bits, edges),
      examples: signals.slice(0, densityExamples).map((signal) => [...signal]),
    })),
  };
}
