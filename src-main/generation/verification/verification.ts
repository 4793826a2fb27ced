import * as tf from '@tensorflow/tfjs-core';
import { goldenModel } from '../../contract/golden';
import type { GoldenRow } from '../../contract/jobs';
import { forecastScore, teacherForcedScore } from '../../model/evaluation-sums';
import { Evaluator } from '../../model/evaluator';
import { bindNetwork, type Network } from '../../model/network';
import { fromPyTorch, parameterLayouts } from '../../model/parameters';
import { computeTidily } from '../../model/tidy';
import { defaultGenerator } from '../default';
import type { GenerationBlock, Generator } from '../generator';
import { queueGenerator } from '../queue';
import { simdGenerator } from '../simd/generator';
import { kernelVariants, loadKernel } from '../simd/kernel-module';
import { batchTokens, difference, expectedData, row, type GoldenFiles, type LoadedCase } from './golden-case';
import { teacherForcedRows, unrolledRows } from './losses';

/**
 * Computes everything that a golden case records; each row is the largest absolute difference of one quantity.
 * `kernelFolder` holds the built kernels of the SIMD generator: those that the machine's engine knows are all checked.
 */
export async function verifyGoldenCase(files: GoldenFiles, kernelFolder: string): Promise<GoldenRow[]> {
  const model = goldenModel(files.golden);
  const parameters = fromPyTorch(model, files.weights);
  const tensors = parameterLayouts(model).map(({ offset, size, shape }) =>
    tf.tensor(parameters.subarray(offset, offset + size), shape),
  );
  const context: LoadedCase = { ...files, model, tensors };
  try {
    return [
      row(
        'receptive field',
        bindAndRead(context, (network) => network.receptiveField) - files.golden.receptive_field,
        'exact',
      ),
      ...teacherForcedRows(context),
      ...unrolledRows(context),
      ...rollingOriginRows(context, parameters),
      ...(await generationRows(context, parameters, kernelFolder)),
    ];
  } finally {
    tf.dispose(tensors);
  }
}

function rollingOriginRows({ golden, model }: LoadedCase, parameters: Float32Array): GoldenRow[] {
  const { origins, horizon, loss, accuracy } = golden.greedy_rolling_origin;
  const batch = {
    tokens: batchTokens(golden),
    batch: golden.inputs.length,
    length: golden.inputs[0]!.length,
    classes: golden.condition && Int32Array.from(golden.condition),
    local: null,
  };
  const evaluator = new Evaluator({ model, execution: 'graph', parallelParts: 1 });
  const flat = tf.tensor1d(parameters);
  try {
    const sums = evaluator.evaluate(flat, batch, { origins, horizon });
    const score = forecastScore(sums, horizon);
    return [
      row('one-step accuracy', teacherForcedScore(sums).accuracy - golden.one_step_accuracy, 'exact'),
      row('rolling-origin loss', score.loss - loss, 'loss'),
      row('rolling-origin accuracy', score.accuracy - accuracy, 'exact'),
    ];
  } finally {
    flat.dispose();
    evaluator.dispose();
  }
}

/** The greedy tokens of every generator and every kernel of the SIMD generator. */
async function generationRows(
  context: LoadedCase,
  parameters: Float32Array,
  kernelFolder: string,
): Promise<GoldenRow[]> {
  const trained = { model: context.model, parameters };
  const kernels = kernelVariants(kernelFolder).map((variant) => loadKernel(kernelFolder, variant));
  const starts: [string, () => Generator][] = [
    ['default generator', () => defaultGenerator(trained)],
    ['queue generator', () => queueGenerator(trained)],
    ...kernels.map((kernel): [string, () => Generator] => [
      `SIMD generator (${kernel.variant})`,
      () => simdGenerator(trained, { kernel, threads: 2 }),
    ]),
  ];
  const rows: GoldenRow[] = [];
  for (const [name, start] of starts) rows.push(...(await rowsOfGenerator(context, name, start())));
  return rows;
}

async function rowsOfGenerator(context: LoadedCase, name: string, generator: Generator): Promise<GoldenRow[]> {
  const { prompt_length, steps, tokens } = context.golden.greedy_generation;
  try {
    const blocks = generator.generate({
      prompt: context.golden.inputs.map((inputs) => inputs.slice(0, prompt_length)),
      steps,
      sampler: { kind: 'greedy' },
      seed: 0,
      classes: context.golden.condition,
      blockSteps: steps,
      keepLogits: true,
    });
    const { value } = (await blocks.next()) as { value: GenerationBlock };
    await blocks.return();
    const logits = tf.tidy(() => {
      const shape: [number, number, number] = [tokens.length, steps, context.model.quantizationLevels];
      return tf.transpose(tf.tensor3d(value.logits!, shape), [0, 2, 1]).dataSync();
    });
    return [
      row(`tokens, ${name}`, difference(value.tokens, tokens.flat()), 'exact'),
      row(`generation logits, ${name}`, difference(logits, expectedData(context, 'generation.logits')), 'logits'),
    ];
  } finally {
    generator.dispose();
  }
}

function bindAndRead<T>({ model, tensors }: LoadedCase, read: (network: Network) => T): T {
  return computeTidily(() => read(bindNetwork(model, tensors)));
}
