import type { DataConfiguration } from '../../src-main/contract/configuration';
import { hasPeriodClasses, leadingSamples } from '../../src-main/contract/data-sizes';
import type {
  CheckpointChoice,
  GenerationChoice,
  GenerationSummary,
  Regeneration,
} from '../../src-main/contract/generations';
import type { RunSummary } from '../../src-main/contract/runs';
import { formatCount, formatDuration, formatPlural, formatSetting } from '../format';
import type { AskedModel } from './asked-model';

/** What a class of the global condition stands for: `Period 5 s`, `Class 3`, or its name in imported data. */
export function className(
  data: DataConfiguration | null,
  index: number,
  names: readonly string[] | null = null,
): string {
  const own = names?.[index];
  // Some files have no other name than the number.
  if (own !== undefined && own !== String(index)) return own;
  const seconds = data ? classPeriod(data, index) : null;
  return seconds === null ? `Class ${index}` : `Period ${formatSetting(seconds)} s`;
}

/** The period of a class in seconds; null where classes are something else. */
export function classPeriod(data: DataConfiguration, index: number): number | null {
  if (data.source !== 'fourier' || !hasPeriodClasses(data)) return null;
  return (data.period as number[])[index] ?? null;
}

export function samplerText({ sampler }: Pick<GenerationChoice, 'sampler'>): string {
  if (sampler.kind === 'greedy') return 'greedy';
  const { temperature, topK, topP } = sampler;
  return [
    `temperature ${formatSetting(temperature)}`,
    topK === null ? null : `top-k ${formatCount(topK)}`,
    topP === null ? null : `top-p ${formatSetting(topP)}`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** `areImages`: of a model of images, before each of which a black pixel is always given. */
export function promptText({ prompt }: Pick<GenerationChoice, 'prompt'>, areImages = false): string {
  if (prompt.kind === 'none') return 'none';
  if (prompt.kind === 'tokens') {
    const tokens = formatPlural(prompt.rows[0]!.length, 'token');
    return prompt.rows.length === 1 ? tokens : `${formatCount(prompt.rows.length)} × ${tokens}`;
  }
  const [one, kind] = areImages ? ['test image', 'test images'] : ['test series', 'test series'];
  const { length } = prompt.series;
  const series = length > 4 ? `${formatCount(length)} ${kind}` : `${one} ${prompt.series.join(', ')}`;
  return `${series}, ${formatCount(prompt.observed - (areImages ? leadingSamples : 0))} observed`;
}

export function checkpointText(checkpoint: CheckpointChoice): string {
  if (checkpoint === 'best') return 'best';
  return checkpoint === 'last' ? 'last' : `step ${formatCount(checkpoint.step)}`;
}

/** A model by its run and checkpoint: `one-step · seed 1, step 1900`. */
export function modelName(run: Pick<RunSummary, 'name'> | null, { model, checkpoint }: Sourced): string {
  const at = model?.step != null ? `step ${formatCount(model.step)}` : checkpoint && checkpointText(checkpoint);
  return [run?.name ?? (at ? null : model?.file), at].filter(Boolean).join(', ');
}

type Sourced = Pick<GenerationSummary, 'checkpoint' | 'model'>;

/**
 * Names for models that stand side by side: of arm, seed and checkpoint what tells them apart, the arm where nothing
 * does.
 */
export function modelNames(
  sources: readonly { by: Pick<AskedModel, 'armLabel' | 'seed'> | null; generation: Sourced }[],
): string[] {
  const parts = sources.map(({ by, generation: { model, checkpoint } }) => {
    const kind = checkpoint ? checkpointText(checkpoint) : '';
    const step = model?.step == null ? kind : `step ${formatCount(model.step)}`;
    return [by?.armLabel ?? model?.file ?? 'Model', by?.seed == null ? '' : `seed ${by.seed}`, step, kind];
  });
  const differs = (part: number) => new Set(parts.map((texts) => texts[part])).size > 1;
  const told = [0, 1, 2].filter(differs);
  if (told.length === 0) told.push(differs(3) ? 3 : 0);
  return parts.map((texts) =>
    told
      .map((part) => texts[part])
      .filter(Boolean)
      .join(', '),
  );
}

/** What came of generating again. */
export function regenerationText(
  { equal, firstDifference, duration }: Regeneration,
  { trajectories, choice }: Pick<GenerationSummary, 'trajectories' | 'choice'>,
): string {
  if (equal || !firstDifference) {
    const tokens = formatCount(trajectories * choice.steps);
    return `Regenerated in ${formatDuration(duration)}: all ${tokens} tokens are the same.`;
  }
  const { trajectory, step, stored, now } = firstDifference;
  return (
    `Regenerated otherwise from step ${formatCount(step + 1)} of sample ${formatCount(trajectory + 1)} on: ` +
    `${stored} was stored, now it is ${now}.`
  );
}
