import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parameterSpecs } from '../../src-main/architecture/parameters';
import { fromPyTorch, toPyTorch } from '../../src-main/model/parameters';
import { readSafetensors, writeSafetensors, type SafetensorsFile } from '../../src-main/model/safetensors';
import { readWeights, writeWeights } from '../../src-main/model/weights';
import { livelyParameters, smallLagged, smallWaveNet } from './models';

const sample: SafetensorsFile = {
  tensors: new Map([
    ['bytes', { shape: [3], data: Uint8Array.of(1, 2, 3) }],
    ['matrix', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, -6.5) }],
    ['counts', { shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) }],
    ['precise', { shape: [], data: Float64Array.of(Math.PI) }],
    ['nothing', { shape: [0, 4], data: new Float32Array(0) }],
  ]),
  metadata: { note: 'Grüße "quoted"' },
};

/** A file with any header and that many bytes of data. */
function fileWith(header: unknown, dataBytes = 0): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

describe('safetensors', () => {
  it('come back as they were written', () => {
    const back = readSafetensors(writeSafetensors(sample), 'file');
    expect(back.metadata).toEqual(sample.metadata);
    expect(Object.fromEntries(back.tensors)).toEqual(Object.fromEntries(sample.tensors));
  });

  it('are read from a slice of a larger buffer', () => {
    const file = writeSafetensors(sample);
    const larger = Buffer.concat([Buffer.from('odd'), file, Buffer.from('rest')]);
    expect(readSafetensors(larger.subarray(3, 3 + file.length), 'file').tensors.get('matrix')!.data[5]).toBe(-6.5);
  });

  it('align the data at eight bytes and each array at its element', () => {
    const file = Buffer.from(writeSafetensors(sample));
    const headerLength = Number(file.readBigUInt64LE(0));
    expect(headerLength % 8).toBe(0);
    const header = JSON.parse(file.subarray(8, 8 + headerLength).toString());
    const sizes: Record<string, number> = { F64: 8, F32: 4, I32: 4, U8: 1 };
    for (const [name, entry] of Object.entries<{ dtype: string; data_offsets: number[] }>(header)) {
      if (name !== '__metadata__') expect(entry.data_offsets[0]! % sizes[entry.dtype]!).toBe(0);
    }
  });

  const f32 = (shape: number[], begin: number, end: number) => ({ dtype: 'F32', shape, data_offsets: [begin, end] });
  it.each<[string, Uint8Array, RegExp]>([
    ['too short a file', Buffer.alloc(7), /model\.st is not a valid safetensors file: it has 7 bytes/],
    ['a header beyond the file', fileWith({}).subarray(0, 9), /header claims 2 bytes, but only 1 follow/],
    ['an absurd header length', Buffer.alloc(16, 0xff), /more than the allowed/],
    ['a header that is no JSON', fileWith('{"a":'), /not JSON/],
    ['a header that is no UTF-8', Buffer.concat([fileWith('x').subarray(0, 8), Buffer.from([0xff])]), /not JSON/],
    ['a header that is no object', fileWith('[1]'), /not a JSON object/],
    ['metadata that are no text', fileWith({ __metadata__: { a: 1 } }), /__metadata__/],
    ['an entry that is no object', fileWith({ a: 3 }), /entry of "a"/],
    [
      'an unknown type',
      fileWith({ a: { ...f32([1], 0, 4), dtype: 'Q7' } }, 4),
      /"a" has the type "Q7"; supported are F32/,
    ],
    ['a negative size', fileWith({ a: f32([-1], 0, 4) }, 4), /"a" has the shape \[-1\]/],
    ['offsets that are none', fileWith({ a: { ...f32([1], 0, 4), data_offsets: [0] } }, 4), /data_offsets \[0\]/],
    ['data beyond the file', fileWith({ a: f32([2], 0, 8) }, 4), /"a" lies at bytes 0–8 of the data, which has 4/],
    ['a size that does not fit the shape', fileWith({ a: f32([2], 0, 4) }, 4), /shape \[2\] needs 8 bytes, but has 4/],
    [
      'overlapping tensors',
      fileWith({ a: f32([1], 0, 4), b: f32([1], 2, 6) }, 6),
      /"b" begins at byte 2 of the data and overlaps/,
    ],
    ['a hole', fileWith({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), /bytes 4–8 of the data belong to no tensor/],
    ['bytes at the end', fileWith({ a: f32([1], 0, 4) }, 9), /bytes 4–9 of the data belong to no tensor/],
  ])('refuse %s', (_, file, message) => {
    expect(() => readSafetensors(file, 'model.st')).toThrow(message);
  });

  it('refuse to write what does not fit its shape, or a reserved name', () => {
    const write = (name: string, shape: number[]) => () =>
      writeSafetensors({ tensors: new Map([[name, { shape, data: new Float32Array(3) }]]), metadata: {} });
    expect(write('a', [2])).toThrow(/"a" has 3 values; its shape \[2\] needs 2/);
    expect(write('__metadata__', [3])).toThrow(/keeps that name/);
  });
});

describe('weights', () => {
  it.each([
    smallWaveNet,
    { ...smallWaveNet, bias: false, conditionClasses: 2, localConditionChannels: 3 },
    smallLagged,
  ])('of a model come back with its configuration and under PyTorch names (%#)', (model) => {
    const parameters = livelyParameters(model);
    const file = writeWeights({ model, parameters, metadata: { step: '7' } });
    expect(readWeights(file, 'w')).toEqual({ model, parameters, metadata: { format: 'pt', step: '7' } });
    const stored = readSafetensors(file, 'w').tensors;
    expect([...stored].map(([name, { shape }]) => ({ name, shape }))).toEqual(parameterSpecs(model));
  });

  it('are laid out as PyTorch does: [out, in, kernel]', () => {
    const model = { ...smallWaveNet, kernelSize: 3 };
    const arrays = toPyTorch(model, new Float32Array(livelyParameters(model).length));
    const weight = arrays.get('layers.1.conv_dilation.weight')!;
    expect(weight.shape).toEqual([6, 4, 3]);
    weight.data[(2 * 4 + 1) * 3 + 0] = 1; // out 2, in 1, tap 0
    const flat = fromPyTorch(model, arrays);
    const { data } = toPyTorch(model, flat).get('layers.1.conv_dilation.weight')!;
    expect(data.indexOf(1)).toBe((2 * 4 + 1) * 3);
    expect(flat.filter((value) => value !== 0)).toHaveLength(1);
  });

  it('of another model are refused by name and shape', () => {
    const file = writeWeights({ model: smallWaveNet, parameters: livelyParameters(smallWaveNet), metadata: {} });
    expect(() => readWeights(file, 'w', { ...smallWaveNet, skipChannels: 7 })).toThrow(
      /w does not hold this model: "layers\.0\.conv_skip\.weight" has shape \[6, 3, 1\]; .* needs \[7, 3, 1\]/,
    );
    expect(() => readWeights(file, 'w', { ...smallWaveNet, dilations: [1] })).toThrow(
      /hold "layers\.2\.conv_dilation\.weight", which/,
    );
    expect(() => readWeights(file, 'w', { ...smallWaveNet, dilations: [1, 1, 1, 1] })).toThrow(
      /lack "layers\.4\.conv_dilation\.weight"/,
    );
  });

  it('without a configuration need one, and a damaged one is refused by field', () => {
    const tensors = toPyTorch(smallWaveNet, livelyParameters(smallWaveNet));
    const file = (metadata: Record<string, string>) => writeSafetensors({ tensors, metadata });
    expect(() => readWeights(file({}), 'w')).toThrow(/w does not say which model it holds/);
    expect(() => readWeights(file({ configuration: '{' }), 'w')).toThrow(/not JSON/);
    expect(() => readWeights(file({ configuration: JSON.stringify({ ...smallWaveNet, kernelSize: 0 }) }), 'w')).toThrow(
      /kernelSize/,
    );
    expect(readWeights(file({}), 'w', smallWaveNet).model).toEqual(smallWaveNet);
  });

  it('that are not finite are refused', () => {
    const parameters = livelyParameters(smallWaveNet);
    parameters[3] = NaN;
    expect(() => readWeights(writeWeights({ model: smallWaveNet, parameters, metadata: {} }), 'w')).toThrow(
      /is NaN; weights must be finite/,
    );
  });
});

const python = process.env.WAVEBENCH_PYTHON ?? 'python3';
const hasPython = spawnSync(python, ['-c', 'import safetensors.numpy']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(!hasPython)('the safetensors package of Python', () => {
  it('opens what we write, and we open what it writes', () => {
    const parameters = livelyParameters(smallWaveNet);
    writeFileSync(join(folder, 'ours.safetensors'), writeWeights({ model: smallWaveNet, parameters, metadata: {} }));
    const script = [
      'import json, sys',
      'from safetensors import safe_open',
      'from safetensors.numpy import load_file, save_file',
      'tensors = load_file(sys.argv[1])',
      'with safe_open(sys.argv[1], "np") as f: metadata = f.metadata()',
      'sums = {k: float(v.astype("float64").sum()) for k, v in tensors.items()}',
      'print(json.dumps({"sums": sums, "metadata": metadata}))',
      'save_file(tensors, sys.argv[2])',
    ].join('\n');
    const output = execFileSync(python, [
      '-c',
      script,
      join(folder, 'ours.safetensors'),
      join(folder, 'theirs.safetensors'),
    ]);
    const { sums, metadata } = JSON.parse(output.toString());
    expect(JSON.parse(metadata.configuration)).toEqual(smallWaveNet);
    for (const [name, { data }] of toPyTorch(smallWaveNet, parameters)) {
      expect(sums[name]).toBeCloseTo(
        data.reduce((sum, value) => sum + value, 0),
        4,
      );
    }
    const back = readWeights(readFileSync(join(folder, 'theirs.safetensors')), 'theirs', smallWaveNet);
    expect(back.parameters).toEqual(parameters);
  });
});
