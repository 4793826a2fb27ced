/** Arrays that a safetensors file holds. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

export interface StoredTensor {
  shape: number[];
  data: TensorData;
}

export interface SafetensorsFile {
  tensors: Map<string, StoredTensor>;
  /** Text by name. */
  metadata: Record<string, string>;
}

/** As in the reference implementation: a longer header is a sign of a foreign or hostile file. */
const MAX_HEADER_BYTES = 100_000_000;
const ALIGNMENT = 8;
/** Names and shapes of a foreign file may be as long as its header; so long a sentence nobody reads. */
const MAX_PROBLEM = 400;

const types = {
  F32: { of: Float32Array, bytes: 4 },
  F64: { of: Float64Array, bytes: 8 },
  I32: { of: Int32Array, bytes: 4 },
  U8: { of: Uint8Array, bytes: 1 },
} as const;
type TypeName = keyof typeof types;

/**
 * Writes a safetensors file: 8 bytes of header length, a JSON header, then the arrays, little-endian, in the given
 * order.
 *
 * Format: https://github.com/huggingface/safetensors.
 */
export function writeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  // Wide elements first: then every array begins at a multiple of its element's size, as readers expect.
  const ordered = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let offset = 0;
  for (const [name, { shape, data }] of ordered) {
    if (name === '__metadata__')
      throw new Error('A tensor cannot be named "__metadata__"; safetensors keeps that name.');
    const count = shape.reduce((product, size) => product * size, 1);
    if (count !== data.length)
      throw new Error(`"${name}" has ${data.length} values; its shape [${shape.join(', ')}] needs ${count}.`);
    header[name] = { dtype: typeNameOf(data), shape, data_offsets: [offset, (offset += data.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + headerLength + offset).fill(0x20, 8, 8 + headerLength);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.set(json, 8);
  let place = 8 + headerLength;
  for (const [, { data }] of ordered) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), place);
    place += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file strictly: sizes, types, overlaps and gaps are checked. `source` names the file in errors,
 * which say what is wrong at which tensor or byte.
 */
export function readSafetensors(file: Uint8Array, source: string): SafetensorsFile {
  const fail = (problem: string): never => {
    const text = problem.length > MAX_PROBLEM ? `${problem.slice(0, MAX_PROBLEM)}…` : problem;
    throw new Error(`${source} is not a valid safetensors file: ${text}.`);
  };
  if (file.length < 8) fail(`it has ${file.length} bytes, fewer than the 8 of the header's length`);
  const headerLength = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (headerLength > MAX_HEADER_BYTES)
    fail(`its header claims ${headerLength} bytes, more than the allowed ${MAX_HEADER_BYTES}`);
  if (8 + headerLength > file.length)
    fail(`its header claims ${headerLength} bytes, but only ${file.length - 8} follow`);
  const header = parseHeader(file.subarray(8, 8 + headerLength), fail);
  const body = file.subarray(8 + headerLength);

  const tensors = new Map<string, StoredTensor>();
  const ranges: { name: string; begin: number; end: number }[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = checkMetadata(entry, fail);
    else {
      const { type, shape, begin, end } = checkEntry(name, entry, body.length, fail);
      ranges.push({ name, begin, end });
      tensors.set(name, { shape, data: decode(type, body.subarray(begin, end)) });
    }
  }
  checkCoverage(ranges, body.length, fail);
  return { tensors, metadata };
}

type Fail = (problem: string) => never;

function parseHeader(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    fail(`its header is not JSON (${(error as Error).message})`);
  }
  return isRecord(header) ? header : fail('its header is not a JSON object');
}

function checkMetadata(entry: unknown, fail: Fail): Record<string, string> {
  const valid = isRecord(entry) && Object.values(entry).every((value) => typeof value === 'string');
  return valid ? (entry as Record<string, string>) : fail('__metadata__ does not map names to text');
}

function checkEntry(name: string, entry: unknown, available: number, fail: Fail) {
  if (!isRecord(entry)) return fail(`the entry of "${name}" is not an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string' || !Object.hasOwn(types, dtype)) {
    return fail(`"${name}" has the type ${JSON.stringify(dtype)}; supported are ${Object.keys(types).join(', ')}`);
  }
  if (!isSizes(shape)) return fail(`"${name}" has the shape ${JSON.stringify(shape)}, not a list of sizes ≥ 0`);
  if (!isSizes(offsets) || offsets.length !== 2)
    return fail(`"${name}" has the data_offsets ${JSON.stringify(offsets)}, not two byte positions`);
  const [begin, end] = offsets as [number, number];
  if (end > available || begin > end) {
    return fail(`"${name}" lies at bytes ${begin}–${end} of the data, which has ${available} bytes`);
  }
  const wanted = shape.reduce((product, size) => product * size, types[dtype as TypeName].bytes);
  if (end - begin !== wanted) {
    return fail(
      `"${name}" of type ${dtype} and shape [${shape.join(', ')}] needs ${wanted} bytes, but has ${end - begin}`,
    );
  }
  return { type: dtype as TypeName, shape, begin, end };
}

function checkCoverage(ranges: { name: string; begin: number; end: number }[], available: number, fail: Fail): void {
  let place = 0;
  for (const { name, begin, end } of ranges.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin < place) fail(`"${name}" begins at byte ${begin} of the data and overlaps the tensor before it`);
    if (begin > place) fail(`bytes ${place}–${begin} of the data belong to no tensor`);
    place = end;
  }
  if (place !== available) fail(`bytes ${place}–${available} of the data belong to no tensor`);
}

/** Copies, so that the array is aligned and the file's buffer can go. */
function decode(type: TypeName, bytes: Uint8Array): TensorData {
  return new types[type].of(new Uint8Array(bytes).buffer);
}

function typeNameOf(data: TensorData): TypeName {
  return (Object.keys(types) as TypeName[]).find((name) => data instanceof types[name].of)!;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
