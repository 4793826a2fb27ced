import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { IdxParser, type IdxArray } from '../../../src-main/data/idx';
import { readIdxFile } from '../../../src-main/data/idx-files';
import { readNpyArray } from '../../../src-main/formats/npy-array';
import { decodeWavFrames, decodeWavHeader, encodeWav } from '../../../src-main/formats/wav';
import { tokensHeader } from '../../../src-main/generation/npy';
import { readSafetensors, writeSafetensors } from '../../../src-main/model/safetensors';
import { ZipReader } from '../../../src-main/worker/archive/zip-reader';
import { idxBytes } from '../../data/idx-bytes';
import { changedBytes } from './mutation';
import { Fault, type Reader } from './reader';

/** Weights and the state of a training. */
export function safetensorsReader(): Reader<Uint8Array> {
  const tensors = new Map([
    ['weight', { shape: [2, 3], data: Float32Array.of(1, -2, 0.5, NaN, Infinity, 1e-40) }],
    ['moment', { shape: [3], data: Float64Array.of(1, 2, 3) }],
    ['steps', { shape: [], data: Int32Array.of(7) }],
    ['none', { shape: [0, 4], data: new Uint8Array(0) }],
  ]);
  const samples = [
    writeSafetensors({ tensors, metadata: { step: '7', configuration: '{"a":1}' } }),
    writeSafetensors({ tensors: new Map(), metadata: {} }),
  ];
  const words = [
    '__metadata__',
    '__proto__',
    '"F16"',
    '[0,1e308]',
    '-1',
    '{"a":',
    '"shape":[',
    '9007199254740993',
    '\ud800',
    'x'.repeat(9000),
  ];
  return {
    name: 'safetensors',
    inputs: changedBytes(samples, words),
    refusal: /^given\.safetensors is not a valid safetensors file: .*\.$/s,
    read(bytes) {
      const file = readSafetensors(bytes, 'given.safetensors');
      const again = readSafetensors(writeSafetensors(file), 'again');
      for (const [name, { shape, data }] of file.tensors) {
        const other = again.tensors.get(name);
        if (!other || other.shape.join() !== shape.join() || !sameBytes(other.data, data))
          throw new Fault(`the tensor ${name} is another one when it is written and read again`);
      }
      const size = [...file.tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
      if (size > bytes.length) throw new Fault(`${size} bytes of tensors came of ${bytes.length}`);
    },
  };
}

/** IDX files as they come, in pieces. */
export function idxReader(): Reader<Uint8Array> {
  return {
    name: 'IDX',
    inputs: changedBytes([idxBytes([3, 4, 5]), idxBytes([1, 1, 1]), idxBytes([2, 28, 28])]),
    refusal: /^given\.idx, bytes? \d+/,
    read(bytes) {
      const parser = new IdxParser('given.idx', 3);
      for (let at = 0; at < bytes.length; at += 7) parser.push(bytes.subarray(at, at + 7));
      mustBe(parser.end(), bytes);
    },
  };
}

/** IDX files packed by gzip, from the disk. */
export function gzipReader(): Reader<Uint8Array> {
  const file = join(folder(), 'given-labels-idx1-ubyte.gz');
  const samples = [gzipSync(idxBytes([40])), gzipSync(idxBytes([5000])), idxBytes([9]), gzipSync(new Uint8Array(5e6))];
  return {
    name: 'gzip',
    inputs: changedBytes(samples),
    refusal: /given-labels-idx1-ubyte\.gz, (bytes? \d+|after \d+ unpacked bytes)/,
    async read(bytes) {
      writeFileSync(file, bytes);
      const array = await readIdxFile(file, 1);
      const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
      mustBe(array, packed ? gunzipSync(bytes) : bytes);
    },
  };
}

/** Arrays of NumPy: prompts and local conditions. */
export function npyReader(): Reader<Uint8Array> {
  const samples = ([1, 2] as const).map((bytesPerToken) => {
    const header = tokensHeader({ trajectories: 2, steps: 5, bytesPerToken });
    return Uint8Array.from([...header, ...new Uint8Array(10 * bytesPerToken).fill(3)]);
  });
  const longHeader = new Uint8Array(300_000).fill(0x20);
  longHeader.set([0x93, ...Buffer.from('NUMPY'), 2, 0, ...new Uint8Array(Uint32Array.of(299_988).buffer)]);
  samples.push(longHeader);
  const words = ["'<f8'", "'|O'", '(1 2)', '(,)', '(99999999999999999999,)', "'fortran_order': False", '\u0002\u0000'];
  return {
    name: 'NumPy array',
    inputs: changedBytes(samples, words),
    refusal: /byte|numbers|values/,
    read(bytes) {
      const { shape, values } = readNpyArray(bytes);
      if (values.length !== shape.reduce((product, size) => product * size, 1))
        throw new Fault(`the shape [${shape.join()}] has ${values.length} values`);
    },
  };
}

/** Sounds. */
export function wavReader(): Reader<Uint8Array> {
  return {
    name: 'WAV',
    inputs: changedBytes(
      [encodeWav([0, 0.5, -0.5, 1], 8000), encodeWav(new Float64Array(300), 44_100)],
      ['fmt ', 'data', 'LIST'],
    ),
    refusal: /^byte \d+: /,
    read(bytes) {
      const header = decodeWavHeader(bytes, bytes.length);
      const { dataOffset, dataBytes } = header;
      if (dataOffset + dataBytes > bytes.length)
        throw new Fault(`samples lie beyond the end, at ${dataOffset} + ${dataBytes}`);
      const frames = decodeWavFrames(bytes.subarray(dataOffset, dataOffset + dataBytes), header);
      const wanted = (8 * dataBytes) / header.bits / header.channels;
      if (frames.length !== wanted) throw new Fault(`${frames.length} frames came where the data have ${wanted}`);
    },
  };
}

/** The container of bundles and of NumPy's archives. */
export function zipReader(bundle: Uint8Array): Reader<Uint8Array> {
  const file = join(folder(), 'given.zip');
  const limits = { entries: 100, directoryBytes: 1e6, alwaysAllowed: 2 ** 22, ratio: 100 };
  return {
    name: 'ZIP',
    inputs: changedBytes(
      [bundle],
      ['../../etc/passwd', 'PK\u0001\u0002', 'PK\u0003\u0004', 'PK\u0005\u0006', 'PK\u0006\u0007'],
    ),
    refusal: /given\.zip(, [^]*)?: /,
    async read(bytes) {
      writeFileSync(file, bytes);
      let unpacked = 0;
      await ZipReader.with(file, limits, async (archive) => {
        for (const name of archive.entries.keys())
          for await (const chunk of archive.read(name)) unpacked += chunk.length;
      });
      if (unpacked > Math.max(limits.alwaysAllowed, limits.ratio * bytes.length))
        throw new Fault(`${unpacked} bytes were unpacked`);
    },
  };
}

function mustBe({ dimensions, data }: IdxArray, bytes: Uint8Array): void {
  if (!Buffer.from(idxBytes(dimensions, data)).equals(bytes))
    throw new Fault('it gives other values than the file has');
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => Buffer.from(buffer, byteOffset, byteLength);
  return bytes(a).equals(bytes(b));
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'wavebench-test-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}
