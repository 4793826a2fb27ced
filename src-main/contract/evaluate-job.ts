import type { ErrorData } from './errors';
import type {
  CompletionChoice,
  EvaluationChoice,
  EvaluationEnvironment,
  EvaluationResult,
  ImageCompletions,
  ImagePosterior,
  ImagePosteriorsRequest,
} from './evaluations';
import type { GenerateRequest } from './generate-job';

/** What is computed of images by a model. */
export type EvaluationTask =
  | { what: 'evaluation'; choice: EvaluationChoice }
  | ({ what: 'posteriors' } & Omit<ImagePosteriorsRequest, 'source'>)
  | { what: 'completions'; choice: CompletionChoice };

export interface EvaluateRequest extends Pick<GenerateRequest, 'model' | 'data' | 'fetchedSets' | 'version'> {
  task: EvaluationTask;
}

/** What came out, by the task that asked for it. */
export interface EvaluationOutcomes {
  evaluation: EvaluationResult;
  posteriors: ImagePosterior[];
  completions: ImageCompletions;
}
export type EvaluationOutcome = {
  [What in keyof EvaluationOutcomes]: { what: What; result: EvaluationOutcomes[What] };
}[keyof EvaluationOutcomes];

export type FromEvaluateWorker =
  /** The model has been read; `sha256` is that of its file. */
  | { type: 'model'; sha256: string; environment: EvaluationEnvironment }
  /** Milliseconds of computing so far in `duration`. */
  | { type: 'progress'; done: number; all: number; secondsLeft: number; duration: number }
  | { type: 'outcome'; outcome: EvaluationOutcome; duration: number }
  | { type: 'done' }
  | { type: 'failed'; error: ErrorData };
