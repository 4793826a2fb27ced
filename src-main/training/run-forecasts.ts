import type { TrainingEvent, TrainRequest } from '../contract/training';
import type { Curves } from '../data/curves';
import { mean } from '../math/statistics';
import { decodeCheckpoint } from './checkpoint';
import { forecastFreely } from './forecasts';
import { key } from './points';
import type { TrainingResources } from './resources';
import type { RunFiles } from './run-files';
import type { EndReason } from './run-steps';
import type { TrainingSession } from './session';

/**
 * The free-running forecasts at the end of a run, by the best checkpoint. Returns `reason`, or `stopped` when a stop
 * came in between: then they are made when the run is resumed.
 */
export async function* runForecasts(
  session: TrainingSession,
  { request, resources, test }: { request: TrainRequest; resources: TrainingResources; test: Curves },
  reason: EndReason,
): AsyncGenerator<TrainingEvent, EndReason> {
  const { step, parameters } = yield* bestParameters(session, resources.files);
  const { forecaster } = resources;
  const result = await forecastFreely(request.configuration, { parameters, test, forecaster }, () => session.proceed());
  if (result === null) return 'stopped';

  const horizon = request.configuration.validation.forecastHorizon;
  const { error, valueError } = result;
  const points: [string, number][] = [[key('freeRunningError', horizon), mean(error)]];
  if (valueError) points.push([key('freeRunningValueError', horizon), mean(valueError)]);
  yield { type: 'points', points: session.points(points) };
  yield { type: 'forecasts', step, horizon, ...result };
  return reason;
}

/** The best checkpoint that can be read, or the present state where none can; says so when it is not the best. */
async function* bestParameters(
  session: TrainingSession,
  files: RunFiles,
): AsyncGenerator<TrainingEvent, { step: number; parameters: Float32Array }> {
  for (const { file, step } of session.state.best) {
    try {
      const { parameters } = decodeCheckpoint(await files.read(file), file).step;
      return { step, parameters };
    } catch (error) {
      const message = `The forecasts are not made by ${file}, but by the next best model: ${(error as Error).message}`;
      yield { type: 'notice', message };
    }
  }
  return { step: session.state.step, parameters: session.parameters() };
}
