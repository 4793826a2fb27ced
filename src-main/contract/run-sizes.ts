import type { StepSize } from '../architecture/cost';
import { parameterCount } from '../architecture/parameters';
import { receptiveField } from '../architecture/receptive-field';
import type { RunConfiguration } from './configuration';
import { dataSizes } from './data-sizes';

/** Sizes that follow from a run's configuration, wherever they are needed. */
export interface RunSizes {
  parameters: number;
  receptiveField: number;
  /** Samples of each training window, the last of them a target only. */
  window: number;
  /** First origin of unrolled and validation forecasts: 0, or where the receptive field is full. */
  firstOrigin: number;
  /** Last observed sample of free-running forecasts: the receptive field is just filled, or less on short curves. */
  forecastOrigin: number;
}

export function runSizes({ data, model, training, validation }: RunConfiguration): RunSizes {
  const field = receptiveField(model);
  const { samples } = dataSizes(data);
  return {
    parameters: parameterCount(model),
    receptiveField: field,
    window: training.windowLength ?? samples,
    firstOrigin: training.skipPartialReceptiveField ? field - 1 : 0,
    forecastOrigin: Math.min(field, samples - validation.forecastHorizon) - 1,
  };
}

/** The work of a training step on so many rows. */
export function stepSize({ data, training }: RunConfiguration, batch: number): StepSize {
  const { unrolling, windowLength } = training;
  return {
    batch,
    length: (windowLength ?? dataSizes(data).samples) - 1,
    unrolling: unrolling && {
      origins: Array.isArray(unrolling.origins) ? unrolling.origins.length : unrolling.origins,
      horizon: unrolling.horizon,
    },
  };
}
