import * as tf from '@tensorflow/tfjs-core';
import { globalTerm, localTerm, unconditioned, type Condition } from './condition';
import { head, sumOfSkips, type ForwardPass } from './forward';
import { gatherRows } from './kernels';
import type { GatedUnit, Network } from './network';
import { atPositions } from './sequences';
import { embedding, type NextInput } from './unrolled-embedding';
import { layerHistories } from './unrolled-history';
import { pieces, plus, type UnrolledTensors } from './unrolled-tensors';

/** Makes the next input from the logits [M, Q] of step 0 … H − 2. */
export type NextInputOf = (logits: tf.Tensor2D, step: number) => NextInput;

/**
 * Forecasts of `horizon` steps from all origins at once, each row feeding on its own predictions: logits [M, Q] of each
 * step.
 *
 * Every origin's past is known from the teacher-forced pass, so all origins are rows of one batch: each layer's past
 * inputs are gathered once, multiplied once by their taps, and only the horizon − 1 small passes remain. The first step
 * is the teacher-forced prediction itself.
 */
export function unroll(
  network: Network,
  pass: ForwardPass,
  {
    inputs,
    horizon,
    next,
    condition = unconditioned,
  }: {
    inputs: UnrolledTensors;
    horizon: number;
    next: NextInputOf;
    condition?: Condition;
  },
): tf.Tensor2D[] {
  const logits = [head(network, atPositions({ ...pass, rows: pass.hidden }, inputs.originPositions))];
  if (horizon === 1) return logits;
  const origins = inputs.originPositions.size;
  const embed = embedding(network, inputs, { rows: origins * pass.batch, horizon });
  const layers = network.family === 'wavenet' ? layerHistories(network.layers, pass, inputs, horizon) : [];
  const conditions = conditionTerms(network, condition, { origins, steps: horizon - 1, localRows: inputs.localRows });

  for (let step = 1; step < horizon; step++) {
    const { gates, residual } = embed(next(logits[step - 1]!, step - 1), step);
    const hidden =
      network.family === 'lagged'
        ? gates
        : sumOfSkips(network, {
            input: () => ({ gates: plus(gates, conditions[0]!(step)), residual: residual! }),
            dilated: (layer, i, x) => {
              const convolved = plus(layers[i]!(x, step), conditions[i + 1]!(step));
              return { gates: layer.bias ? tf.add(convolved, layer.bias) : convolved, residual: x };
            },
            observed: (h) => h,
          });
    logits.push(head(network, hidden));
  }
  return logits;
}

/** For the input layer and each dilated one: what the conditions add at a step. */
function conditionTerms(
  network: Network,
  condition: Condition,
  { origins, steps, localRows }: { origins: number; steps: number; localRows: tf.Tensor1D | null },
): ((step: number) => tf.Tensor2D | null)[] {
  if (network.family === 'lagged') return [];
  const { local } = condition;
  const rows = local && localRows ? gatherRows(tf.reshape(local, [-1, local.shape[2]]), localRows) : null;
  return [network.input, ...network.layers].map((unit: GatedUnit) => {
    const global = globalTerm(unit, condition.classes, origins);
    const term = localTerm(unit, rows);
    const byStep = term && pieces(term, steps);
    return (step) => (byStep ? plus(byStep[step - 1]!, global) : global);
  });
}
