import type { GenerationStart, ResolvedPrompt } from '../contract/generate-job';
import type {
  CheckpointChoice,
  GenerationChoice,
  GenerationModel,
  GenerationSummary,
  ObservedGroup,
  TrajectoryGroup,
} from '../contract/generations';
import type { StoredGeneration } from '../store/generations';

/** A generation that waits to be started. */
export function queuedSummary(
  id: string,
  { choice, runId, checkpoint, createdAt }: NewGeneration & { createdAt: number },
): GenerationSummary {
  return {
    id,
    status: 'queued',
    reason: null,
    runId,
    choice,
    checkpoint,
    model: null,
    quantizationLevels: null,
    receptiveField: null,
    groups: [],
    trajectories: 0,
    progress: { step: 0, steps: choice.steps, samplesPerSecond: 0, secondsLeft: 0 },
    createdAt,
    duration: 0,
    tokens: null,
  };
}

export interface NewGeneration {
  choice: GenerationChoice;
  runId: string | null;
  checkpoint: CheckpointChoice | null;
}

/** Fills in what is known once the model has been read. */
export function noteStart(
  summary: GenerationSummary,
  start: GenerationStart,
  model: Omit<GenerationModel, 'sha256'>,
): void {
  summary.model = { ...model, sha256: start.sha256 };
  summary.quantizationLevels = start.configuration.quantizationLevels;
  summary.receptiveField = start.receptiveField;
  summary.groups = trajectoryGroups(start.prompts, summary.choice.count);
  summary.trajectories = start.prompts.length * summary.choice.count;
}

/** A complete generation as lists show it. */
export function storedSummary(stored: StoredGeneration): GenerationSummary {
  const { id, checkpoint, model, choice, groups, quantizationLevels, receptiveField, createdAt, duration } = stored;
  const trajectories = groups.length * choice.count;
  const samplesPerSecond = duration > 0 ? (1000 * trajectories * choice.steps) / duration : 0;
  return {
    id,
    status: 'completed',
    reason: null,
    runId: model.runId,
    choice,
    checkpoint,
    model,
    quantizationLevels,
    receptiveField,
    groups,
    trajectories,
    progress: { step: choice.steps, steps: choice.steps, samplesPerSecond, secondsLeft: 0 },
    createdAt,
    duration,
    tokens: stored.files.tokens,
  };
}

/** One group for each prompt, numbered one after the other. */
export function trajectoryGroups(prompts: readonly ResolvedPrompt[], count: number): TrajectoryGroup[] {
  return prompts.map((prompt, index) => ({
    first: index * count,
    count,
    class: prompt.class,
    series: prompt.series,
    observed: prompt.tokens.length,
  }));
}

/** Samples before the forecast that are shown. */
const shownPrompt = 4096;

export function observedGroups(prompts: readonly ResolvedPrompt[], count: number): ObservedGroup[] {
  return trajectoryGroups(prompts, count).map((group, index) => ({
    ...group,
    prompt: prompts[index]!.tokens.slice(-shownPrompt),
    truth: prompts[index]!.truth,
  }));
}
