import type { Execution } from '../../contract/training';
import { RandomStream } from '../../math/random';
import { initialParameters } from '../../model/parameters';
import { createTrainingStep, type StepInputs, type TrainingStep } from '../../model/step';
import { benchModel, type BenchCase } from './cases';

/** What a process that times steps is told first; every later message asks for one step. */
export interface StepRequest {
  case: BenchCase;
  execution: Execution;
  microBatch: number;
  parallelParts: number;
}

export interface StepTiming {
  /** Milliseconds of this step. */
  ms: number;
  /** Milliseconds since the process was started. */
  sinceStart: number;
  peakMemoryMb: number;
  /** How the step was executed in fact. */
  execution: Execution;
}

/** Makes the steps of one case on random tokens. */
export class StepTimer {
  readonly #step: TrainingStep;
  readonly #case: BenchCase;
  readonly #stream = RandomStream.fromSeed(1);

  constructor({ case: benchCase, execution, microBatch, parallelParts }: StepRequest) {
    const { length, unrolling } = benchCase;
    const parameters = initialParameters(benchModel, this.#stream.fork('weights'));
    const zeros = () => new Float32Array(parameters.length);
    this.#case = benchCase;
    this.#step = createTrainingStep(
      {
        model: benchModel,
        length,
        execution,
        microBatch,
        parallelParts,
        training: {
          skipPartialReceptiveField: false,
          optimizer: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: null },
          unrolling: unrolling && {
            ...unrolling,
            weight: 1,
            gumbelTemperature: 2 / 3,
            sampling: 'soft',
            curriculumSteps: null,
          },
        },
      },
      { parameters, firstMoment: zeros(), secondMoment: zeros(), steps: 0 },
    );
  }

  time(): StepTiming {
    const inputs = this.#inputs();
    const begun = performance.now();
    this.#step.run(inputs);
    const now = performance.now();
    const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
    return { ms: now - begun, sinceStart: now, peakMemoryMb, execution: this.#step.execution };
  }

  #inputs(): StepInputs {
    const { batch, length, unrolling } = this.#case;
    const levels = benchModel.quantizationLevels;
    return {
      tokens: Int32Array.from({ length: batch * (length + 1) }, () => this.#stream.integer(levels)),
      condition: null,
      localCondition: null,
      learningRate: 0.01,
      unrolling: unrolling && {
        origins: Int32Array.from(this.#stream.distinct(unrolling.origins, length - unrolling.horizon + 1)),
        horizon: unrolling.horizon,
        weight: 1,
        gumbelTemperature: 2 / 3,
        noiseSeed: [this.#stream.word() | 0, this.#stream.word() | 0],
      },
    };
  }
}
