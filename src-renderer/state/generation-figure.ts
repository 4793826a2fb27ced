import type { GenerationSummary } from '../../src-main/contract/generations';
import { dataSizes, hasPeriodClasses } from '../../src-main/contract/data-sizes';
import type { FigureDescription } from '../../src-main/contract/figure';
import type { CurveScale } from '../../src-main/figures/curve-scale';
import { coloredSamples, describeGeneration, type GeneratedGroup } from '../../src-main/figures/describe-generation';
import { trajectoryBandText, type TrajectoryBand } from '../../src-main/figures/trajectory-band';
import { formatCount, formatPlural } from '../format';
import type { AskedModel } from './asked-model';
import type { GeneratedCurves, Stretch } from './generated-curves.svelte';
import { isUnderWay } from './generations.svelte';
import { generationProvenance } from './generation-provenance';
import { className, classPeriod, modelNames, samplerText } from './generation-words';

/** Panels that are drawn at most; the rest is exported as data. */
const MOST_PANELS = 24;
/** Samples that are drawn at most, over all panels; fewer while they are made, when they are drawn again and again. */
const MOST_CURVES = { done: 64, underWay: 16 };

export interface ShownGeneration {
  generation: GenerationSummary;
  /** The model; null until it is read, or where a file of a person's own holds it. */
  by: AskedModel | null;
}

export interface GenerationScene {
  shown: readonly ShownGeneration[];
  /** What was shown before, drawn faint. */
  former: readonly GenerationSummary[];
  view: 'samples' | TrajectoryBand;
  /** Null draws all steps. */
  stretch: Stretch | null;
  /** How a group is shown; null as levels. */
  scaleOf?: (one: ShownGeneration, group: number) => CurveScale | null;
}

/** Groups of each generation that are drawn, and how many samples of each. */
export function drawnGroups(shown: readonly Pick<ShownGeneration, 'generation'>[]): {
  groups: number;
  samples: number;
} {
  const most = Math.max(1, ...shown.map(({ generation }) => generation.groups.length));
  const groups = Math.min(most, Math.max(1, Math.floor(MOST_PANELS / Math.max(1, shown.length))));
  const curves = shown.some(({ generation }) => isUnderWay(generation)) ? MOST_CURVES.underWay : MOST_CURVES.done;
  return { groups, samples: Math.max(1, Math.floor(curves / (groups * Math.max(1, shown.length)))) };
}

/**
 * The figure of what is shown: a panel for each prompt, class and model. Models stand side by side where they answer
 * the same prompts; null until the first model has been read.
 */
export function generationFigure(scene: GenerationScene, curves: GeneratedCurves): FigureDescription | null {
  const shown = scene.shown.filter(({ generation }) => generation.groups.length > 0);
  const [first] = shown;
  if (!first) return null;
  const names = modelNames(shown);
  const count = drawnGroups(shown);
  const columns = shown.map((one, index) => ({
    name: shown.length > 1 ? names[index]! : null,
    groups: one.generation.groups.slice(0, count.groups).map((_, group) => ({ one, group })),
  }));
  const abreast = new Set(columns.map(({ groups }) => groups.length)).size === 1;
  const cells = columns.map(({ name, groups }) =>
    groups.map(({ one, group }) => groupOf(one, { scene, group, name, samples: count.samples, curves })),
  );
  const rows = cells[0]!.map((_, row) => cells.map((column) => column[row]!));
  const data = first.by?.configuration.data ?? null;
  return describeGeneration({
    name: `${first.by?.studyName ?? 'model'}-samples`,
    title: samplesTitle(shown, names),
    groups: abreast ? rows.flat() : cells.flat(),
    columns: abreast && shown.length > 1 ? shown.length : Math.ceil(cells.flat().length / 8),
    from: scene.stretch?.from ?? 0,
    steps: scene.stretch?.steps ?? Math.max(...shown.map(({ generation }) => generation.choice.steps)),
    quantizationLevels: first.generation.quantizationLevels!,
    sampleInterval: data && dataSizes(data).sampleInterval,
    view: scene.view,
    provenance: generationProvenance(shown, { curves, drawn: count.samples, looks: looksOf(scene) }),
  });
}

/** A period in seconds that was wanted by the class, and the median of those of the samples. */
export interface PeriodRow {
  model: string;
  wanted: number | null;
  measured: number;
  /** Samples that have a period, of those that were looked at. */
  count: number;
  of: number;
}

/** The periods that were measured of what is shown; none where nothing is a class of some period. */
export function periodRows(shown: readonly ShownGeneration[], curves: GeneratedCurves): PeriodRow[] {
  const names = modelNames(shown);
  return shown.flatMap(({ generation, by }, index) => {
    const data = by?.configuration.data;
    if (data?.source !== 'fourier' || !hasPeriodClasses(data)) return [];
    return generation.groups.flatMap((group, number): PeriodRow[] => {
      const period = curves.period(generation.id, number);
      if (!period) return [];
      return [
        {
          model: names[index]!,
          wanted: group.class === null ? null : classPeriod(data, group.class),
          measured: period.median * data.sampleInterval,
          count: period.count,
          of: period.of,
        },
      ];
    });
  });
}

/** What tells a group from the others of its generation: its class, and its prompt where there are several. */
export function groupLabel({ generation: { groups }, by }: ShownGeneration, group: number): string {
  const own = groups[group]!;
  const data = by?.configuration.data ?? null;
  const several = new Set(groups.map(({ series }) => series)).size > 1;
  const label = [
    own.class === null ? null : className(data, own.class, by?.classNames),
    own.series !== null && several ? `Test ${data?.source === 'images' ? 'image' : 'series'} ${own.series}` : null,
  ];
  return label.filter(Boolean).join(', ') || (groups.length > 1 ? `Prompt ${group + 1}` : '');
}

interface Cell {
  scene: GenerationScene;
  group: number;
  name: string | null;
  samples: number;
  curves: GeneratedCurves;
}

function groupOf({ generation, by }: ShownGeneration, { scene, group, name, samples, curves }: Cell): GeneratedGroup {
  const { id, groups, runId } = generation;
  const own = groups[group]!;
  const observed = curves.observed(id, group);
  const period = curves.period(id, group);
  const scale = scene.scaleOf?.({ generation, by }, group);
  return {
    label: [name, groupLabel({ generation, by }, group)].filter(Boolean).join(', '),
    runId,
    colorIndex: by?.colorIndex ?? 0,
    observed: own.observed,
    prompt: observed?.prompt ?? [],
    truth: observed?.truth ?? [],
    samples: curves.samples(generation, group, samples),
    former: scene.view === 'samples' ? formerSamples(generation, { scene, group, samples, curves }) : [],
    statistics: scene.view === 'samples' ? null : curves.statistics(id, group),
    period: period && period.count > 0 ? period : null,
    ...(scale ? { scale } : {}),
  };
}

/** Of the former generation in the same place, the group of the same class and series. */
function formerSamples(generation: GenerationSummary, { scene, group, samples, curves }: Omit<Cell, 'name'>) {
  const place = scene.shown.findIndex((one) => one.generation.id === generation.id);
  const former = scene.former[place];
  if (!former) return [];
  const { class: own, series } = generation.groups[group]!;
  const same = former.groups.findIndex((one) => one.class === own && one.series === series);
  return same < 0 ? [] : curves.samples(former, same, Math.min(samples, coloredSamples));
}

/** A figure of samples: of which models, and how they were drawn. */
export function samplesTitle(shown: readonly ShownGeneration[], names: readonly string[]): string {
  const { choice, groups } = shown[0]!.generation;
  const samples = `${formatPlural(choice.count, 'sample')}${groups.length > 1 ? ' each' : ''}`;
  return `${names.join(' / ')}: ${samples}, ${samplerText(choice)}, seed ${choice.seed}`;
}

function looksOf({ shown, view, former, stretch }: GenerationScene): string[] {
  const { choice } = shown[0]!.generation;
  const steps = stretch && [stretch.from + 1, stretch.from + stretch.steps].map(formatCount).join(' to ');
  const faint = former[0] && view === 'samples' ? [`Faint: the former result, ${samplerText(former[0].choice)}.`] : [];
  const common = shown.length > 1 ? '; of one number under every model the same noise' : '';
  const looks =
    view === 'samples'
      ? [`Colours: number of the sample${choice.sampler.kind === 'greedy' ? '' : common}.`, ...faint]
      : [`Band: ${trajectoryBandText(view)}, N = ${formatCount(choice.count)}. Faint: single samples.`];
  return [
    ...(steps ? [`Drawn: steps ${steps}.`] : []),
    ...looks,
    ...(shown.some(({ generation }) => generation.groups.some(({ observed }) => observed > 0))
      ? ['Grey: what was observed, and how a test series went on.']
      : []),
  ];
}
