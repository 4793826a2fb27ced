import type { RunConfiguration } from '../contract/configuration';
import { runMemory } from '../contract/run-memory';
import { runSizes } from '../contract/run-sizes';
import type { TrainingEnvironment, TrainingEvent, TrainRequest } from '../contract/training';
import { conditionedFor, type Curves } from '../data/curves';
import { datasetHash } from '../data/dataset';
import { chooseExecution, parallelParts } from '../model/compile/execution';
import { Evaluator } from '../model/evaluator';
import { initialParameters } from '../model/parameters';
import { createTrainingStep, type StepState } from '../model/step';
import { isContinued, requireSameRun, type Checkpoint } from './checkpoint';
import { CheckpointFolder } from './checkpoint-folder';
import { keptSteps } from './checkpoint-history';
import { goOnPatiently } from './early-stopping';
import { explainFailure, requireMemory } from './failures';
import { makePreview } from './preview';
import { readNewest } from './read-newest';
import type { TrainingResources } from './resources';
import { runForecasts } from './run-forecasts';
import { runSteps, takeNotices, type EndReason } from './run-steps';
import { TrainingSession } from './session';
import { initialState, weightStream, type TrainingState } from './state';

/**
 * Trains one model and tells what happens as it happens.
 *
 * Everything random comes from the request's seed (data and validation origins from the data's own), so the same
 * request gives the same points, and a run resumed from a checkpoint the points of one that was never stopped. A stop
 * ends the run after the present step, with a checkpoint and without forecasts: those come when it is resumed and ends
 * by itself. A run that was given more steps after its end goes on from its last checkpoint as if it had always been to
 * make so many, but for a schedule that is made for the number of steps, and with early stopping as patient as anew.
 *
 * Throws a UserError when a loss or a gradient is not finite, when memory does not suffice, and when all checkpoints to
 * resume from are damaged or one belongs to another run.
 */
export async function* train(request: TrainRequest, resources: TrainingResources): AsyncGenerator<TrainingEvent> {
  const { configuration, resumeFrom } = request;
  const whole = await resources.openDataset(configuration.data);
  const dataHash = datasetHash(whole);
  const dataset = conditionedFor(whole, configuration.model);
  const notices: string[] = [];
  const newest = await readNewest(resources.files, resumeFrom, (message) => notices.push(message));
  const saved = newest?.checkpoint ?? null;
  if (newest) requireSameRun(newest.checkpoint, { configuration, seed: request.seed, dataHash }, newest.file);
  const environment = environmentOf(request, resources, saved);
  if (saved) notices.push(...changedEnvironment(saved.environment, environment));
  const { parameters, receptiveField, window } = runSizes(configuration);
  const { model, training } = configuration;
  const { microBatch } = environment;
  requireMemory(runMemory(configuration, environment), resources.availableMemory(), configuration, microBatch);
  const compilation = {
    model,
    execution: environment.execution,
    parallelParts: parallelParts(environment),
    onNotice: (message: string) => notices.push(message),
  };
  const step = createTrainingStep(
    { ...compilation, training, length: window - 1, microBatch },
    saved?.step ?? freshState(configuration, request.seed),
  );
  const evaluator = new Evaluator(compilation);
  try {
    const state = stateOf(saved, configuration) ?? initialState(dataset.train, training, request.seed);
    const { keepBest, history = 0 } = training.checkpoints;
    const folder = await CheckpointFolder.open(resources.files, {
      keepBest,
      history: keptSteps(history, training.maxSteps, { resumeFrom, step: state.step }),
      state,
      resumedFrom: newest?.file ?? null,
    });
    const parts = { request, resources, environment, dataset, dataHash, step, evaluator, state, folder };
    const session = new TrainingSession(parts);
    const { maxSteps } = training;
    yield { type: 'started', step: state.step, maxSteps, parameters, receptiveField, dataHash, environment };
    yield* takeNotices(notices);
    const preview = () => previewOf(session, { request, resources, test: dataset.test, notices });
    let reason: EndReason = yield* runSteps(session, { now: resources.now, notices, preview });
    if (reason !== 'stopped') reason = yield* runForecasts(session, { request, resources, test: dataset.test }, reason);
    yield { type: 'done', step: session.state.step, reason };
  } catch (error) {
    throw explainFailure(error, configuration, microBatch);
  } finally {
    evaluator.dispose();
    step.dispose();
  }
}

/** As recorded, on the machine that is here: execution and micro-batch are never chosen anew. */
function environmentOf(
  { configuration, environment }: TrainRequest,
  { machine }: TrainingResources,
  saved: Checkpoint | null,
): TrainingEnvironment {
  const chosen = saved?.environment ?? environment ?? chooseExecution(configuration, machine.device);
  const { execution, microBatch } = chosen;
  return { ...machine, execution, microBatch };
}

/** The state to go on from. */
function stateOf(saved: Checkpoint | null, configuration: RunConfiguration): TrainingState | null {
  if (!saved || !isContinued(saved, configuration)) return saved?.state ?? null;
  return { ...saved.state, earlyStopping: goOnPatiently(saved.state.earlyStopping) };
}

/** Nothing depends on a preview: where it cannot be made, the log says so and the training goes on. */
async function previewOf(
  session: TrainingSession,
  { request, resources, test, notices }: PreviewPlace,
): Promise<TrainingEvent | null> {
  const { previewer: forecaster } = resources;
  if (!forecaster) return null;
  const { configuration, seed } = request;
  const parameters = session.parameters();
  try {
    const options = { configuration, parameters, test, forecaster, seed };
    const forecasts = await makePreview(options, () => session.proceed());
    const horizon = configuration.validation.forecastHorizon;
    return forecasts && { type: 'preview', step: session.state.step, horizon, forecasts };
  } catch (error) {
    notices.push(`What the model makes at step ${session.state.step} is not shown: ${(error as Error).message}`);
    return null;
  }
}

interface PreviewPlace {
  request: TrainRequest;
  resources: TrainingResources;
  test: Curves;
  notices: string[];
}

/** What is no longer as it was when a run is resumed, and what that means. */
function changedEnvironment(before: TrainingEnvironment, now: TrainingEnvironment): string[] {
  const fields = ['device', 'deviceName', 'tensorflow', 'threads'] as const;
  const changed = fields.filter((field) => before[field] !== now[field]);
  return changed.map(
    (field) =>
      `Resumed with another ${field} (${now[field]} instead of ${before[field]}): from here on the metrics may ` +
      'differ in their last digits from those of a run that was never stopped.',
  );
}

function freshState({ model }: RunConfiguration, seed: number): StepState {
  const parameters = initialParameters(model, weightStream(seed));
  const zeros = () => new Float32Array(parameters.length);
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), steps: 0 };
}
