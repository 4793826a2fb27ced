import * as tf from '@tensorflow/tfjs-core';
import { encode, head } from '../model/forward';
import { loadNetwork, type Network, type TrainedModel } from '../model/network';
import { computeTidily } from '../model/tidy';
import { generateBlocks, type Stepper } from './blocks';
import { conditionAt, visiblePrompt } from './condition';
import { checkRequest, type GenerationRequest, type Generator } from './generator';
import { lastRows } from './last-rows';

/**
 * Generation by definition: at every step the model sees its whole receptive field anew, and only the last output
 * counts.
 */
export function defaultGenerator(trained: TrainedModel): Generator {
  const network = loadNetwork(trained);
  return {
    name: 'default',
    generate(request) {
      checkRequest(trained, request);
      return generateBlocks(() => windowStepper(network, request), network.configuration.quantizationLevels, request);
    },
    dispose: () => void tf.dispose(network as unknown as tf.TensorContainer),
  };
}

function windowStepper(network: Network, request: GenerationRequest): Stepper {
  let { start, length, rows } = visiblePrompt(network, request);
  return {
    logits: () =>
      computeTidily(() => {
        const tokens = tf.tensor2d(rows, [rows.length, length], 'int32');
        const { hidden } = encode(network, tokens, conditionAt(network, request, { start, length }));
        return head(network, lastRows(hidden, rows.length, length)).dataSync() as Float32Array;
      }),
    push(tokens) {
      // The sample of zeros that stands in for an empty prompt is not remembered.
      const kept = start < 0 ? 0 : Math.min(length, network.receptiveField - 1);
      start += length - kept;
      rows = rows.map((row, b) => [...row.slice(row.length - kept), tokens[b]!]);
      length = kept + 1;
    },
    dispose: () => {},
  };
}
