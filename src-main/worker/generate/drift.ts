import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import type { DataConfiguration } from '../../contract/configuration';
import type { DriftRequest, DriftResult } from '../../contract/drift';
import { conditionedFor } from '../../data/curves';
import { openDataset } from '../../data/dataset';
import { testPeriods } from '../../data/fourier';
import { loadNetwork } from '../../model/network';
import { predictTeacherForced } from '../../model/teacher-forced';
import { measureDrift } from '../../training/drift';
import { forecastFast } from '../forecasters';
import type { GenerateOptions } from './generate';
import { loadModel } from './load-model';

/** Milliseconds between two reports of how far a measurement is. */
const reportInterval = 200;

/** Measures the drift of a run's model; tfjs has to be loaded before. Null when it was cancelled. */
export async function driftOfModel(
  { model: source, configuration, fetchedSets, choice }: DriftRequest,
  { bundledSets, kernelFolder, post, now, pause, cancelled }: GenerateOptions,
): Promise<{ result: DriftResult; sha256: string } | null> {
  const { trained, sha256 } = await loadModel(source);
  const data = withTestCurves(configuration.data, choice.curves);
  const dataset = conditionedFor(
    await openDataset(data, { bundled: bundledSets, fetched: fetchedSets }),
    trained.model,
  );
  const network = loadNetwork(trained);
  let reported = now();
  try {
    const result = await measureDrift({
      configuration: { ...configuration, data },
      parameters: trained.parameters,
      test: dataset.test,
      periods: data.source === 'fourier' ? testPeriods(data, choice.curves) : null,
      levelsPerUnit: (data.quantizationLevels - 1) / (dataset.range.high - dataset.range.low),
      choice,
      forecaster: (forecast) => forecastFast(forecast, { kernelFolder, threads: availableParallelism() }),
      predictor: (request) => predictTeacherForced(network, request),
      proceed: async (share) => {
        await pause();
        if (now() - reported > reportInterval) {
          reported = now();
          post({ type: 'drift-share', share });
        }
        return !cancelled();
      },
    });
    return result && { result, sha256 };
  } finally {
    tf.dispose(network as unknown as tf.TensorContainer);
  }
}

/** Curves are drawn one by one: more of them begin with the same ones. */
function withTestCurves(data: DataConfiguration, curves: number): DataConfiguration {
  return data.source === 'fourier' ? { ...data, testCurves: Math.max(curves, data.testCurves) } : data;
}
