import { expect, test } from 'vitest';
import type { StoringTrouble } from '../../src-main/contract/storing';
import { Hold } from '../../src-main/worker/hold';
import { patientFiles } from '../../src-main/worker/patient-files';
import type { RunFiles } from '../../src-main/training/run-files';

/** Files whose first writes fail with these codes, and a clock that a second passes on at every wait. */
function failing(codes: string[]) {
  let now = 0;
  const hold = new Hold(() => now);
  const troubles: (StoringTrouble | null)[] = [];
  const written: string[] = [];
  const files: Pick<RunFiles, 'write'> = {
    write: async (name) => {
      const code = codes.shift();
      if (code) throw Object.assign(new Error('not written'), { cause: Object.assign(new Error(code), { code }) });
      written.push(name);
      return { sha256: 'sum' };
    },
  };
  const patient = patientFiles(files as RunFiles, {
    ...{ folder: '/data/runs/a', hold },
    onTrouble: (trouble) => troubles.push(trouble),
    pause: async (milliseconds) => {
      await null;
      now += milliseconds;
    },
  });
  return { patient, hold, troubles, written };
}

test('a file is written as soon as the disk allows it, and the waiting is no time of training', async () => {
  const { patient, hold, troubles, written } = failing(['ENOSPC', 'ENOSPC']);
  expect(await patient.write('last', new Uint8Array(1))).toEqual({ sha256: 'sum' });
  expect(written).toEqual(['last']);
  expect(troubles[0]).toEqual({
    message: 'The file last of a run cannot be written into /data/runs/a: the disk is full. The training waits.',
    advice: 'Free some space on it.',
  });
  expect(troubles.at(-1)).toBeNull();
  expect(hold.now()).toBe(0);
});

test('a stop ends the waiting with the error; what does not pass is not waited for', async () => {
  const { patient, hold } = failing(['EROFS', 'EROFS', 'EINVAL']);
  hold.stop();
  await expect(patient.write('last', new Uint8Array(1))).rejects.toThrow('not written');
  const other = failing(['EINVAL']);
  await expect(other.patient.write('last', new Uint8Array(1))).rejects.toThrow('not written');
  expect(other.troubles).toEqual([]);
});

test('a training that is held waits until it is let go, or is to stop', async () => {
  const hold = new Hold(() => 0);
  await hold.passed();
  for (const release of [() => hold.goOn(), () => hold.stop()]) {
    hold.hold();
    let passed = false;
    const waiting = hold.passed().then(() => (passed = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(passed).toBe(false);
    release();
    await waiting;
  }
  hold.hold();
  await hold.passed();
  expect(hold.stopped).toBe(true);
});
