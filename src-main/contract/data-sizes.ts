import type { DataConfiguration, FourierDataConfiguration } from './configuration';

/** What is known of a run's data before they are made or read. */
export interface DataSizes {
  /** Samples of each series. */
  samples: number;
  /** Where that comes from, in words of the configuration. */
  samplesField: string;
  /** Seconds between samples, or null where they are no points in time. */
  sampleInterval: number | null;
  /** Series of each split. */
  train: number;
  validation: number;
  test: number;
  /** The field that says how many validation series there are. */
  validationField: string;
  /** Classes of the global condition, or null. */
  classes: number | null;
  /** Channels that a local condition may have, or null where the data have none. */
  localChannels: number | null;
}

export function dataSizes(data: DataConfiguration): DataSizes {
  if (data.source === 'fourier') {
    return {
      samples: data.samples,
      samplesField: 'data.samples',
      sampleInterval: data.sampleInterval,
      train: data.trainCurves,
      validation: data.validationCurves,
      test: data.testCurves,
      validationField: 'data.validationCurves',
      classes: hasPeriodClasses(data) ? (data.period as number[]).length : null,
      localChannels: null,
    };
  }
  if (data.source === 'own') {
    return {
      samples: data.samples,
      samplesField: 'data.samples',
      sampleInterval: data.sampleInterval,
      train: data.trainCurves,
      validation: data.validationCurves,
      test: data.testCurves,
      validationField: 'data.validationCurves',
      classes: data.classes,
      localChannels: data.localChannels,
    };
  }
  return {
    samples: leadingSamples + data.width * data.height,
    samplesField: `${leadingSamples} + data.width · data.height`,
    sampleInterval: null,
    train: data.trainImages,
    validation: data.validationImages,
    test: data.testImages,
    validationField: 'data.validationImages',
    classes: data.classes,
    localChannels: data.width + data.height,
  };
}

/**
 * Black pixels that stand before each image in its signal: the model then predicts the first pixel as it does every
 * other, log p(x) is that of the whole image, and a sample begins with a prompt that says nothing.
 */
export const leadingSamples = 1;

/** Whether the configuration lists periods, which makes the period the class of a curve. */
export function hasPeriodClasses({ period }: FourierDataConfiguration): boolean {
  return Array.isArray(period) && period.length > 2;
}
