import type { LaggedConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { elements, parameterSpecs } from '../../src-main/architecture/parameters';
import { temporalLayers } from '../../src-main/architecture/receptive-field';
import type { LayerPicture } from '../../src-main/figures/explain/draw-architecture';

/** A layer of a WaveNet, 0 the input layer, with the parameters of its parts and of the head. */
export function layerPicture(model: WaveNetConfiguration, index: number): LayerPicture {
  const layers = temporalLayers(model);
  const count = parameterCounter(model);
  const layer = (part: string) => count(`layers.${index}.${part}.`);
  return {
    channels: {
      levels: model.quantizationLevels,
      residual: model.residualChannels,
      dilation: model.dilationChannels,
      skip: model.skipChannels,
      head: model.headChannels,
    },
    index,
    count: layers.length,
    ...layers[index]!,
    parameters: {
      convolution: layer('conv_dilation'),
      residual: layer('conv_res'),
      skip: layer('conv_skip'),
      projection: layer('conv_input'),
      condition: layer('conv_cond') + layer('conv_local'),
    },
    head: [count('logits.transform.1.'), count('logits.transform.3.')],
  };
}

/** The fully connected layers of a lagged model. */
export function connectedLayers(model: LaggedConfiguration): { outputs: number; parameters: number }[] {
  const count = parameterCounter(model);
  const widths = [...model.hiddenChannels, model.quantizationLevels];
  return widths.map((outputs, i) => ({ outputs, parameters: count(`layers.${i}.`) }));
}

/** Counts the weights and biases whose names begin so. */
function parameterCounter(model: WaveNetConfiguration | LaggedConfiguration): (prefix: string) => number {
  const specs = parameterSpecs(model);
  return (prefix) =>
    specs.filter(({ name }) => name.startsWith(prefix)).reduce((sum, { shape }) => sum + elements(shape), 0);
}
