import type { ModelConfiguration } from './configuration';
import { elements, parameterSpecs } from './parameters';
import { causalPadding, receptiveField, temporalLayers } from './receptive-field';

/** What one generated sample of one row costs. */
export interface GenerationCost {
  /** Samples at which each layer along time is computed, the input layer first. */
  positions: number[];
  /** Multiply-adds of all matrix products; the layers over one-hot tokens only look rows up and add them. */
  multiplyAdds: number;
}

/**
 * The work for one sample once the receptive field is full: by definition (`default`) every layer is computed over the
 * whole window, and with a queue for each layer (Paine et al. 2016) at the newest sample alone. The head reads one
 * sample either way.
 */
export function generationCost(model: ModelConfiguration, generator: 'default' | 'queue'): GenerationCost {
  const positions = generator === 'queue' ? temporalLayers(model).map(() => 1) : windowPositions(model);
  // Skip outputs are computed for the samples of the window, not for the padding before them.
  const observed = generator === 'queue' ? 1 : receptiveField(model);
  const multiplyAdds = parameterSpecs(model)
    .filter(({ name, shape }) => shape.length === 3 && isMultiplied(model, name))
    .reduce((sum, { name, shape }) => {
      const layer = layerOf(name);
      const times = layer === null ? 1 : name.includes('.conv_skip.') ? observed : positions[layer]!;
      return sum + times * elements(shape);
    }, 0);
  return { positions, multiplyAdds };
}

/** Layer padding keeps the length of the window; padding of the input is used up layer by layer. */
function windowPositions(model: ModelConfiguration): number[] {
  const window = receptiveField(model);
  if (model.family === 'lagged' || model.padding === 'layer') return temporalLayers(model).map(() => window);
  let length = 2 * window - 1;
  return temporalLayers(model).map((layer) => (length -= causalPadding(layer)));
}

/** The layer along time that a weight is part of; null for the head, and so for the hidden layers of a lagged model. */
function layerOf(name: string): number | null {
  const index = /^layers\.(\d+)\.conv_/.exec(name)?.[1];
  return index === undefined ? null : Number(index);
}

/** Whether a weight takes part in a matrix product: not where tokens or classes choose rows, nor the last residual. */
function isMultiplied(model: ModelConfiguration, name: string): boolean {
  if (model.family === 'lagged') return name !== 'layers.0.weight';
  if (name === 'layers.0.conv_dilation.weight' || name.endsWith('.conv_input.weight')) return false;
  return !name.endsWith('.conv_cond.weight') && name !== `layers.${model.dilations.length}.conv_res.weight`;
}
