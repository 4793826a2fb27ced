import * as tf from '@tensorflow/tfjs-core';
import { encode, head } from '../model/forward';
import { loadNetwork, type Network, type TrainedModel } from '../model/network';
import { computeTidily } from '../model/tidy';
import { generateBlocks, type Stepper } from './blocks';
import { conditionAt, visiblePrompt } from './condition';
import { checkRequest, type GenerationRequest, type Generator } from './generator';
import { lastRows } from './last-rows';
import { rowsOf } from './rows-of';

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
      return generateBlocks(() => partsStepper(network, request), network.configuration.quantizationLevels, request);
    },
    dispose: () => void tf.dispose(network as unknown as tf.TensorContainer),
  };
}

/** Samples that one pass sees: beyond, it gains no speed and holds gigabytes. */
const samplesAtOnce = 2 ** 16;

/** Passes over so many rows at a time that memory suffices. */
function partsStepper(network: Network, request: GenerationRequest): Stepper {
  const rows = request.prompt.length;
  const count = Math.max(1, Math.floor(samplesAtOnce / network.receptiveField));
  if (count >= rows) return windowStepper(network, request);
  const firsts = Array.from({ length: Math.ceil(rows / count) }, (_, part) => part * count);
  const parts = firsts.map((first) => windowStepper(network, rowsOf(request, first, count)));
  return {
    logits: () => joined(parts.map((part) => part.logits())),
    push: (tokens, step) => {
      for (const [index, first] of firsts.entries()) parts[index]!.push(tokens.subarray(first, first + count), step);
    },
    dispose: () => {},
  };
}

function joined(parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function windowStepper(network: Network, request: GenerationRequest): Stepper {
  let { start, length, rows } = visiblePrompt(network, request);
  return {
    logits: () =>
      computeTidily(() => {
        const tokens = tf.tensor2d(rows, [rows.length, length], 'int32');
        const condition = conditionAt(network, request, { start, length });
        const { hidden } = encode(network, tokens, condition, { keepLayerInputs: false });
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
