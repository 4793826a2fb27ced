import { open, rm } from 'node:fs/promises';
import { extname } from 'node:path';
import { UserError } from '../../contract/errors';
import { encodeWavHeader, encodeWavSamples, mostWavSamples } from '../../formats/wav';
import { putInPlace, temporary } from '../safe-files';
import { TokenFile } from '../token-file';
import type { ValueWriter } from './own-samples';

/** Samples that are in memory at once, over all trajectories. */
const atOnce = 1_000_000;
/** Files that one export writes at most. */
const mostSounds = 64;

/**
 * Writes each trajectory as a mono sound of 16 bits at the rate of the data, its levels turned into values; several get
 * numbers from 1. Throws a UserError, and leaves no file, where the data are no sound.
 */
export async function exportSounds(
  source: string,
  target: string,
  values: ValueWriter | null,
): Promise<{ paths: string[]; bytes: number }> {
  if (values?.rate == null)
    throw new UserError(
      'These samples are no sound: their model has learnt no imported series with an audio rate.',
      'Choose a name that ends with .csv, .npy or .json.',
    );
  const { rate } = values;
  return TokenFile.with(source, async (tokens) => {
    const { trajectories, steps } = tokens.shape;
    if (trajectories > mostSounds)
      throw new UserError(
        `${trajectories} trajectories are more than ${mostSounds} sounds.`,
        'Generate fewer at once.',
      );
    if (steps > mostWavSamples) throw new UserError(`${steps} samples are more than a WAV file holds.`);
    const paths = Array.from({ length: trajectories }, (_, i) => (trajectories > 1 ? numbered(target, i + 1) : target));
    try {
      const files = await Promise.all(paths.map((path) => open(path + temporary, 'w')));
      try {
        const scales = paths.map((_, i) => ({ ...values.of(i), full: values.fullScale(i) }));
        for (const file of files) await file.writeFile(encodeWavHeader(steps, rate));
        const stride = Math.max(1, Math.floor(atOnce / trajectories));
        for (let first = 0; first < steps; first += stride) {
          const count = Math.min(stride, steps - first);
          const some = await tokens.steps(first, count);
          for (const [trajectory, file] of files.entries()) {
            const { value, full } = scales[trajectory]!;
            const sound = Float64Array.from({ length: count }, (_, i) => {
              return value(some[i * trajectories + trajectory]!, first + i) / full;
            });
            await file.writeFile(encodeWavSamples(sound));
          }
        }
        for (const file of files) await file.sync();
      } finally {
        await Promise.all(files.map((file) => file.close()));
      }
      for (const path of paths) await putInPlace(path + temporary, path);
    } catch (error) {
      for (const path of paths) await rm(path + temporary, { force: true }).catch(() => {});
      throw new UserError(
        `${target} could not be written: ${(error as Error).message}.`,
        'Check that the folder exists and can be written to, and that the disk is not full.',
      );
    }
    return { paths, bytes: trajectories * (44 + 2 * steps) };
  });
}

/** `tone.wav` → `tone-2.wav`. */
function numbered(target: string, number: number): string {
  const ending = extname(target);
  return `${target.slice(0, -ending.length)}-${number}${ending}`;
}
