import * as tf from '@tensorflow/tfjs-core';
import type { MetricPoint } from '../contract/metrics';
import type { TrainingEnvironment, TrainingEvent, TrainRequest } from '../contract/training';
import type { Dataset } from '../data/curves';
import type { Evaluator } from '../model/evaluator';
import type { TrainingStep } from '../model/step';
import type { Checkpoint } from './checkpoint';
import { CheckpointFolder, type SavedCheckpoint } from './checkpoint-folder';
import { observeAccuracy, shouldStop } from './early-stopping';
import { evaluate, validationPieces } from './evaluate';
import { requireFinite } from './failures';
import { learningRateAt, observeLoss, type LearningRateOptions } from './learning-rate';
import { Pace } from './pace';
import { key, scoreValues, stepValues, type Values } from './points';
import type { TrainingResources } from './resources';
import type { TrainingState } from './state';
import { StepInputSource } from './step-inputs';

export interface SessionParts {
  request: TrainRequest;
  resources: TrainingResources;
  environment: TrainingEnvironment;
  dataset: Dataset;
  dataHash: string;
  step: TrainingStep;
  evaluator: Evaluator;
  state: TrainingState;
  folder: CheckpointFolder;
}

/** A training between its start and its end: what can be done with it, one thing at a time. */
export class TrainingSession {
  readonly #pace = new Pace();
  readonly #parts: SessionParts;
  readonly #inputs: StepInputSource;
  readonly #pieces: ReturnType<typeof validationPieces>;
  readonly #learningRate: LearningRateOptions;
  #state: TrainingState;
  #savedStep: number | null = null;
  /** Clock when this session began, and training time that earlier ones used. */
  readonly #began: number;
  readonly #earlier: number;

  constructor(parts: SessionParts) {
    const { configuration } = parts.request;
    const { training } = configuration;
    this.#parts = parts;
    this.#state = parts.state;
    this.#inputs = new StepInputSource(configuration, parts.dataset.train, parts.state);
    this.#pieces = validationPieces(configuration, parts.dataset.validation);
    this.#learningRate = {
      schedule: training.schedule,
      base: training.optimizer.learningRate,
      maxSteps: training.maxSteps,
    };
    this.#began = parts.resources.now();
    this.#earlier = parts.state.elapsed;
  }

  get state(): TrainingState {
    return this.#state;
  }

  /** The model's flat vector at the present step. */
  parameters(): Float32Array {
    return this.#parts.step.state().parameters;
  }

  /** Whether the evaluation of the present step is due. */
  get evaluationDue(): boolean {
    const { step, evaluatedStep } = this.#state;
    const { training, validation } = this.#parts.request.configuration;
    if (step === 0 || step === evaluatedStep) return false;
    return step % validation.everySteps === 0 || step >= training.maxSteps;
  }

  /** Whether a checkpoint of the present step is to show the course of the training. */
  get historyDue(): boolean {
    const { step } = this.#state;
    return step !== this.#savedStep && this.#parts.folder.isHistory(step);
  }

  /** Why no further step is to be made, or null. */
  get finished(): 'completed' | 'early-stopping' | null {
    const { training } = this.#parts.request.configuration;
    if (shouldStop(training.earlyStopping, this.#state.earlyStopping)) return 'early-stopping';
    return this.#state.step >= training.maxSteps ? 'completed' : null;
  }

  /** One optimisation step; throws a UserError when a loss or the gradient is not finite. */
  advance(): MetricPoint[] {
    const { resources, step: trainingStep, folder, request } = this.#parts;
    const step = this.#state.step + 1;
    const begun = resources.now();
    const learningRate = learningRateAt(this.#learningRate, this.#state.learningRate, step);
    const inputs = this.#inputs.next(step, learningRate);
    const result = trainingStep.run(inputs);
    const { oneStepLoss, unrolledLoss, gradientNorm } = result;
    requireFinite({ oneStepLoss, unrolledLoss: unrolledLoss ?? 0, gradientNorm }, step, folder.last);

    // The schedule follows what is minimised; as a metric the two losses stay apart.
    const weight = request.configuration.training.unrolling?.weight ?? 0;
    const objective = oneStepLoss + weight * (unrolledLoss ?? 0);
    const schedule = observeLoss(this.#learningRate, this.#state.learningRate, step, objective);
    this.#state = { ...this.#state, step, learningRate: schedule };
    this.#pace.observeStep(resources.now() - begun, step === this.#parts.state.step + 1);

    return this.points(stepValues(result, { learningRate, horizon: inputs.unrolling?.horizon ?? null }));
  }

  /** Greedy validation at all horizons; null when it was stopped half-way and is still due. */
  async evaluate(): Promise<MetricPoint[] | null> {
    const { request, resources, evaluator } = this.#parts;
    const begun = resources.now();
    const { horizons } = request.configuration.validation;
    const on = { parameters: this.parameters(), pieces: this.#pieces, horizons };
    const scores = await evaluate(evaluator, on, () => this.proceed());
    if (scores === null) return null;
    const { earlyStopping, checkpoints } = request.configuration.training;
    const accuracyAt = (horizon: number) => scores.get(horizon)!.accuracy;
    this.#state = {
      ...this.#state,
      evaluatedStep: this.#state.step,
      score: accuracyAt(checkpoints.horizon),
      earlyStopping: earlyStopping
        ? observeAccuracy(earlyStopping, this.#state.earlyStopping, accuracyAt(earlyStopping.horizon))
        : this.#state.earlyStopping,
    };
    this.#pace.observeEvaluation(resources.now() - begun);
    return this.points(scoreValues(scores));
  }

  /** Saves the last checkpoint; nothing when the present step has one already. */
  async saveLast(): Promise<SavedCheckpoint[]> {
    if (this.#savedStep === this.#state.step) return [];
    const saved = await this.#parts.folder.saveLast(this.#checkpoint());
    this.#savedStep = this.#state.step;
    return [saved];
  }

  /** After an evaluation: saves the last checkpoint, and one of the best where it belongs there. */
  async saveEvaluated(): Promise<SavedCheckpoint[]> {
    const { saved, best } = await this.#parts.folder.saveEvaluated(this.#checkpoint(), this.#state.score!);
    this.#state = { ...this.#state, best };
    this.#savedStep = this.#state.step;
    return saved;
  }

  progress(): TrainingEvent & { type: 'progress' } {
    const { training, validation } = this.#parts.request.configuration;
    const { maxSteps } = training;
    const { step } = this.#state;
    const evaluations = Math.ceil(maxSteps / validation.everySteps) - Math.floor(step / validation.everySteps);
    const { stepsPerSecond } = this.#pace;
    const secondsLeft = this.#pace.secondsFor(maxSteps - step, evaluations);
    return { type: 'progress', step, maxSteps, epoch: this.#inputs.state().batches.epoch, stepsPerSecond, secondsLeft };
  }

  /** Speed since the last look, and what the process holds. */
  systemPoints(): MetricPoint[] {
    return this.points([
      [key('stepsPerSecond'), this.#pace.takeMeanStepsPerSecond()],
      [key('residentMemory'), this.#parts.resources.residentMemory()],
      [key('tensorCount'), tf.memory().numTensors],
    ]);
  }

  /** Points at the present step. */
  points(values: Values): MetricPoint[] {
    const wallTime = this.#elapsed();
    return values.map(([key, value]) => ({ key, step: this.#state.step, wallTime, value }));
  }

  /** Lets messages in; false when the training shall stop. */
  async proceed(): Promise<boolean> {
    await this.#parts.resources.pause();
    return !this.#parts.resources.stopRequested();
  }

  #elapsed(): number {
    return this.#earlier + this.#parts.resources.now() - this.#began;
  }

  #checkpoint(): Checkpoint {
    const { request, dataHash, environment, step } = this.#parts;
    const state = { ...this.#state, ...this.#inputs.state(), elapsed: this.#elapsed() };
    const { configuration, seed } = request;
    return { configuration, seed, dataHash, environment, state, step: step.state() };
  }
}
