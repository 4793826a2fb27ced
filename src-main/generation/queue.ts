import * as tf from '@tensorflow/tfjs-core';
import { predictNext } from '../model/forecast-step';
import { encode, head, type ForwardPass } from '../model/forward';
import { loadNetwork, type Network, type TrainedModel, type WaveNet } from '../model/network';
import { computeTidily } from '../model/tidy';
import { generateBlocks, type Stepper } from './blocks';
import { conditionAt, visiblePrompt } from './condition';
import { checkRequest, type GenerationRequest, type Generator } from './generator';
import { lastRows } from './last-rows';
import { RollingBuffer } from './rolling-buffer';

/**
 * Fast generation (Paine et al. 2016): each dilated layer keeps its last (K − 1) · d inputs in a rolling buffer, so a
 * step computes one sample per layer instead of the whole receptive field.
 */
export function queueGenerator(trained: TrainedModel): Generator {
  const network = loadNetwork(trained);
  return {
    name: 'queue',
    generate(request) {
      checkRequest(trained, request);
      return generateBlocks(() => queueStepper(network, request), network.configuration.quantizationLevels, request);
    },
    dispose: () => void tf.dispose(network as unknown as tf.TensorContainer),
  };
}

function queueStepper(network: Network, request: GenerationRequest): Stepper {
  const batch = request.prompt.length;
  const observed = request.prompt[0]!.length;
  const kernelSize = network.input.convolution.taps.length;
  const buffers: RollingBuffer[] = [];
  /** The last tokens of each row, as many as the input layer sees. */
  let window = request.prompt.map((row) => lastTokens(row, kernelSize, network.configuration.quantizationLevels));
  let logits = computeTidily(() => prime().dataSync() as Float32Array);

  /** The teacher-forced pass over the prompt fills the buffers and predicts the first step. */
  function prime(): tf.Tensor2D {
    const { start, length, rows } = visiblePrompt(network, request);
    const tokens = tf.tensor2d(rows, [batch, length], 'int32');
    const pass = encode(network, tokens, conditionAt(network, request, { start, length }));
    if (network.family === 'wavenet') buffers.push(...filledBuffers(network, pass, start < 0));
    return head(network, lastRows(pass.hidden, batch, length));
  }

  function predict(step: number): tf.Tensor2D {
    const layers = network.family === 'wavenet' ? network.layers : [];
    const { logits, layerInputs } = predictNext(network, {
      window: tf.tensor2d(window, [batch, kernelSize], 'int32'),
      past: layers.map(({ convolution: { dilation, taps } }, i) =>
        taps.slice(1).map((_, k) => buffers[i]!.before((taps.length - 1 - k) * dilation)),
      ),
      condition: conditionAt(network, request, { start: observed + step, length: 1 }),
    });
    layerInputs.forEach((x, i) => buffers[i]!.push(x));
    return logits;
  }

  return {
    logits: () => logits,
    push(tokens, step) {
      window = window.map((row, b) => [...row.slice(1), tokens[b]!]);
      logits = computeTidily(() => predict(step).dataSync() as Float32Array);
    },
    dispose: () => buffers.forEach((buffer) => buffer.dispose()),
  };
}

/**
 * What the layers have seen at the end of a teacher-forced pass; before the first sample, zeros. The sample of zeros
 * that stands in for an empty prompt is not remembered, unless the padding consists of such samples anyway.
 */
function filledBuffers(network: WaveNet, pass: ForwardPass, empty: boolean): RollingBuffer[] {
  return network.layers.map(({ convolution: { dilation, taps } }, i) => {
    const size = (taps.length - 1) * dilation;
    const { rows, batch, length } = pass.layerInputs[i]!;
    const channels = rows.shape[1];
    const seen = empty && network.configuration.padding === 'layer' ? 0 : Math.min(size, length);
    const recent = tf.slice(
      tf.reshape(rows, [length, batch, channels]),
      [length - seen, 0, 0],
      [seen, batch, channels],
    );
    const inputs = seen === 0 ? [] : (tf.unstack(recent) as tf.Tensor2D[]);
    const missing = Array.from({ length: size - seen }, () => tf.zeros<tf.Rank.R2>([batch, channels]) as tf.Tensor2D);
    return new RollingBuffer([...missing, ...inputs]);
  });
}

function lastTokens(row: ArrayLike<number>, count: number, padding: number): number[] {
  return Array.from({ length: count }, (_, i) => row[row.length - count + i] ?? padding);
}
