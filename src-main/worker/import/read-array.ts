import { createReadStream } from 'node:fs';
import { extname } from 'node:path';
import { UserError } from '../../contract/errors';
import type { Reading } from '../../contract/own-data';
import { decodeNpyHeader, decodeNpyValues, npyHeaderRoom, type NpyHeader } from '../../formats/npy-decode';
import { ZipReader } from '../archive/zip-reader';
import type { ImageSink } from './image-sink';
import { stemOf, type ReadBytes } from './read-table';
import type { SeriesSink } from './series-sink';

/** An array in a file, read from its beginning as often as is asked. */
export interface NumberArray {
  /** The file, with the array's name in it. */
  source: string;
  header: NpyHeader;
  /** Values in the file's order, some at a time. */
  values(): AsyncGenerator<Float64Array>;
}

/** An array with the class of each of its rows, where the file has such. */
export interface LabelledArray {
  values: NumberArray;
  labels: NumberArray | null;
}

/** Opens the array of an NPY file, or of an NPZ file with its labels, lets `work` use it, and closes it. */
export async function withArray<Result>(
  path: string,
  { array, labels }: Pick<Reading, 'array' | 'labels'>,
  onBytes: ReadBytes,
  work: (array: LabelledArray) => Promise<Result>,
): Promise<Result> {
  if (extname(path).toLowerCase() === '.npy') {
    const chunks = () => createReadStream(path, { highWaterMark: 2 ** 18 }) as AsyncIterable<Uint8Array>;
    return work({ values: await openArray(path, chunks, onBytes), labels: null });
  }
  const limits = { entries: 10_000, directoryBytes: 2 ** 24, alwaysAllowed: 2 ** 30, ratio: 2000 };
  return ZipReader.with(path, limits, async (archive) => {
    const names = [...archive.entries.keys()].filter((name) => name.endsWith('.npy')).map((name) => name.slice(0, -4));
    const [values, classes] = chooseArrays(path, names, { array, labels });
    const opened = (name: string, report: ReadBytes) =>
      openArray(`${path}, array ${name}`, () => archive.read(`${name}.npy`), report);
    return work({
      values: await opened(values, onBytes),
      labels: classes === null ? null : await opened(classes, () => {}),
    });
  });
}

/** Whether the rows of an array are images and not series. */
export function holdsImages({ shape }: NpyHeader): boolean {
  return (shape.length === 3 && shape[2]! > 1) || (shape.length === 4 && shape[3] === 1);
}

/** Reads the series of an array: [T], [N, T] or [N, T, 1]. Throws a UserError naming the row where a value is missing. */
export async function readSeriesArray(
  { values, labels }: LabelledArray,
  { path, prefix, sink, refuseMissing }: { path: string; prefix: string; sink: SeriesSink; refuseMissing: boolean },
): Promise<[name: string, value: string][]> {
  const { shape, fortranOrder } = values.header;
  const [rows, samples] = seriesShape(values);
  const classes = labels && (await readLabels(labels, rows));
  const names = Array.from({ length: rows }, (_, row) =>
    rows > 1 ? `${prefix}row ${row + 1}` : prefix + stemOf(path),
  );
  const groups = names.map((name) => sink.add([name], 0));
  classes?.forEach((name, row) => (groups[row]!.class = name));
  const byColumns = fortranOrder && rows > 1;
  let at = 0;
  for await (const some of values.values()) {
    for (const value of some) {
      const row = byColumns ? at % rows : Math.floor(at / samples);
      if (!Number.isFinite(value) && (refuseMissing || !Number.isNaN(value))) {
        const sample = byColumns ? Math.floor(at / rows) : at % samples;
        throw new UserError(
          `${values.source}, row ${row + 1}, sample ${sample + 1}: a finite number was expected, but ${value} stands there.`,
          'Say what stands for missing values, or mend the array.',
        );
      }
      groups[row]!.series[0]!.push(value);
      at += 1;
    }
    // Rows that were not reached would have no values.
    if (sink.full && (byColumns || rows === 1)) break;
  }
  return [
    ['Array', `${shape.join(' × ')}, ${typeName(values.header)}`],
    ['Series', String(rows)],
  ];
}

/** Reads the images of an array [N, H, W] or [N, H, W, 1]: integers from 0 to 255, floats from 0 to 1. */
export async function readImageArray({ values, labels }: LabelledArray, sink: ImageSink): Promise<[string, string][]> {
  const { shape, fortranOrder, kind } = values.header;
  const [count, height, width] = shape as [number, number, number];
  if (fortranOrder)
    throw new UserError(`${values.source}: images in C order were expected.`, 'Write them by np.ascontiguousarray.');
  const classes = labels && (await readLabels(labels, count));
  const top = kind === 'f' ? 1 : 255;
  const image = new Uint8Array(width * height);
  let [at, number] = [0, 0];
  for await (const some of values.values()) {
    for (const value of some) {
      if (!(value >= 0 && value <= top))
        throw new UserError(
          `${values.source}, image ${number + 1}: gray values from 0 to ${top} were expected, but ${value} stands there.`,
          'Scale the array.',
        );
      image[at++] = Math.round((value / top) * 255);
      if (at < image.length) continue;
      sink.push({ pixels: image, width, height, class: classes?.[number] ?? null });
      [at, number] = [0, number + 1];
    }
    if (sink.full) break;
  }
  return [['Array', `${shape.join(' × ')}, ${typeName(values.header)}`]];
}

async function openArray(
  source: string,
  chunks: () => AsyncIterable<Uint8Array>,
  onBytes: ReadBytes,
): Promise<NumberArray> {
  const header = await (async () => {
    let start = new Uint8Array(0);
    for await (const chunk of chunks()) {
      start = Uint8Array.from([...start, ...chunk.subarray(0, npyHeaderRoom)]);
      if (start.length >= npyHeaderRoom) break;
    }
    try {
      return decodeNpyHeader(start);
    } catch (error) {
      throw new UserError(
        `${source}, ${(error as Error).message}.`,
        'Save the array again by numpy.save or numpy.savez.',
      );
    }
  })();
  const expected = header.shape.reduce((product, size) => product * size, 1) * header.bytes;
  return { source, header, values: () => valuesOf({ source, header, expected, chunks, onBytes }) };
}

async function* valuesOf({
  source,
  header,
  expected,
  chunks,
  onBytes,
}: {
  source: string;
  header: NpyHeader;
  expected: number;
  chunks: () => AsyncIterable<Uint8Array>;
  onBytes: ReadBytes;
}): AsyncGenerator<Float64Array> {
  let [skip, done, read] = [header.headerBytes, 0, 0];
  let rest = new Uint8Array(0);
  for await (const chunk of chunks()) {
    read += chunk.length;
    onBytes(read);
    const own = chunk.subarray(Math.min(skip, chunk.length));
    skip -= chunk.length - own.length;
    const joined = rest.length === 0 ? own : Buffer.concat([rest, own]);
    const whole = Math.min(expected - done, joined.length - (joined.length % header.bytes));
    if (whole > 0) yield decodeNpyValues(joined.subarray(0, whole), header);
    done += whole;
    rest = Uint8Array.from(joined.subarray(whole));
    if (done === expected) return;
  }
  if (done < expected)
    throw new UserError(
      `${source}, byte ${read}: values up to byte ${header.headerBytes + expected} were expected, but the file ends.`,
      'Copy the file again.',
    );
}

async function readLabels(labels: NumberArray, rows: number): Promise<string[]> {
  const { shape } = labels.header;
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== rows)
    throw new UserError(`${labels.source}: ${rows} labels were expected, one for each row, but it has ${count}.`);
  const names: string[] = [];
  for await (const some of labels.values()) for (const value of some) names.push(String(value));
  return names;
}

function seriesShape({ source, header: { shape } }: NumberArray): [rows: number, samples: number] {
  const [first = 0, second = 0] = shape;
  const [rows, samples] = shape.length === 1 ? [1, first] : [first, second];
  const fits = shape.length === 1 || shape.length === 2 || (shape.length === 3 && shape[2] === 1);
  if (fits && rows > 0 && samples > 0) return [rows, samples];
  throw new UserError(
    `${source}: series [T], [N, T] or [N, T, 1] or images [N, H, W] were expected, but its shape is [${shape.join(', ')}].`,
    'Reshape the array.',
  );
}

function chooseArrays(
  path: string,
  names: readonly string[],
  { array, labels }: Pick<Reading, 'array' | 'labels'>,
): [string, string | null] {
  const find = (wanted: string | null, usual: readonly string[]) => {
    if (wanted === null) return usual.find((name) => names.includes(name)) ?? null;
    if (names.includes(wanted)) return wanted;
    throw new UserError(`${path} has no array "${wanted}".`, `Its arrays are: ${names.join(', ') || 'none'}.`);
  };
  const classes = find(labels, ['y', 'labels', 'classes', 'y_train']);
  const values =
    find(array, ['x', 'data', 'values', 'series', 'images', 'x_train']) ?? names.find((name) => name !== classes);
  if (values === undefined)
    throw new UserError(`${path} has no array of values.`, `Its arrays are: ${names.join(', ') || 'none'}.`);
  return [values, classes];
}

function typeName({ kind, bytes }: NpyHeader): string {
  if (kind === 'b') return 'booleans';
  return `${{ i: 'integers', u: 'unsigned integers', f: 'floats' }[kind]} of ${bytes * 8} bits`;
}
