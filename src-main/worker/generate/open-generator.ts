import { availableParallelism } from 'node:os';
import { UserError } from '../../contract/errors';
import type { GenerateRequest } from '../../contract/generate-job';
import type { GenerationChoice, GenerationEnvironment } from '../../contract/generations';
import { methodFor } from '../../contract/generator-benchmark';
import type { Generator } from '../../generation/generator';
import { loadKernel, type KernelModule } from '../../generation/simd/kernel-module';
import type { TrainedModel } from '../../model/network';
import { restoreRemovedUtilities } from '../node-compatibility';
import { tensorFlowDevice } from '../tensorflow-device';

export interface OpenGenerator {
  generator: Generator;
  environment: GenerationEnvironment;
}

/** What decides how a generator computes. */
export interface GeneratorChoice extends Pick<GenerateRequest, 'simd' | 'version'> {
  choice: Pick<GenerationChoice, 'method' | 'threads'>;
}

/** Makes the generator of a method; TensorFlow is loaded only where it is needed. */
export async function openGenerator(
  trained: TrainedModel,
  { choice, simd, version }: GeneratorChoice,
  kernelFolder: string,
): Promise<OpenGenerator> {
  const threads = choice.threads ?? availableParallelism();
  const method = methodFor(trained.model.family, choice.method);
  if (method === 'simd') {
    const { simdGenerator } = await import('../../generation/simd/generator');
    const kernel = kernelOf(kernelFolder, simd);
    const generator = simdGenerator(trained, { kernel, threads });
    return { generator, environment: { method, threads, simd: kernel.variant, tensorflow: null, version } };
  }
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  restoreRemovedUtilities();
  const tf = await import('@tensorflow/tfjs-node-gpu');
  const { version: tensorflow } = tensorFlowDevice(tf);
  const generator =
    method === 'queue'
      ? (await import('../../generation/queue')).queueGenerator(trained)
      : (await import('../../generation/default')).defaultGenerator(trained);
  return { generator, environment: { method, threads, simd: null, tensorflow, version } };
}

function kernelOf(folder: string, variant: GenerationEnvironment['simd']): KernelModule {
  try {
    return loadKernel(folder, variant ?? undefined);
  } catch (error) {
    if (variant !== 'relaxed') throw error;
    throw new UserError(
      'These tokens were generated with relaxed SIMD instructions, which this program does not know.',
      'Generate them again where they were made, or with a newer Electron or Node.',
    );
  }
}
