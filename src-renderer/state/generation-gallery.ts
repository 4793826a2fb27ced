import type { ImageDataConfiguration } from '../../src-main/contract/configuration';
import { leadingSamples } from '../../src-main/contract/data-sizes';
import type { FigureDescription } from '../../src-main/contract/figure';
import { describeGallery, type PicturedGroup, type PicturedModel } from '../../src-main/figures/describe-gallery';
import { formatCount } from '../format';
import { mostSingleSteps, type GeneratedCurves } from './generated-curves.svelte';
import { groupLabel, samplesTitle, type ShownGeneration } from './generation-figure';
import { generationProvenance } from './generation-provenance';
import { modelNames, samplerText } from './generation-words';

/** Images that are drawn at most, and samples of a group: the rest is exported as data. */
const MOST_IMAGES = 320;
const MOST_IN_ROW = 64;

export interface GalleryScene {
  shown: readonly ShownGeneration[];
  /** What was shown before in the same places; beside it for comparison. */
  former: readonly ShownGeneration[];
  /** Mean and standard deviation over all samples stand behind them. */
  statistics: boolean;
}

/** Whether all of these models have learnt images, so that their samples can be seen as such. */
export function arePictures(shown: readonly ShownGeneration[]): boolean {
  return shown.length > 0 && shown.every((one) => imageOf(one) !== null);
}

/** Groups of each generation that are pictured, and how many samples of each. */
export function picturedGroups(shown: readonly Pick<ShownGeneration, 'generation'>[]): {
  groups: number;
  samples: number;
} {
  const most = (numbers: readonly number[]) => Math.max(1, ...numbers);
  const images = Math.floor(MOST_IMAGES / Math.max(1, shown.length));
  const groups = Math.min(images, most(shown.map(({ generation }) => generation.groups.length)));
  const samples = Math.min(MOST_IN_ROW, most(shown.map(({ generation }) => generation.choice.count)));
  return { groups, samples: Math.max(1, Math.min(samples, Math.floor(images / groups))) };
}

/** The gallery of what is shown: a panel for each model; null until the first model has been read. */
export function galleryFigure(scene: GalleryScene, curves: GeneratedCurves): FigureDescription | null {
  const shown = scene.shown.filter(({ generation }) => generation.groups.length > 0);
  const [first] = shown;
  if (!first || !arePictures(shown)) return null;
  const former = scene.former.filter((one) => one.generation.groups.length > 0 && imageOf(one) !== null);
  const names = modelNames(shown);
  const { samples, ...count } = picturedGroups(shown);
  const modelOf = (one: ShownGeneration, title: string): PicturedModel => ({
    title,
    image: imageOf(one)!,
    samples: Math.min(samples, one.generation.choice.count),
    groups: one.generation.groups
      .slice(0, count.groups)
      .map((_, group) => groupOf(one, { group, samples, statistics: scene.statistics, curves })),
  });
  const now = former.length > 0 && shown.length === 1 ? `Now: ${samplerText(first.generation.choice)}` : '';
  return describeGallery({
    name: `${first.run?.studyName ?? 'model'}-gallery`,
    title: samplesTitle(shown, names),
    models: [
      ...shown.map((one, index) => modelOf(one, shown.length > 1 ? names[index]! : now)),
      ...former.map((one) => modelOf(one, `Before: ${samplerText(one.generation.choice)}`)),
    ],
    columns: shown.length === 1 ? 1 + former.length : shown.length,
    provenance: generationProvenance(shown, { curves, drawn: samples, looks: looksOf(shown, scene) }),
  });
}

function imageOf({ run }: ShownGeneration): ImageDataConfiguration | null {
  const data = run?.configuration.data;
  return data?.source === 'images' && data.width * data.height <= mostSingleSteps ? data : null;
}

interface Row {
  group: number;
  samples: number;
  statistics: boolean;
  curves: GeneratedCurves;
}

function groupOf(one: ShownGeneration, { group, samples, statistics, curves }: Row): PicturedGroup {
  const { generation } = one;
  const observed = curves.observed(generation.id, group);
  const levels: number[][] = [];
  for (const { trajectory, token } of curves.samples(generation, group, samples)) levels[trajectory] = token;
  return {
    label: groupLabel(one, group),
    observed: generation.groups[group]!.observed,
    prompt: observed?.prompt ?? [],
    truth: observed?.truth ?? [],
    samples: levels,
    statistics: statistics ? (curves.statistics(generation.id, group) ?? { mean: [], standardDeviation: [] }) : null,
  };
}

function looksOf(shown: readonly ShownGeneration[], { former, statistics }: GalleryScene): string[] {
  const { choice, groups } = shown[0]!.generation;
  const image = imageOf(shown[0]!)!;
  const observed = Math.max(0, ...groups.map((group) => group.observed)) - leadingSamples;
  const count = formatCount(choice.count);
  const isCommon = choice.sampler.kind !== 'greedy' && shown.length + former.length > 1;
  return [
    `Levels as grey, ${image.scanOrder} order undone.`,
    ...(observed > 0 ? [`Line: the border of the first ${formatCount(observed)} pixels, which were observed.`] : []),
    ...(isCommon ? ['In the same place of every panel the same noise.'] : []),
    ...(statistics ? [`Mean and standard deviation: N = ${count}; white is half of the levels' range for the latter.`] : []),
  ];
}
