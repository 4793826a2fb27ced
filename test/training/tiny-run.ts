import { createHash } from 'node:crypto';
import type { RunConfiguration, TrainingConfiguration } from '../../src-main/contract/configuration';
import { parseRunConfiguration } from '../../src-main/contract/configuration';
import type { MetricPoint } from '../../src-main/contract/metrics';
import type { TrainingEvent, TrainRequest } from '../../src-main/contract/training';
import { openDataset } from '../../src-main/data/dataset';
import type { TrainingResources } from '../../src-main/training/resources';
import type { RunFiles } from '../../src-main/training/run-files';
import { forecastByQueues } from '../../src-main/worker/forecasters';
import { fourierConfiguration } from '../data/fourier-configuration';

type Changes = Omit<Partial<RunConfiguration>, 'training'> & { training?: Partial<TrainingConfiguration> };

/** A run that takes a fraction of a second: 7 levels, receptive field 9, twelve steps, an evaluation every four. */
export function tinyConfiguration({ training, ...changes }: Changes = {}): RunConfiguration {
  return parseRunConfiguration({
    data: fourierConfiguration({
      quantizationLevels: 7,
      trainCurves: 6,
      validationCurves: 5,
      testCurves: 5,
      samples: 40,
    }),
    model: {
      family: 'wavenet',
      quantizationLevels: 7,
      dilations: [1, 2, 4],
      kernelSize: 2,
      inputKernelSize: 2,
      residualChannels: 4,
      dilationChannels: 3,
      skipChannels: 5,
      headChannels: 4,
      bias: false,
      conditionClasses: null,
      localConditionChannels: null,
      padding: 'layer',
    },
    training: {
      batchSize: 4,
      windowLength: 24,
      maxSteps: 12,
      skipPartialReceptiveField: false,
      unrolling: unrolling(),
      optimizer: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: null },
      schedule: {
        kind: 'plateau',
        warmupSteps: 2,
        factor: 0.5,
        patienceSteps: 1,
        threshold: 1e-7,
        minLearningRate: 1e-6,
      },
      earlyStopping: null,
      checkpoints: { keepBest: 2, horizon: 3 },
      microBatch: 2,
      execution: 'eager',
      ...training,
    },
    validation: { everySteps: 4, horizons: [1, 3, 5], numOrigins: 3, curves: 5, forecastHorizon: 10 },
    ...changes,
  });
}

export function unrolling(): NonNullable<TrainingConfiguration['unrolling']> {
  return {
    horizon: 3,
    origins: 4,
    weight: 1,
    gumbelTemperature: { from: 1, to: 0.5, overSteps: 8, shape: 'linear' },
    sampling: 'soft',
    curriculumSteps: 6,
  };
}

/** Files in memory. */
export class MemoryFiles implements RunFiles {
  readonly contents = new Map<string, Uint8Array>();

  async read(name: string): Promise<Uint8Array> {
    const bytes = this.contents.get(name);
    if (!bytes) throw new Error(`There is no ${name}.`);
    return bytes;
  }

  async write(name: string, bytes: Uint8Array): Promise<{ sha256: string }> {
    this.contents.set(name, bytes.slice());
    return { sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  async remove(name: string): Promise<void> {
    this.contents.delete(name);
  }

  async list(): Promise<string[]> {
    return [...this.contents.keys()];
  }
}

export function request(configuration: RunConfiguration, changes: Partial<TrainRequest> = {}): TrainRequest {
  const places = { folder: '', fetchedSets: '' };
  return { runId: 'test', configuration, seed: 1, ...places, resumeFrom: [], environment: null, ...changes };
}

export function resources(files: RunFiles, changes: Partial<TrainingResources> = {}): TrainingResources {
  let time = 0;
  return {
    files,
    openDataset: (data) => openDataset(data, { bundled: 'resources/datasets', fetched: '' }),
    now: () => (time += 1),
    pause: () => Promise.resolve(),
    stopRequested: () => false,
    machine: { device: 'cpu', deviceName: 'test', tensorflow: 'test', threads: 2 },
    residentMemory: () => 1,
    availableMemory: () => Infinity,
    forecaster: forecastByQueues,
    previewer: null,
    ...changes,
  };
}

export async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export function ofType<Type extends TrainingEvent['type']>(events: TrainingEvent[], type: Type) {
  return events.filter((event): event is TrainingEvent & { type: Type } => event.type === type);
}

/** What training computes: all points but those of clock, memory and tensors, as text that shows every bit. */
export function computedPoints(events: TrainingEvent[]): string[] {
  const measured = /^(stepsPerSecond|residentMemory|tensorCount)/;
  const text = ({ key, step, value }: MetricPoint) => `${step} ${key} ${value}`;
  return ofType(events, 'points').flatMap(({ points }) => points.filter(({ key }) => !measured.test(key)).map(text));
}
