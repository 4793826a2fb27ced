import type { ModelConfiguration } from '../../architecture/configuration';
import type { DataConfiguration } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import type { GenerationChoice } from '../../contract/generations';
import { localRows, type LocalColumn, type LocalCondition } from '../../data/curves';
import { repeatValues } from '../../math/repeat';
import type { TestCurves } from './test-curves';

/** More values than these (1 GB) are no local condition of a person's making. */
const mostValues = 250_000_000;

/**
 * The local condition of trajectories [rows, observed + steps − 1, C]: the one given (of imported columns the values of
 * each sample in their own units, as far as they have to be known), else that of the model's data, where
 * `series` names the test series that each row continues; null for a model without one. Throws a UserError where it does
 * not reach to the last step, or where it belongs to series and a row continues none.
 */
export async function resolveLocal(
  { local, steps }: Pick<GenerationChoice, 'local' | 'steps'>,
  {
    model,
    data,
    testCurves,
    series,
    observed,
  }: {
    model: ModelConfiguration;
    data: DataConfiguration | null;
    testCurves: TestCurves;
    series: readonly (number | null)[];
    observed: number;
  },
): Promise<Float32Array | null> {
  const channels = model.family === 'wavenet' ? model.localConditionChannels : null;
  if (channels === null) {
    if (local === null) return null;
    throw new UserError('A local condition was given, but this model has none.', 'Leave it out.');
  }
  const samples = observed + steps - 1;
  const ofCurves = local ? null : await ofData(testCurves, channels);
  const columns = local && data?.source === 'own' ? (await ofData(testCurves, channels)).local.columns : undefined;
  const shared = local
    ? given(local, { channels, columns, samples })
    : ofCurves!.local.shared
      ? ofCurves!.local.values
      : null;
  const known = shared ? shared.length / channels : ofCurves!.samples;
  if (known < samples) {
    throw new UserError(
      `The local condition is known for ${known} samples; prompt and forecast have ${samples}.`,
      `Generate at most ${Math.max(0, known - observed + 1)} steps after ${observed} observed.`,
    );
  }
  const rows = series.length;
  if (rows * samples * channels > mostValues) {
    throw new UserError(
      `The local condition of ${rows} trajectories over ${samples} samples is too large.`,
      'Generate fewer trajectories or steps.',
    );
  }
  if (shared) return repeatValues(shared.subarray(0, samples * channels), rows);
  const values = new Float32Array(rows * samples * channels);
  series.forEach((one, row) => {
    if (one === null)
      throw new UserError(
        `This model is conditioned by ${columnsText(ofCurves!.local.columns ?? [])}; their values are needed.`,
        'Give their values as the local condition, a row for each sample, or continue series of the test data.',
      );
    values.set(localRows(ofCurves!, { first: one, rows: 1, length: samples })!, row * samples * channels);
  });
  return values;
}

function given(
  local: readonly (readonly number[])[],
  { channels, columns, samples }: { channels: number; columns: readonly LocalColumn[] | undefined; samples: number },
): Float32Array {
  const wrong = local.findIndex((values) => values.length !== channels);
  if (wrong < 0) return columns ? ofColumns(local, columns, samples) : Float32Array.from(local.flat());
  throw new UserError(
    `The local condition has ${local[wrong]!.length} values at sample ${wrong}; this model has ${channels} channels.`,
    'Give a row for each sample with a value for each channel.',
  );
}

async function ofData(testCurves: TestCurves, channels: number): Promise<{ local: LocalCondition; samples: number }> {
  const { local, samples } = await testCurves();
  if (local && local.channels === channels) return { local, samples };
  throw new UserError(`This model needs a local condition of ${channels} channels; none was given.`, 'Give one.');
}

/** What stands at t is of the sample t + 1 that is predicted there, `lag` samples earlier; 0, the mean, before the first. */
function ofColumns(
  rows: readonly (readonly number[])[],
  columns: readonly LocalColumn[],
  samples: number,
): Float32Array {
  const needed = ({ lag }: LocalColumn) => samples + 1 - lag;
  const short = columns.filter((column) => needed(column) > rows.length);
  if (short.length > 0) {
    const until = Math.max(...short.map(needed));
    throw new UserError(
      `The local condition is known for ${rows.length} samples; ${columnsText(short)} must be known for ${until}.`,
      'Give a row for each sample of prompt and forecast, or generate fewer steps.',
    );
  }
  const values = new Float32Array(samples * columns.length);
  columns.forEach(({ lag, mean, scale }, channel) => {
    for (let t = Math.max(0, lag - 1); t < samples; t++) {
      values[t * columns.length + channel] = (rows[t + 1 - lag]![channel]! - mean) / scale;
    }
  });
  return values;
}

function columnsText(columns: readonly LocalColumn[]): string {
  const one = ({ name, lag }: LocalColumn) =>
    lag === 0 ? `${name} (known in advance)` : `${name} (${lag} samples late)`;
  return columns.map(one).join(' and ');
}
