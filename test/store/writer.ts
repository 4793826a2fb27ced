import { recordEvents } from '../../src-main/services/record-events';
import { openStore } from '../../src-main/store/open';

/** Writes batches of events as fast as it can until it is killed: two points and a checkpoint in each. */
const [dataFolder, nativeBinding] = process.argv.slice(2) as [string, string];
const db = openStore(dataFolder, { nativeBinding: nativeBinding || null });
for (let step = 1; ; step += 1) {
  const checkpoint = { step, file: 'last', bytes: step, sha256: '', score: null, kind: 'last' as const };
  const point = (key: string) => ({ key, step, wallTime: step, value: 1 / step });
  recordEvents(db, 'run', {
    now: step,
    events: [
      { type: 'points', points: [point('oneStepLoss'), point('gradientNorm')] },
      { type: 'checkpoint', checkpoint, replaced: [] },
      { type: 'progress', step, maxSteps: 1e9, epoch: 0, stepsPerSecond: 0, secondsLeft: 0 },
    ],
  });
  if (step % 50 === 0) process.stdout.write(`${step}\n`);
}
