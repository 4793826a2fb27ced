import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { levelValues, type OwnUnits } from '../../src-main/contract/own-units';
import { levelOf } from '../../src-main/data/own/levels';
import { decodeWavFrames, decodeWavHeader } from '../../src-main/formats/wav';
import { exportSounds } from '../../src-main/worker/generate/export-sounds';
import type { ValueWriter } from '../../src-main/worker/generate/own-samples';
import { TokenWriter } from '../../src-main/worker/generate/token-targets';
import { temporaryFolder } from '../store/support';

const scale = { quantizationLevels: 256, law: 'mu-law' as const, range: { low: -1, high: 1 } };
const values = [...levelValues(scale)];
const units: OwnUnits = {
  values,
  value: { title: 'Amplitude', unit: null },
  time: { title: 'Time', unit: 's' },
  interval: 1 / 8000,
};
const writer: ValueWriter = {
  units,
  of: () => ({ time: (step) => step / 8000, value: (level) => values[level]! }),
  rate: 8000,
  fullScale: () => 1,
};

test('each trajectory becomes a sound that reads as its levels, the µ-law undone', async () => {
  const folder = temporaryFolder();
  const source = join(folder, 'tokens.npy');
  const steps = 400;
  const tokens = Array.from({ length: steps }, (_, t) =>
    [Math.sin(t / 9), 0.3 * Math.cos(t / 4)].map((x) => levelOf(x, scale)),
  );
  const file = await TokenWriter.open(source, { trajectories: 2, steps, bytesPerToken: 1 });
  // A block holds one row after the other.
  await file.take(Int32Array.from([0, 1].flatMap((row) => tokens.map((step) => step[row]!))));
  await file.finish();

  const { paths, bytes } = await exportSounds(source, join(folder, 'tone.wav'), writer);
  expect(paths).toEqual([join(folder, 'tone-1.wav'), join(folder, 'tone-2.wav')]);
  expect(bytes).toBe(2 * (44 + 2 * steps));
  paths.forEach((path, row) => {
    const sound = readFileSync(path);
    const header = decodeWavHeader(sound, sound.length);
    expect(header).toMatchObject({ rate: 8000, bits: 16, channels: 1 });
    const read = decodeWavFrames(sound.subarray(header.dataOffset), header);
    expect([...read].map((x) => levelOf(x, scale))).toEqual(tokens.map((step) => step[row]));
  });
});

test('what is no sound is refused, and leaves no file', async () => {
  const target = join(temporaryFolder(), 'tone.wav');
  await expect(exportSounds('absent.npy', target, { ...writer, rate: null })).rejects.toThrow(
    'These samples are no sound',
  );
  await expect(exportSounds('absent.npy', target, null)).rejects.toThrow('These samples are no sound');
  expect(existsSync(target)).toBe(false);
});
