import type { ModelConfiguration } from '../../architecture/configuration';
import { UserError } from '../../contract/errors';
import type { GenerationChoice } from '../../contract/generations';
import { repeatValues } from '../../math/repeat';
import type { TestCurves } from './test-curves';

/** More values than these (1 GB) are no local condition of a person's making. */
const mostValues = 250_000_000;

/**
 * The local condition of `rows` trajectories [rows, observed + steps − 1, C]: the one given, else that of the model's
 * data; null for a model without one. Throws a UserError where it does not reach to the last step.
 */
export async function resolveLocal(
  { local, steps }: Pick<GenerationChoice, 'local' | 'steps'>,
  {
    model,
    testCurves,
    rows,
    observed,
  }: { model: ModelConfiguration; testCurves: TestCurves; rows: number; observed: number },
): Promise<Float32Array | null> {
  const channels = model.family === 'wavenet' ? model.localConditionChannels : null;
  if (channels === null) {
    if (local === null) return null;
    throw new UserError('A local condition was given, but this model has none.', 'Leave it out.');
  }
  const samples = observed + steps - 1;
  const values = local ? given(local, channels) : await ofData(testCurves, channels);
  if (values.length < samples * channels) {
    throw new UserError(
      `The local condition is known for ${values.length / channels} samples; prompt and forecast have ${samples}.`,
      `Generate at most ${Math.max(0, values.length / channels - observed + 1)} steps after ${observed} observed.`,
    );
  }
  if (rows * samples * channels > mostValues) {
    throw new UserError(
      `The local condition of ${rows} trajectories over ${samples} samples is too large.`,
      'Generate fewer trajectories or steps.',
    );
  }
  return repeatValues(values.subarray(0, samples * channels), rows);
}

function given(local: readonly (readonly number[])[], channels: number): Float32Array {
  const wrong = local.findIndex((values) => values.length !== channels);
  if (wrong < 0) return Float32Array.from(local.flat());
  throw new UserError(
    `The local condition has ${local[wrong]!.length} values at sample ${wrong}; this model has ${channels} channels.`,
    'Give a row for each sample with a value for each channel.',
  );
}

async function ofData(testCurves: TestCurves, channels: number): Promise<Float32Array> {
  const { local } = await testCurves();
  if (local && local.channels === channels) return local.values;
  throw new UserError(`This model needs a local condition of ${channels} channels; none was given.`, 'Give one.');
}
