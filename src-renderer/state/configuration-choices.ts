import {
  armConfiguration,
  scaleSchema,
  type RunConfiguration,
  type Scale,
} from '../../src-main/contract/configuration';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Preset } from '../../src-main/contract/studies';
import { formatDate } from '../format';

/** A part of the configurations of a preset, and the first arm and scale that have it. */
export interface PresetVariant<Part> {
  id: string;
  /** The preset's title, with its arm where the arms differ in this part, and its scale where the scales do. */
  label: string;
  preset: string;
  scale: Scale;
  arm: string;
  part: Part;
}

/** Each different value once that a part of the configuration takes over the arms and scales of a preset. */
export function presetVariants<Part>(
  { definition }: Preset,
  partOf: (configuration: RunConfiguration) => Part,
): PresetVariant<Part>[] {
  const { name, title, arms } = definition;
  const found = new Map<string, { scale: Scale; arm: string; label: string; part: Part }>();
  for (const scale of scaleSchema.options) {
    for (const { name: arm, label } of arms) {
      const part = partOf(armConfiguration(definition, scale, arm));
      const key = JSON.stringify(part);
      if (!found.has(key)) found.set(key, { scale, arm, label, part });
    }
  }
  const all = [...found.values()];
  const differ = (of: 'scale' | 'arm') => new Set(all.map((one) => one[of])).size > 1;
  return all.map(({ scale, arm, label, part }) => ({
    id: `preset ${name} ${scale} ${arm}`,
    label: [title, ...(differ('arm') ? [label] : []), ...(differ('scale') ? [scale] : [])].join(', '),
    preset: name,
    scale,
    arm,
    part,
  }));
}

/** Runs that are offered at most, newest first. */
const MOST_RUNS = 40;

/** One run of each arm that was started, newest first; archived ones are left out. */
export function runVariants(runs: readonly RunSummary[]): { id: string; label: string; runId: string }[] {
  const byArm = new Map<string, RunSummary>();
  for (const run of runs) {
    const arm = `${run.studyId} ${run.arm}`;
    if (!run.archived && !byArm.has(arm)) byArm.set(arm, run);
  }
  return [...byArm.values()].slice(0, MOST_RUNS).map(({ id, armLabel, studyTitle, createdAt }) => ({
    id: `run ${id}`,
    label: `${armLabel}, ${studyTitle}, ${formatDate(createdAt)}`,
    runId: id,
  }));
}
