import { npyHeader } from '../formats/npy-encode';

/** Tokens of trajectories as a file of NumPy's format, one step after the other. */
export interface TokenFileShape {
  trajectories: number;
  steps: number;
  /** 1 for up to 256 levels, else 2. */
  bytesPerToken: 1 | 2;
}

/** Bytes of the magic word, the version and the length of the header that follows. */
const LENGTH_END = 10;

export function bytesPerToken(quantizationLevels: number): 1 | 2 {
  return quantizationLevels <= 256 ? 1 : 2;
}

/**
 * The header of a `.npy` file that holds an array [trajectories, steps] in Fortran's order: steps lie one after the
 * other in the file, so that it can be written as they come, and `numpy.load` gives a row per trajectory.
 */
export function tokensHeader({ trajectories, steps, bytesPerToken }: TokenFileShape): Uint8Array {
  return npyHeader({ type: bytesPerToken === 1 ? '|u1' : '<u2', fortranOrder: true, shape: [trajectories, steps] });
}

/** Inverse of tokensHeader; `start` are the file's first bytes. Throws an Error naming `source` for any other file. */
export function readTokensHeader(start: Uint8Array, source: string): TokenFileShape & { headerBytes: number } {
  const text = String.fromCharCode(...start.subarray(0, 512));
  const fields =
    /^\x93NUMPY\x01\x00([^]{2})\{'descr': '(\|u1|<u2)', 'fortran_order': True, 'shape': \((\d+), (\d+)\), \} *\n/.exec(
      text,
    );
  if (!fields)
    throw new Error(`${source} is no file of tokens as they are written here (NumPy format 1.0, steps in order).`);
  const [, length, type, trajectories, steps] = fields as unknown as [string, string, string, string, string];
  return {
    trajectories: Number(trajectories),
    steps: Number(steps),
    bytesPerToken: type === '|u1' ? 1 : 2,
    headerBytes: LENGTH_END + length.charCodeAt(0) + 256 * length.charCodeAt(1),
  };
}

/** Tokens [B, steps], row after row, as bytes [steps][B]. */
export function stepsInOrder(tokens: Int32Array, rows: number, bytesPerToken: 1 | 2): Uint8Array {
  const steps = tokens.length / rows;
  const ordered = bytesPerToken === 1 ? new Uint8Array(tokens.length) : new Uint16Array(tokens.length);
  for (let row = 0; row < rows; row++) {
    for (let step = 0; step < steps; step++) ordered[step * rows + row] = tokens[row * steps + step]!;
  }
  return new Uint8Array(ordered.buffer);
}

/** Bytes [steps][B] of a file as tokens [steps][B]. */
export function tokensOf(bytes: Uint8Array, bytesPerToken: 1 | 2): Uint8Array | Uint16Array {
  if (bytesPerToken === 1) return bytes;
  return new Uint16Array(bytes.slice().buffer);
}
