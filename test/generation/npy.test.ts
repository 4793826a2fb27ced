import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesPerToken, tokensHeader, readTokensHeader, stepsInOrder, tokensOf } from '../../src-main/generation/npy';
import { temporaryFolder } from '../store/support';

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

describe('a file of tokens', () => {
  test('says its shape in a header of whole blocks, which is read back', () => {
    const law = fc.property(
      fc.integer({ min: 1, max: 65_536 }),
      fc.integer({ min: 1, max: 100_000_000 }),
      fc.constantFrom(1 as const, 2 as const),
      (trajectories, steps, bytes) => {
        const shape = { trajectories, steps, bytesPerToken: bytes };
        const header = tokensHeader(shape);
        expect(header.length % 64).toBe(0);
        expect(readTokensHeader(header, 'a.npy')).toEqual({ ...shape, headerBytes: header.length });
      },
    );
    fc.assert(law);
  });

  test('holds the tokens of one step after the other, in one byte as far as they fit', () => {
    const tokens = Int32Array.from([1, 2, 3, 400, 500, 600]);
    expect([...tokensOf(stepsInOrder(tokens, 2, 2), 2)]).toEqual([1, 400, 2, 500, 3, 600]);
    expect([...stepsInOrder(Int32Array.of(1, 2, 3, 4), 2, 1)]).toEqual([1, 3, 2, 4]);
    expect([bytesPerToken(2), bytesPerToken(256), bytesPerToken(257)]).toEqual([1, 1, 2]);
  });

  test('is told from any other', () => {
    expect(() => readTokensHeader(new Uint8Array(600), 'a.npy')).toThrow('a.npy is no file of tokens');
    const other = tokensHeader({ trajectories: 2, steps: 3, bytesPerToken: 1 });
    other.set(Buffer.from("'<f4'"), Buffer.from(other).indexOf("'|u1'"));
    expect(() => readTokensHeader(other, 'a.npy')).toThrow('no file of tokens');
  });

  test.skipIf(!hasNumpy)('is what numpy.load gives as [trajectories, steps]', () => {
    const path = join(temporaryFolder(), 'a.npy');
    const shape = { trajectories: 2, steps: 3, bytesPerToken: 2 as const };
    const data = stepsInOrder(Int32Array.from([1, 2, 300, 4, 5, 600]), 2, 2);
    writeFileSync(path, Buffer.concat([tokensHeader(shape), data]));
    const script = 'import numpy, sys, json; print(json.dumps(numpy.load(sys.argv[1]).tolist()))';
    const { stdout } = spawnSync('python3', ['-c', script, path], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([
      [1, 2, 300],
      [4, 5, 600],
    ]);
  });
});
