import { createCanvas } from '@napi-rs/canvas';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  usualMeaning,
  usualPreparation,
  usualReading,
  type ImportChoice,
  type Preparation,
  type Reading,
  type SeriesDataset,
} from '../../../src-main/contract/own-data';
import { armConfiguration } from '../../../src-main/contract/configuration';
import { ownDataConfiguration } from '../../../src-main/contract/own-data-study';
import { openDataset } from '../../../src-main/data/dataset';
import { encodeWav } from '../../../src-main/formats/wav';
import { importDataset } from '../../../src-main/worker/import/import-dataset';
import { pluckedStrings } from './plucked-strings';

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true })));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'wavebench-import-'));
  folders.push(path);
  return path;
}

function file(name: string, content: string | Uint8Array, within = folder()): string {
  const path = join(within, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

interface Changes {
  reading?: Partial<Reading>;
  preparation?: Partial<Preparation>;
}

async function imported(paths: string[], { reading, preparation }: Changes = {}, known: string[] = []) {
  const staging = join(folder(), 'staging');
  const choice: ImportChoice = {
    paths,
    reading: { ...usualReading, ...reading },
    preparation: { ...usualPreparation, windowLength: 5, stride: 5, ...preparation },
    meaning: usualMeaning,
  };
  const result = await importDataset({ choice, staging, known, onProgress: () => {} });
  return { ...result, staging };
}

async function importedSeries(paths: string[], changes: Changes = {}): Promise<SeriesDataset> {
  const { dataset } = await imported(paths, changes);
  if (dataset?.kind !== 'series') throw new Error('Series were expected.');
  return dataset;
}

const rows = (count: number, of: (t: number) => string) => Array.from({ length: count }, (_, t) => of(t)).join('\n');

describe('a table', () => {
  test('with semicolons, decimal commas and Latin-1 is recognized, a column of time is left out', async () => {
    const text = `Zeit;Größe;Höhe\n${rows(60, (t) => `${t};${t % 7},5;-${t % 5}`)}\n`;
    const dataset = await importedSeries([file('a.csv', Buffer.from(text, 'latin1'))], {
      reading: { columns: ['Größe', 'Höhe'] },
    });
    expect(Object.fromEntries(dataset.source.facts)).toMatchObject({
      Encoding: 'Windows-1252 (Latin-1)',
      Delimiter: 'semicolon',
      'Decimal mark': ',',
      Header: 'first row',
      Rows: '60',
    });
    expect(dataset.series.map(({ name, length }) => [name, length])).toEqual([
      ['Größe', 60],
      ['Höhe', 60],
    ]);
    expect(dataset.range).toEqual({ low: -4, high: 6.5 });
  });

  test('leaves out the column that dates the rows unless it is asked for', async () => {
    const path = file('a.csv', `time,x\n${rows(60, (t) => `${t},${t % 9}`)}\n`);
    expect((await importedSeries([path])).series.map(({ name }) => name)).toEqual(['x']);
    const both = await importedSeries([path], { reading: { columns: ['1', 'x'] } });
    expect(both.series.map(({ name }) => name)).toEqual(['time', 'x']);
  });

  test('in long form gives a series for each id, with its class', async () => {
    const text = `id,kind,x\n${rows(120, (t) => `s${t % 4},${t % 2 ? 'odd' : 'even'},${t}`)}\n`;
    const dataset = await importedSeries([file('a.csv', text)], {
      reading: { idColumn: 'id', classColumn: 'kind' },
      preparation: { split: { by: 'series', validation: 0.25, test: 0.25, seed: 1 } },
    });
    expect(dataset.classes).toEqual(['even', 'odd']);
    expect(dataset.series.map(({ name, class: own, length }) => [name, own, length])).toEqual([
      ['s0', 0, 30],
      ['s1', 1, 30],
      ['s2', 0, 30],
      ['s3', 1, 30],
    ]);
  });

  test('with missing values is refused at the place, or treated as chosen', async () => {
    const path = file('a.csv', `x,y\n${rows(60, (t) => (t === 3 || t === 4 ? `NA,${t}` : `${t},${t}`))}\n`);
    await expect(importedSeries([path])).rejects.toThrow(
      'line 5, column 1 (x): a number with the decimal mark "." was expected',
    );
    const facts = async (whenMissing: Reading['whenMissing']) =>
      Object.fromEntries((await importedSeries([path], { reading: { whenMissing } })).source.facts);
    expect(await facts('interpolate')).toMatchObject({ 'Values filled in': '2' });
    expect(await facts('skip')).toMatchObject({ 'Rows left out': '2' });
  });

  test.each([
    ['x,y\n1,2\n3\n', 'line 3: 2 fields were expected, as in the first row, but it has 1'],
    ['x\n1\n2\nthree\n', 'line 4, column 1 (x): a number'],
    ['x,y\n1,"2\n', 'line 2, column 2: a closing quotation mark'],
    ['', 'rows of numbers were expected'],
    ['x\n1e999\n', 'line 2, column 1 (x): a finite number'],
  ])('that cannot be read says where, and leaves nothing: %j', async (text, message) => {
    const path = file('a.csv', text);
    const staging = join(folder(), 'staging');
    const choice = {
      paths: [path],
      reading: { ...usualReading, columns: ['1'], delimiter: ',' as const, header: true },
      preparation: usualPreparation,
      meaning: usualMeaning,
    };
    await expect(importDataset({ choice, staging, known: [], onProgress: () => {} })).rejects.toThrow(message);
    expect(existsSync(staging)).toBe(false);
  });

  test('that is damaged anywhere is refused by a sentence, never half imported', async () => {
    const whole = `a;b\n${rows(80, (t) => `${t},5;"${t}"`)}\n`;
    for (let cut = 1; cut < whole.length; cut += 97) {
      const damaged = whole.slice(0, cut) + '\u0000"x' + whole.slice(cut + 3);
      const result = await imported([file('a.csv', damaged)]).catch((error: Error) => error);
      if (result instanceof Error) expect(result.message).toMatch(/a\.csv|Nothing is left/);
      else expect(result.dataset?.counts.train).toBeGreaterThan(0);
    }
  });
});

test('the same files with the same preparation have the same identity, others another one', async () => {
  const text = rows(60, (t) => String(t % 8));
  const [a, b] = [file('a.csv', text), file('a.csv', text)];
  const { id } = await imported([a]);
  expect((await imported([b])).id).toBe(id);
  expect((await imported([b], {}, [id])).dataset).toBeNull();
  expect((await imported([b], { preparation: { quantizationLevels: 12 } })).id).not.toBe(id);
  expect((await imported([file('a.csv', `${text}\n9`)])).id).not.toBe(id);
});

test('arrays give a series for each row, in both orders, with classes from the name of the file', async () => {
  const npy = (fortran: boolean, values: Float32Array) => {
    const text = `{'descr': '<f4', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (3, 40), }\n`;
    const head = Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0, ...Buffer.from(text)]);
    return Buffer.concat([head, new Uint8Array(values.buffer)]);
  };
  const at = (row: number, t: number) => row * 100 + (t % 7);
  const c = Float32Array.from({ length: 120 }, (_, i) => at(Math.floor(i / 40), i % 40));
  const f = Float32Array.from({ length: 120 }, (_, i) => at(i % 3, Math.floor(i / 3)));
  const [one, other] = [
    await importedSeries([file('a.npy', npy(false, c))]),
    await importedSeries([file('a.npy', npy(true, f))]),
  ];
  expect(one.series).toEqual(other.series);
  expect(one.range).toEqual({ low: 0, high: 206 });
  expect(other.range).toEqual(one.range);
  const cut = npy(false, c).subarray(0, 300);
  await expect(importedSeries([file('a.npy', cut)])).rejects.toThrow('a.npy, byte 300: values up to byte');
});

test('the sound that comes along is the one that its program makes', () => {
  const there = readFileSync('resources/datasets/plucked-strings/plucked-strings.wav');
  expect(Buffer.compare(there, pluckedStrings())).toBe(0);
});

test('sounds are mixed down and resampled, µ-law levels come back as they were', async () => {
  const wave = (rate: number) =>
    encodeWav(
      Float64Array.from({ length: rate / 2 }, (_, t) => 0.5 * Math.sin((2 * Math.PI * 100 * t) / rate)),
      rate,
    );
  const paths = [file('dog_1.wav', wave(8000)), file('cat_1.wav', wave(16_000))];
  const dataset = await importedSeries(paths, {
    reading: { classOfFileName: true },
    preparation: {
      law: 'mu-law',
      quantizationLevels: 256,
      resample: 1 / 4000,
      range: { kind: 'fixed', low: -1, high: 1 },
      windowLength: 100,
    },
  });
  expect(dataset.classes).toEqual(['cat', 'dog']);
  expect(dataset.interval).toBe(1 / 4000);
  expect(dataset.series.map(({ length }) => length)).toEqual([2000, 2000]);
  expect(dataset.error.clamped).toBe(0);
  expect(dataset.error.rootMeanSquare).toBeLessThan(0.01);
  await expect(importedSeries(paths)).rejects.toThrow('2 different rates');
});

describe('images', () => {
  const png = (gray: number) => {
    const canvas = createCanvas(6, 4);
    const context = canvas.getContext('2d');
    context.fillStyle = `rgb(${gray},${gray},${gray})`;
    context.fillRect(0, 0, 6, 4);
    return canvas.toBuffer('image/png');
  };

  test('in subfolders are classes; a run opens them as images', async () => {
    const within = folder();
    for (let i = 0; i < 12; i++) file(`${i % 2 ? 'dark' : 'light'}/${i}.png`, png(i % 2 ? 10 : 240), within);
    const store = folder();
    const { dataset, staging } = await imported([within]);
    if (dataset?.kind !== 'images') throw new Error('Images were expected.');
    expect(dataset).toMatchObject({
      width: 6,
      height: 4,
      classes: ['dark', 'light'],
      counts: { train: 8, validation: 2, test: 2 },
    });
    const definition = JSON.parse(readFileSync('resources/studies/mnist-binary.json', 'utf8'));
    const like = armConfiguration(definition, 'quick', definition.arms[0].name).data;
    const data = ownDataConfiguration(dataset, like);
    mkdirSync(store, { recursive: true });
    renameSync(staging, join(store, dataset.id));
    const { train, test: held } = await openDataset(data, { bundled: '', fetched: store });
    expect([train.count, held.count, train.samples]).toEqual([8, 2, 25]);
    expect([...train.classes!].sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    train.classes!.forEach((own, i) => expect(train.tokens[i * 25 + 1]).toBe(own));
  });

  test('of different sizes need a size that they are scaled to', async () => {
    const within = folder();
    const other = createCanvas(3, 3).toBuffer('image/png');
    for (let i = 0; i < 8; i++) file(`${i}.png`, i === 5 ? other : png(i), within);
    await expect(imported([within])).rejects.toThrow('5.png: Image 6 has 3 × 3 pixels, those before 6 × 4.');
    const { dataset } = await imported([within], { reading: { size: { width: 5, height: 5 } } });
    expect(dataset).toMatchObject({ kind: 'images', width: 5, height: 5, classes: null });
  });

  test('a file that is no image is named', async () => {
    const within = folder();
    file('a.png', 'no image', within);
    await expect(imported([within])).rejects.toThrow('a.png: a PNG or JPEG image was expected');
  });
});
