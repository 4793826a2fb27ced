import type { ModelConfiguration } from '../../src-main/architecture/configuration';
import type { UnrollingConfiguration } from '../../src-main/contract/configuration';
import { RandomStream } from '../../src-main/math/random';
import {
  createTrainingStep,
  type StepInputs,
  type StepState,
  type TrainingStepOptions,
} from '../../src-main/model/step';
import { livelyParameters, randomBatch, smallWaveNet } from './models';

export const unrolling: UnrollingConfiguration = {
  horizon: 3,
  origins: 2,
  weight: 0.7,
  gumbelTemperature: 0.66,
  sampling: 'soft',
  curriculumSteps: null,
};

/** Own samples and observed ones, half and half. */
export const mixedUnrolling: UnrollingConfiguration = {
  ...unrolling,
  sampling: 'scheduled-sampling',
  mixingRate: 0.5,
};

const optimizer = { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: 0.1 };

/** A step of a small network on 4 rows in micro-batches of 2, with unrolling, recorded. */
export function stepOptions(changes: Partial<TrainingStepOptions> = {}): TrainingStepOptions {
  return {
    model: { ...smallWaveNet, dilations: [1, 3] },
    training: { skipPartialReceptiveField: false, unrolling, optimizer },
    length: 16,
    execution: 'graph',
    microBatch: 2,
    ...changes,
  };
}

/** Fresh moments around parameters that make every nonlinearity felt. */
export function freshState(model: ModelConfiguration): StepState {
  const parameters = livelyParameters(model);
  const zeros = () => new Float32Array(parameters.length);
  return { parameters, firstMoment: zeros(), secondMoment: zeros(), steps: 0 };
}

/** Random inputs that belong to the options; `seed` decides all of them. */
export function stepInputs({ model, training, length }: TrainingStepOptions, seed: number, batch = 4): StepInputs {
  const { tokens, classes, local } = randomBatch(model, { batch, length, seed });
  const stream = RandomStream.fromSeed(seed).fork('step');
  const configured = training.unrolling;
  return {
    tokens,
    condition: classes,
    localCondition: local,
    learningRate: 0.01,
    unrolling: configured && {
      origins: Int32Array.from(stream.distinct(configured.origins as number, length - configured.horizon + 1)),
      horizon: configured.horizon,
      weight: configured.weight,
      gumbelTemperature: configured.gumbelTemperature as number,
      noiseSeed: [stream.word() | 0, stream.word() | 0],
      ...(configured.mixingRate !== undefined && {
        mixing: { rate: configured.mixingRate as number, seed: [stream.word() | 0, stream.word() | 0] },
      }),
    },
  };
}

/** Makes one step for each of the inputs; returns what each reports and the state after the last. */
export function makeSteps(options: TrainingStepOptions, state: StepState, inputs: readonly StepInputs[]) {
  const step = createTrainingStep(options, state);
  try {
    const results = inputs.map((one) => step.run(one));
    return { results, state: step.state(), execution: step.execution };
  } finally {
    step.dispose();
  }
}

/** All numbers of results and state, for comparison. */
export function numbersOf({ results, state }: Pick<ReturnType<typeof makeSteps>, 'results' | 'state'>): number[] {
  return [
    ...results.flatMap(({ oneStepLoss, unrolledLoss, gradientNorm }) => [oneStepLoss, unrolledLoss ?? 0, gradientNorm]),
    ...state.parameters,
    ...state.firstMoment,
    ...state.secondMoment,
  ];
}
