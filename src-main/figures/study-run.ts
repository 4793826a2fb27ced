import type { Provenance, Series } from '../contract/figure';
import { bandText, meanOverSeeds, type BandKind, type SeedCurve } from './seed-band';

/** A run as the figures of its study need it. */
export interface StudyRun {
  id: string;
  name: string;
  armLabel: string;
  /** Place of its arm in the study: decides color and dash everywhere. */
  colorIndex: number;
  seed: number;
  configurationHash: string;
  dataHash: string | null;
  /** Program and library → version. */
  versions: Record<string, string>;
}

export interface StudyCurve extends SeedCurve {
  run: StudyRun;
}

/**
 * The series of each arm, in the order of the arms: with one seed its curve; with several the mean with its band, and
 * the curve of every seed faint behind it.
 */
export function armSeries(curves: readonly StudyCurve[], band: BandKind): Series[] {
  return groupByArm(curves).flatMap((arm) => (arm.length === 1 ? [single(arm[0]!)] : several(arm, band)));
}

/** What a reader has to know of the curves that `armSeries` makes. */
export function seedRemarks(curves: readonly StudyCurve[], band: BandKind): string[] {
  const counts = groupByArm(curves).map((arm) => arm.length);
  if (counts.every((count) => count === 1)) return ['One seed for each arm.'];
  const texts = ['Bold: mean over seeds, at the steps where all of them have a value. Faint: single seeds.'];
  if (band !== 'none') texts.push(`Band: ${bandText(band)} over ${[...new Set(counts)].join(' or ')} seeds.`);
  return texts;
}

export function provenanceOf(studyTitle: string, runs: readonly StudyRun[], remarks: string[]): Provenance {
  const hashes = new Set(runs.map(({ dataHash }) => dataHash));
  const [dataHash = null] = hashes;
  return {
    study: studyTitle,
    runs: runs.map(({ id, name, seed, configurationHash }) => ({ id, name, seed, configurationHash })),
    versions: joinedVersions(runs),
    dataHash: hashes.size === 1 ? dataHash : null,
    remarks: hashes.size > 1 ? [...remarks, 'The runs saw different data.'] : remarks,
  };
}

/** The versions of all; where they differ, each one once. */
export function joinedVersions(all: readonly Pick<StudyRun, 'versions'>[]): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, versions] of all.flatMap((one) => Object.entries(one.versions))) {
    const known = joined[name]?.split(', ') ?? [];
    joined[name] = [...new Set([...known, ...versions.split(', ')])].join(', ');
  }
  return joined;
}

/** Color and dash of an arm; the dash is the second channel for those who do not see the color. */
export function armLook({ colorIndex }: Pick<StudyRun, 'colorIndex'>): Pick<Series, 'colorIndex' | 'dash'> {
  return { colorIndex, dash: lineDashes[colorIndex % lineDashes.length]! };
}

/** In the order in which arms take them. */
export const lineDashes = ['solid', 'dashed', 'dash-dot', 'dotted'] as const;

function groupByArm<Curve extends StudyCurve>(curves: readonly Curve[]): Curve[][] {
  const arms = new Map<number, Curve[]>();
  for (const curve of curves) arms.set(curve.run.colorIndex, [...(arms.get(curve.run.colorIndex) ?? []), curve]);
  return [...arms].sort(([a], [b]) => a - b).map(([, arm]) => arm);
}

function single({ run, x, y }: StudyCurve): Series {
  return {
    label: run.armLabel,
    runIds: [run.id],
    x: [...x],
    y: y.map(finiteOrNull),
    band: null,
    role: 'curve',
    ...armLook(run),
  };
}

function several(arm: readonly StudyCurve[], band: BandKind): Series[] {
  const { run } = arm[0]!;
  const mean: Series = {
    label: `${run.armLabel} (n = ${arm.length})`,
    runIds: arm.map((curve) => curve.run.id),
    ...meanOverSeeds(arm, band),
    role: 'curve',
    ...armLook(run),
  };
  const seeds = arm.map((curve): Series => ({
    ...single(curve),
    label: `${run.armLabel} · seed ${curve.run.seed}`,
    role: 'raw',
    dash: 'solid',
  }));
  return [...seeds, mean];
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
