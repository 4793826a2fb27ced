import type { ImageDataConfiguration } from '../../src-main/contract/configuration';
import { leadingSamples } from '../../src-main/contract/data-sizes';
import type { FigureDescription } from '../../src-main/contract/figure';
import type { GenerationSummary, TrajectoryGroup } from '../../src-main/contract/generations';
import { describeGallery, type PicturedGroup } from '../../src-main/figures/describe-gallery';
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
  const panels = panelsOf(scene);
  const [shown, former] = [false, true].map((isFormer) => {
    return panels.filter((panel) => panel.isFormer === isFormer).map(({ one }) => one);
  }) as [ShownGeneration[], ShownGeneration[]];
  const [first] = shown;
  if (!first) return null;
  const titles = panelTitles(shown, former);
  return describeGallery({
    name: `${first.by?.studyName ?? 'model'}-gallery`,
    title: samplesTitle(shown, modelNames(shown)),
    models: panels.map(({ one, groups, samples }, index) => ({
      title: titles[index]!,
      image: imageOf(one)!,
      samples,
      groups: groups.map((group) => groupOf(one, { group, samples, statistics: scene.statistics, curves })),
    })),
    columns: shown.length === 1 ? panels.length : shown.length,
    provenance: generationProvenance(shown, {
      curves,
      drawn: panels[0]!.samples,
      looks: looksOf(shown, { ...scene, former }),
    }),
  });
}

/** A picture of the gallery that is a whole image: a sample, or the original of a group. */
export interface PicturedSample {
  one: ShownGeneration;
  group: number;
  /** Null for the original. */
  sample: number | null;
  /** In words: `Class 3, sample 2`. */
  name: string;
}

/** What stands in each place of the gallery's panels, row by row; null where there is no whole image (yet). */
export function picturedSamples(scene: GalleryScene, curves: GeneratedCurves): (PicturedSample | null)[][] {
  return panelsOf(scene).map(({ one, groups, samples }) => {
    const { generation } = one;
    const isWhole = (group: number) => {
      const { observed } = generation.groups[group]!;
      return generation.status === 'completed' && observed + generation.choice.steps === pixelsOf(one) + leadingSamples;
    };
    const hasOriginals = groups.some((group) => (curves.observed(generation.id, group)?.truth.length ?? 0) > 0);
    const places = [...(hasOriginals ? [null] : []), ...Array.from({ length: samples }, (_, index) => index)];
    return groups.flatMap((group) => [
      ...places.map((sample) => {
        const place = sample === null ? 'original' : `sample ${sample + 1}`;
        const name = [groupLabel(one, group), place].filter(Boolean).join(', ');
        return isWhole(group) ? { one, group, sample, name } : null;
      }),
      ...(scene.statistics ? [null, null] : []),
    ]);
  });
}

/** The whole signal of a picture, with the black pixel before it; null where it has not been read. */
export function signalOf({ one, group, sample }: PicturedSample, curves: GeneratedCurves): number[] | null {
  const { id } = one.generation;
  const { prompt = [], truth = [] } = curves.observed(id, group) ?? {};
  const rest = sample === null ? truth : curves.samples(one.generation, group, sample + 1)[sample]?.token;
  const signal = [...prompt, ...(rest ?? [])];
  return signal.length === pixelsOf(one) + leadingSamples ? signal : null;
}

interface GalleryPanel {
  one: ShownGeneration;
  isFormer: boolean;
  groups: number[];
  /** Samples of each group that have a place. */
  samples: number;
}

/** What is shown, then what was shown before in the same groups; nothing where not all are images. */
function panelsOf(scene: GalleryScene): GalleryPanel[] {
  const shown = scene.shown.filter(({ generation }) => generation.groups.length > 0);
  if (!arePictures(shown)) return [];
  const { samples, ...count } = picturedGroups(shown);
  const rows = shown[0]!.generation.groups.slice(0, count.groups);
  const panelOf = (one: ShownGeneration, isFormer: boolean, groups: number[]) => {
    return { one, isFormer, groups, samples: Math.min(samples, one.generation.choice.count) };
  };
  const former = scene.former.filter(imageOf).map((one) => {
    return panelOf(
      one,
      true,
      rows.map((row) => sameGroup(one, row)).filter((group) => group >= 0),
    );
  });
  return [
    ...shown.map((one) => panelOf(one, false, [...one.generation.groups.slice(0, count.groups).keys()])),
    ...former.filter(({ groups }) => groups.length > 0),
  ];
}

function imageOf({ by }: ShownGeneration): ImageDataConfiguration | null {
  const data = by?.configuration.data;
  return data?.source === 'images' && data.width * data.height <= mostSingleSteps ? data : null;
}

function pixelsOf(one: ShownGeneration): number {
  const { width, height } = imageOf(one)!;
  return width * height;
}

/** The number of the group with this prompt and class, or −1. */
function sameGroup({ generation }: ShownGeneration, { class: own, series, observed }: TrajectoryGroup): number {
  return generation.groups.findIndex((one) => {
    return one.class === own && one.series === series && (series !== null || one.observed === observed);
  });
}

/** What tells the panels apart: the model, where that is the same the sampler, the seed and what was observed. */
function panelTitles(shown: readonly ShownGeneration[], former: readonly ShownGeneration[]): string[] {
  const all = [...shown, ...former];
  const names = modelNames(all);
  const texts = all.map(({ generation: { choice, groups } }, index) => [
    names[index]!,
    samplerText(choice),
    `seed ${choice.seed}`,
    `${formatCount(Math.max(0, (groups[0]?.observed ?? 0) - leadingSamples))} observed`,
  ]);
  const told = [0, 1, 2, 3].filter((part) => new Set(texts.map((parts) => parts[part])).size > 1);
  return texts.map((parts, index) => {
    const text = told.map((part) => parts[part]).join(', ');
    if (former.length === 0) return text;
    return [index < shown.length ? 'Now' : 'Before', text].filter(Boolean).join(': ');
  });
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
  const noises = [...shown, ...former].map(({ generation }) => noiseOf(generation));
  const isCommon = choice.sampler.kind !== 'greedy' && noises.length > 1 && new Set(noises).size === 1;
  return [
    `Levels as grey, ${image.scanOrder} order undone.`,
    ...(observed > 0 ? [`Line: the border of the first ${formatCount(observed)} pixels, which were observed.`] : []),
    ...(groups.some(({ series }) => series !== null) ? ['Originals: images of the test data.'] : []),
    ...(choice.sampler.kind !== 'greedy' && choice.noise === 'common' ? ['In every row the same noise.'] : []),
    ...(isCommon ? ['In the same place of every panel the same noise.'] : []),
    ...(statistics
      ? [`Mean and standard deviation: N = ${formatCount(choice.count)}; of the latter white is half of the range.`]
      : []),
  ];
}

/** What decides the noise of every place: the seed and which trajectories there are. */
function noiseOf({ choice, groups }: GenerationSummary): string {
  return JSON.stringify([choice.seed, choice.noise ?? 'own', groups]);
}
