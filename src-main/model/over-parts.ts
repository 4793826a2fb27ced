import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../architecture/configuration';
import { parameterCount } from '../architecture/parameters';
import { floats, type NamedTensors } from './batch-inputs';
import type { InputSpec } from './compile/record';
import { bindNetwork, splitParameters, type Network } from './network';
import type { StepFunction } from './step-functions';

export interface OverParts<Part> {
  /** What a part gives; `index` says which one it is. */
  make: (network: Network, index: number, tensors: NamedTensors) => Part;
  /** The results of the function from those of its parts. */
  join: (parts: Part[]) => tf.Tensor[];
}

/** (parameters, …the inputs of every part, by their specs) → what the parts give, joined. */
export function overParts<Part>(
  model: ModelConfiguration,
  specs: readonly InputSpec[][],
  { make, join }: OverParts<Part>,
): StepFunction {
  const f = (...[parameters, ...rest]: tf.Tensor[]): tf.Tensor[] =>
    tf.tidy(() => {
      const network = bindNetwork(model, splitParameters(model, parameters as tf.Tensor1D));
      let next = 0;
      return join(
        specs.map((own, index) =>
          make(network, index, Object.fromEntries(own.map(({ name }) => [name, rest[next++]!]))),
        ),
      );
    });
  const named = specs.flatMap((own, part) => own.map((spec) => ({ ...spec, name: `part${part}/${spec.name}` })));
  return { inputs: [floats('parameters', [parameterCount(model)]), ...named], f };
}
