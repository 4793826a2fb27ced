import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crc32, crc32c } from '../../src-main/formats/checksum';
import { decodeRecords, encodeRecord } from '../../src-main/formats/records';
import { endEvent, imageEvent, openingEvents, restartEvent, scalarEvent } from '../../src-main/formats/tensorboard';
import { EventFile } from '../../src-main/services/event-file';
import { temporaryFolder } from '../store/support';
import { decodeEvents } from './events';

const hyperparameters = { arm: 'unrolled-8', seed: 3, rate: 0.001, bias: true };
const opening = openingEvents(1700000000, { group: 'unrolled-8', hyperparameters, markdown: '# Words, “quoted”' });
const place = (step: number) => ({ time: 1700000000.25 + step, step });
/** A PNG file of one white pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);
const events = [
  ...opening,
  scalarEvent(place(1), 'validationAccuracy@8', 0.5),
  scalarEvent(place(2 ** 33), 'validationAccuracy@8', NaN),
  imageEvent(place(1), 'forecasts', { png, width: 1, height: 1 }),
  endEvent(1700000100, 'success'),
];

test('checksums are those of the standards', () => {
  const digits = Buffer.from('123456789');
  expect(crc32(digits)).toBe(0xcbf43926);
  expect(crc32c(digits)).toBe(0xe3069283);
  // RFC 3720, B.4.
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  expect(crc32(digits.subarray(4), crc32(digits.subarray(0, 4)))).toBe(crc32(digits));
});

test('events are read as they were written', () => {
  const read = decodeEvents(Buffer.concat(events));
  expect(read[0]).toMatchObject({ fileVersion: 'brain.Event:2', time: 1700000000 });
  const values = read.flatMap((event) => event.values);
  expect(values.map(({ tag }) => tag)).toEqual([
    '_hparams_/session_start_info',
    'run',
    'validationAccuracy@8',
    'validationAccuracy@8',
    'forecasts',
    '_hparams_/session_end_info',
  ]);
  expect(values[0]!.plugin).toBe('hparams');
  expect(values[1]).toMatchObject({ plugin: 'text', text: '# Words, “quoted”' });
  expect(read[3]).toMatchObject({ time: 1700000001.25, step: 1 });
  expect(values[2]!.simpleValue).toBe(0.5);
  expect(read[4]!.step).toBe(2 ** 33);
  expect(values[3]!.simpleValue).toBeNaN();
  expect(values[4]!.image).toMatchObject({ width: 1, height: 1 });
  expect(png.equals(values[4]!.image!.png)).toBe(true);
});

test('a damaged record is found, and a part of one at the end is not taken for a whole one', () => {
  const file = Buffer.concat([encodeRecord(Buffer.from('one')), encodeRecord(Buffer.from('two'))]);
  expect(decodeRecords(file.subarray(0, file.length - 2))).toMatchObject({ wholeBytes: file.length / 2 });
  for (let at = 0; at < file.length; at += 1) {
    const damaged = Buffer.from(file);
    damaged[at]! ^= 4;
    expect(() => decodeRecords(damaged)).toThrow(/record at byte (0|19) is damaged/);
  }
});

test('a file goes on after its last whole record when its writer was killed', async () => {
  const path = join(temporaryFolder(), 'logs', 'run', 'events');
  await new EventFile(path).append(opening);
  writeFileSync(path, Buffer.concat([readFileSync(path), scalarEvent(place(1), 'a', 1).subarray(0, 20)]));
  const file = new EventFile(path);
  await Promise.all([
    file.append([restartEvent(place(1))]),
    file.append([scalarEvent(place(1), 'a', 2), scalarEvent(place(2), 'a', 3)]),
  ]);
  const read = decodeEvents(readFileSync(path)).slice(opening.length);
  expect(read.map(({ restarts, step }) => [restarts, step])).toEqual([
    [true, 1],
    [false, 1],
    [false, 2],
  ]);
  const nowhere = new EventFile(join(path, 'below a file'));
  await expect(nowhere.append(opening)).rejects.toThrow(/ENOTDIR|EEXIST/);
});

/** A Python that has TensorBoard: the one that WAVEBENCH_TENSORBOARD_PYTHON names, or the system's. */
const python = process.env.WAVEBENCH_TENSORBOARD_PYTHON ?? 'python3';
const hasTensorboard = spawnSync(python, ['-c', 'import tensorboard']).status === 0;

describe.skipIf(!hasTensorboard)('TensorBoard itself (skipped where Python has no package tensorboard)', () => {
  test('reads scalars, hyperparameters, texts and images', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'study', 'run'), { recursive: true });
    const written = [...events];
    // What came after the step that the run goes on from is dropped.
    written.splice(-1, 0, restartEvent(place(2)), scalarEvent(place(2), 'validationAccuracy@8', 0.75));
    writeFileSync(join(folder, 'study', 'run', 'events.out.tfevents.1700000000.wavebench'), Buffer.concat(written));
    const script = join(import.meta.dirname, 'read_tensorboard.py');
    const { stdout, stderr } = spawnSync(python, [script, folder], { encoding: 'utf8' });
    expect(stdout, stderr).not.toBe('');
    expect(JSON.parse(stdout)).toEqual({
      'study/run': {
        hparams: hyperparameters,
        group: 'unrolled-8',
        status: 1,
        scalars: {
          'validationAccuracy@8': [
            [1, 0.5],
            [2, 0.75],
          ],
        },
        images: { forecasts: [[1, 1]] },
        texts: { run: '# Words, “quoted”' },
      },
    });
  });
});
