import type { ChartPanel, FigureDescription, Provenance, Series } from '../contract/figure';
import type { TrajectoryCurve, TrajectoryStatistics } from '../contract/generations';
import { levelScale, shownPoints, type CurveScale } from './curve-scale';
import { numberText, significantText } from './number-text';
import { trajectoryBand, type TrajectoryBand } from './trajectory-band';
import { armLook } from './study-run';
import { truthSeries } from './truth-series';

/** What a panel shows: one prompt under one class, continued by one model. */
export interface GeneratedGroup {
  label: string;
  runId: string | null;
  /** Colour of the run, which its mean takes. */
  colorIndex: number;
  /** Number of observed samples, of which `prompt` holds the last. */
  observed: number;
  prompt: readonly number[];
  /** How the series really went on; empty where nothing is known. */
  truth: readonly number[];
  /** Samples, numbered from 0 in the group. */
  samples: readonly TrajectoryCurve[];
  /** What was generated before, drawn faint; same numbers, same noise. */
  former: readonly TrajectoryCurve[];
  /** Null while there are none. */
  statistics: TrajectoryStatistics | null;
  /** Median of the samples' periods in samples, of how many samples; null where it was not measured. */
  period: { median: number; count: number } | null;
  /** How it is shown; as levels where it is left out. */
  scale?: CurveScale;
}

export interface GenerationFigure {
  name: string;
  title: string;
  /** Row after row. */
  groups: readonly GeneratedGroup[];
  /** Panels in a row. */
  columns: number;
  /** The stretch of the forecast that is drawn: its first step, and how many there are or will be. */
  from: number;
  steps: number;
  quantizationLevels: number;
  /** Seconds between samples, or null where they are no points in time. */
  sampleInterval: number | null;
  /** `samples`: every sample by itself; otherwise the mean with a band, samples faint behind. */
  view: 'samples' | TrajectoryBand;
  provenance: Provenance;
}

/** Samples in colours of their own; further ones are faint. */
export const coloredSamples = 7;

/** More of them would hide the band. */
const samplesBehindMean = 8;

/** Generated samples in small multiples on the same axes, each after what was observed. */
export function describeGeneration(figure: GenerationFigure): FigureDescription {
  const { name, title, groups, columns, provenance } = figure;
  return {
    name,
    title,
    panels: groups.map((group, index) => panelOf(group, figure, { labelMarks: index < columns })),
    columns,
    sharedX: groups.length > columns && groups.every(({ scale }) => !scale),
    legend: groups.length === 1 ? 'top' : 'none',
    provenance,
  };
}

/** A duration between samples in words of the axis: `5.02 s`, or `50.2 samples`. */
export function durationText(samples: number, sampleInterval: number | null): string {
  return sampleInterval === null ? `${numberText(samples, 1)} samples` : `${numberText(samples * sampleInterval, 2)} s`;
}

function panelOf(group: GeneratedGroup, figure: GenerationFigure, { labelMarks }: { labelMarks: boolean }): ChartPanel {
  const { view, groups, from, steps } = figure;
  const scale = group.scale ?? levelScale(figure);
  const { time } = scale;
  return {
    kind: 'chart',
    title: titleOf(group, figure.sampleInterval),
    x: {
      ...scale.x,
      // The same for all panels, and known before the first sample is there: nothing moves while they come.
      min: time(Math.min(...groups.map(({ observed, prompt }) => observed + (from > 0 ? from : -prompt.length)))),
      max: time(Math.max(...groups.map(({ observed }) => observed)) + from + steps - 1),
    },
    y: scale.y,
    series: [
      ...observedSeries(group, from, scale),
      ...(view === 'samples' ? samplesOf(group, scale) : meanOf(group, view, scale)),
    ],
    marks:
      group.observed > 0 && from === 0
        ? [{ axis: 'x', at: time(group.observed - 1), label: labelMarks ? 'observed until here' : '' }]
        : [],
  };
}

function titleOf({ label, period, scale }: GeneratedGroup, sampleInterval: number | null): string {
  if (!period) return label;
  const measured = scale ? ownDuration(period.median, scale) : durationText(period.median, sampleInterval);
  return label === '' ? `Measured period ${measured}` : `${label}: measured ${measured}`;
}

function ownDuration(samples: number, { time, x: { unit } }: CurveScale): string {
  return `${significantText(samples * (time(1) - time(0)), 3)} ${unit ?? 'samples'}`;
}

function observedSeries({ observed, prompt, truth }: GeneratedGroup, from: number, scale: CurveScale): Series[] {
  const tokens = from > 0 ? truth.slice(from) : [...prompt, ...truth];
  if (tokens.length === 0) return [];
  const first = observed + (from > 0 ? from : -prompt.length);
  return [truthSeries(truth.length > 0 ? 'Truth' : 'Observed', { tokens, first, scale })];
}

function samplesOf({ samples, former, ...group }: GeneratedGroup, scale: CurveScale): Series[] {
  return [
    ...former.map((curve) => ({
      ...sampleSeries(curve, { ...group, role: 'raw' }, scale),
      label: `Former sample ${curve.trajectory + 1}`,
    })),
    ...samples.map((curve) =>
      sampleSeries(curve, { ...group, role: curve.trajectory < coloredSamples ? 'curve' : 'raw' }, scale),
    ),
  ];
}

/** The colour is that of the sample's number: under several models the same colour is the same noise. */
function sampleSeries(
  { trajectory, step, token }: TrajectoryCurve,
  { runId, observed, role }: Pick<GeneratedGroup, 'runId' | 'observed'> & Pick<Series, 'role'>,
  scale: CurveScale,
): Series {
  return {
    label: `Sample ${trajectory + 1}`,
    runIds: runId === null ? [] : [runId],
    ...shownPoints(token, (index) => observed + step[index]!, scale),
    band: null,
    role,
    colorIndex: trajectory % coloredSamples,
    dash: 'solid',
  };
}

function meanOf({ statistics, samples, ...group }: GeneratedGroup, view: TrajectoryBand, scale: CurveScale): Series[] {
  const { runId, observed, colorIndex } = group;
  const behind = samples.slice(0, samplesBehindMean).map((curve) => ({
    ...sampleSeries(curve, { ...group, role: 'raw' }, scale),
    colorIndex,
  }));
  if (!statistics) return behind;
  const band = trajectoryBand(statistics, view);
  const values = (levels: readonly (number | null)[]) =>
    levels.map((level, index) => level && scale.value(level, observed + statistics.step[index]!));
  const mean: Series = {
    label: `Mean of ${statistics.count}`,
    runIds: runId === null ? [] : [runId],
    x: statistics.step.map((at) => scale.time(observed + at)),
    y: values(statistics.mean),
    band: band && { ...band, low: values(band.low), high: values(band.high) },
    role: 'curve',
    ...armLook({ colorIndex }),
  };
  return [...behind, mean];
}
