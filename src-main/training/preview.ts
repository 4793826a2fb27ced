import type { RunConfiguration } from '../contract/configuration';
import type { Forecast } from '../contract/training';
import { localRows, type Curves } from '../data/curves';
import { DRAWN, forecastFreely, type Forecaster } from './forecasts';

export interface PreviewOptions {
  configuration: RunConfiguration;
  parameters: Float32Array;
  test: Curves;
  forecaster: Forecaster;
  /** Of the samples. */
  seed: number;
}

/** Images drawn from nothing. */
const SAMPLES = 8;

/**
 * What the model makes at an evaluation, to be looked at: greedy forecasts of the first test curves; of image data
 * samples drawn from nothing as well, class after class and with the same noise every time, so that one sees them
 * change. The samples have no truth and are numbered on from the test curves. Returns null when `proceed` gives false.
 */
export async function makePreview(
  { configuration, parameters, test, forecaster, seed }: PreviewOptions,
  proceed: () => Promise<boolean>,
): Promise<Forecast[] | null> {
  const count = Math.min(DRAWN, test.count);
  const forecasts = await forecastFreely(configuration, { parameters, test, forecaster, count }, proceed);
  if (forecasts === null) return null;
  if (configuration.data.source !== 'images') return forecasts.forecasts;
  const { model, data } = configuration;
  const steps = data.width * data.height;
  const isConditional = model.family === 'wavenet' && model.conditionClasses !== null;
  const { classes } = data;
  const rows = Array.from({ length: SAMPLES }, (): number[] => []);
  const drawn = forecaster({
    model,
    parameters,
    // The black pixel that comes before every image.
    prompt: new Int32Array(SAMPLES),
    batch: SAMPLES,
    steps,
    classes: isConditional ? Int32Array.from(rows, (_, row) => row % classes) : null,
    // Where a pixel lies: the same for all images.
    local: localRows(test, { first: 0, rows: SAMPLES, length: steps }),
    seed,
  });
  for await (const tokens of drawn) {
    if (!(await proceed())) return null;
    rows.forEach((row, index) => row.push(tokens[index]!));
  }
  const samples = rows.map((forecast, row) => ({
    curve: test.count + row,
    origin: 0,
    observed: [0],
    truth: [],
    forecast,
  }));
  return [...forecasts.forecasts, ...samples];
}
