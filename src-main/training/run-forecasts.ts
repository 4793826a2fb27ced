import type { TrainingEvent, TrainRequest } from '../contract/training';
import type { Curves } from '../data/curves';
import { decodeCheckpoint } from './checkpoint';
import { forecastFreely } from './forecasts';
import type { TrainingResources } from './resources';
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
  const best = session.state.best[0]!;
  const checkpoint = decodeCheckpoint(await resources.files.read(best.file), best.file);
  const { parameters } = checkpoint.step;
  const { forecaster } = resources;
  const result = await forecastFreely(request.configuration, { parameters, test, forecaster }, () => session.proceed());
  if (result === null) return 'stopped';

  const horizon = request.configuration.validation.forecastHorizon;
  const mean = result.error.reduce((sum, value) => sum + value, 0) / horizon;
  yield { type: 'points', points: session.points([[{ name: 'freeRunningError', horizon }, mean]]) };
  yield { type: 'forecasts', step: best.step, horizon, ...result };
  return reason;
}
