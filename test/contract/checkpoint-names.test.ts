import { expect, test } from 'vitest';
import { checkpointFileName, parseCheckpointFileName } from '../../src-main/contract/training';

test('a checkpoint’s name gives back its kind and step, and names sort by step', () => {
  for (const step of [0, 17, 99_999_999, 123_456_789]) {
    for (const kind of ['best', 'last'] as const) {
      expect(parseCheckpointFileName(checkpointFileName(kind, step))).toEqual({ kind, step });
    }
  }
  for (const name of ['last-5.safetensors', 'last-00000005.safetensors.partial', 'samples-00000005.safetensors', '']) {
    expect(parseCheckpointFileName(name)).toBeNull();
  }
});
