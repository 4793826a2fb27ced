import { validateModel } from '../architecture/validation';
import type { RunConfiguration } from './configuration';
import { dataSizes } from './data-sizes';
import { runSizes } from './run-sizes';

/**
 * What does not fit together in a configuration whose fields are valid one by one: a sentence that names the field, its
 * value and what is allowed; or null.
 */
export function inconsistency(configuration: RunConfiguration): string | null {
  for (const check of [ofModel, ofData, ofWindow, ofUnrolling, ofSchedule, ofValidation]) {
    const problem = check(configuration);
    if (problem) return problem;
  }
  return null;
}

function ofModel({ data, model }: RunConfiguration): string | null {
  try {
    validateModel(model);
  } catch (error) {
    return `model.${(error as Error).message}`;
  }
  const levels = data.quantizationLevels;
  if (levels !== model.quantizationLevels) {
    return `model.quantizationLevels (${model.quantizationLevels}) must equal data.quantizationLevels (${levels}).`;
  }
  if (model.family !== 'wavenet') return null;
  const { classes, localChannels } = dataSizes(data);
  const given = { classes: model.conditionClasses, channels: model.localConditionChannels };
  if (given.classes !== null && given.classes !== classes) {
    const from = data.source === 'fourier' ? 'the number of periods in data.period' : 'data.classes';
    return classes !== null
      ? `model.conditionClasses (${given.classes}) must be null or ${classes}, ${from}.`
      : `model.conditionClasses (${given.classes}) must be null: ${
          data.source === 'fourier' ? 'data.period lists no classes' : 'these data have no classes'
        }.`;
  }
  if (given.channels !== null && given.channels !== localChannels) {
    return localChannels !== null
      ? `model.localConditionChannels (${given.channels}) must be null or ${localChannels}, ${
          data.source === 'images' ? 'data.width + data.height' : 'data.localChannels'
        }.`
      : `model.localConditionChannels (${given.channels}) must be null: ${
          data.source === 'fourier' ? 'Fourier data' : 'these data'
        } have no local condition.`;
  }
  return null;
}

function ofData({ data }: RunConfiguration): string | null {
  if (data.source !== 'fourier') return null;
  for (const field of ['terms', 'period', 'coefficients', 'phase', 'bias', 'trend', 'start'] as const) {
    const range = data[field];
    if (Array.isArray(range) && range.length === 2 && range[0] > range[1]) {
      return `data.${field} ([${range.join(', ')}]) must be a range from low to high.`;
    }
  }
  const periods = Array.isArray(data.period) ? data.period : [data.period];
  const wrong = periods.find((period) => !(period > 0));
  return wrong === undefined ? null : `data.period (${wrong}) must be more than 0 seconds.`;
}

function ofWindow(configuration: RunConfiguration): string | null {
  const { data, training } = configuration;
  const { window, receptiveField } = runSizes(configuration);
  const { samples, samplesField } = dataSizes(data);
  if (window > samples) return `training.windowLength (${window}) must be at most ${samplesField} (${samples}).`;
  if (training.skipPartialReceptiveField && receptiveField >= window - 1) {
    return (
      `training.skipPartialReceptiveField leaves no output: the receptive field (${receptiveField}) must be ` +
      `less than the training window (${window}) − 1.`
    );
  }
  return null;
}

function ofUnrolling(configuration: RunConfiguration): string | null {
  const { unrolling } = configuration.training;
  if (!unrolling) return null;
  const { window, firstOrigin } = runSizes(configuration);
  const { horizon, mixingRate, origins, sampling } = unrolling;
  if (mixingRate !== undefined && sampling !== 'scheduled-sampling') {
    const given = JSON.stringify(mixingRate);
    return `training.unrolling.mixingRate (${given}) must be left out unless sampling (${sampling}) is scheduled-sampling.`;
  }
  if (horizon >= window) {
    return `training.unrolling.horizon (${horizon}) must be less than the training window (${window}).`;
  }
  if (Array.isArray(origins)) {
    const last = Math.max(...origins);
    if (last + horizon >= window) {
      const sum = `${last} + horizon ${horizon}`;
      return `training.unrolling.origins: ${sum} must be less than the training window (${window}).`;
    }
    return null;
  }
  const places = window - horizon - firstOrigin;
  if (origins > places) {
    const most = Math.max(0, places);
    return `training.unrolling.origins (${origins}) must be at most ${most}, the places in a window of ${window}.`;
  }
  return null;
}

function ofSchedule({ training: { schedule, optimizer } }: RunConfiguration): string | null {
  const minimum = 'minLearningRate' in schedule ? schedule.minLearningRate : 0;
  if (minimum > optimizer.learningRate) {
    const rate = optimizer.learningRate;
    return `training.schedule.minLearningRate (${minimum}) must be at most training.optimizer.learningRate (${rate}).`;
  }
  return null;
}

function ofValidation(configuration: RunConfiguration): string | null {
  const { data, training, validation } = configuration;
  const { samples, samplesField, validation: curves, validationField } = dataSizes(data);
  const longest = Math.max(...validation.horizons);
  if (longest >= samples) return `validation.horizons: ${longest} must be less than ${samplesField} (${samples}).`;
  const places = samples - longest - runSizes(configuration).firstOrigin;
  if (validation.numOrigins > places) {
    const most = Math.max(0, places);
    const given = validation.numOrigins;
    return `validation.numOrigins (${given}) must be at most ${most}, the places in a curve of ${samples}.`;
  }
  if (validation.forecastHorizon >= samples) {
    const horizon = validation.forecastHorizon;
    return `validation.forecastHorizon (${horizon}) must be less than ${samplesField} (${samples}).`;
  }
  if (validation.curves > curves) {
    return `validation.curves (${validation.curves}) must be at most ${validationField} (${curves}).`;
  }
  for (const [field, horizon] of [
    ['training.checkpoints.horizon', training.checkpoints.horizon],
    ['training.earlyStopping.horizon', training.earlyStopping?.horizon ?? null],
  ] as const) {
    if (horizon !== null && !validation.horizons.includes(horizon)) {
      return `${field} (${horizon}) must be one of validation.horizons (${validation.horizons.join(', ')}).`;
    }
  }
  return null;
}
