import type { ModelConfiguration } from './configuration';
import { parameterCount } from './parameters';
import { receptiveField } from './receptive-field';

/** Above this no machine in reach trains the model; usually a slip of the hand. */
const MAX_PARAMETERS = 1_000_000_000;
const MAX_RECEPTIVE_FIELD = 2 ** 24;

/** Throws an Error naming the field, its value and what is allowed when a model of this configuration cannot be. */
export function validateModel(model: ModelConfiguration): void {
  integer('quantizationLevels', model.quantizationLevels, 2, 1024);
  if (model.family === 'lagged') {
    integer('lags', model.lags, 1, 65536);
    model.hiddenChannels.forEach((width, i) => integer(`hiddenChannels.${i}`, width, 1, 8192));
  } else {
    if (model.dilations.length < 1) throw new Error('dilations is empty; at least one dilated layer is needed.');
    model.dilations.forEach((dilation, i) => integer(`dilations.${i}`, dilation, 1, 65536));
    integer('kernelSize', model.kernelSize, 1, 4096);
    integer('inputKernelSize', model.inputKernelSize, 1, 4096);
    for (const field of ['residualChannels', 'dilationChannels', 'skipChannels', 'headChannels'] as const) {
      integer(field, model[field], 1, 8192);
    }
    if (model.conditionClasses !== null) integer('conditionClasses', model.conditionClasses, 1, 65536);
    if (model.localConditionChannels !== null) integer('localConditionChannels', model.localConditionChannels, 1, 8192);
    if (model.padding !== 'layer' && model.padding !== 'input') {
      throw new Error(`padding is "${String(model.padding)}"; allowed are "layer" and "input".`);
    }
  }
  const field = receptiveField(model);
  if (field > MAX_RECEPTIVE_FIELD) {
    throw new Error(
      `The receptive field is ${field} samples; at most ${MAX_RECEPTIVE_FIELD} are supported. ` +
        'Lower the dilations or kernel sizes.',
    );
  }
  const count = parameterCount(model);
  if (count > MAX_PARAMETERS) {
    throw new Error(
      `The model has ${count} parameters; at most ${MAX_PARAMETERS} are supported. Lower the channels or kernel sizes.`,
    );
  }
}

function integer(field: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new Error(`${field} is ${value}; it must be an integer from ${low} to ${high}.`);
  }
}
