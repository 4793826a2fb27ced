import type { GenerationSummary } from '../../src-main/contract/generations';
import type { CheckpointInfo } from '../../src-main/contract/training';

type Stepped = Pick<GenerationSummary, 'model' | 'checkpoint'>;

/** The steps of all stored checkpoints, rising. */
export function storedSteps(checkpoints: readonly Pick<CheckpointInfo, 'step'>[]): number[] {
  return [...new Set(checkpoints.map(({ step }) => step))].sort((a, b) => a - b);
}

/** The steps that a slider over the training goes through: all that models with several checkpoints have. */
export function courseSteps(lanes: readonly (readonly Stepped[])[]): number[] {
  const steps = lanes.filter((lane) => lane.length > 1).flatMap((lane) => lane.flatMap((one) => stepOf(one) ?? []));
  return [...new Set(steps)].sort((a, b) => a - b);
}

/** Of one model's generations, by rising step, the last one that is no later than `step`; the first before that. */
export function atStep<Generation extends Stepped>(lane: readonly Generation[], step: number): Generation | null {
  return lane.filter((one) => (stepOf(one) ?? 0) <= step).at(-1) ?? lane[0] ?? null;
}

function stepOf({ model, checkpoint }: Stepped): number | null {
  if (model?.step != null) return model.step;
  return typeof checkpoint === 'object' && checkpoint ? checkpoint.step : null;
}
