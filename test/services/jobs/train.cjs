// A training without a model, for tests of what surrounds one: a loss that depends on seed and step alone, a checkpoint
// file every five steps. TEST_TRAINING names how it behaves: "slow", "hold" (waits after step 12 until it is stopped),
// "stubborn" (does not hear stop), "crash" (is killed at step 7), "error", "silent" (ends without a word), "replace" (each
// checkpoint takes the place of the one before).
const { readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const behaviour = process.env.TEST_TRAINING ?? '';
const delay = ['slow', 'stubborn'].includes(behaviour) ? 20 : 1;
let stopped = false;
let held = false;

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message.type === 'stop') stopped = behaviour !== 'stubborn';
  else if (message.type === 'start') train(message.request);
  else held = message.type === 'hold';
});

function send(...events) {
  process.send({ type: 'events', events });
}

async function train({ configuration, seed, folder, resumeFrom }) {
  const { maxSteps } = configuration.training;
  // A checkpoint holds its step; the first that does is whole. What came after it is made anew.
  let step = resumeFrom.map((file) => Number(readFileSync(join(folder, file), 'utf8'))).find((step) => step > 0) ?? 0;
  for (const file of readdirSync(folder)) if (file > fileName(step)) rmSync(join(folder, file));
  send({
    type: 'started',
    step,
    maxSteps,
    parameters: 7,
    receptiveField: 9,
    dataHash: 'data',
    environment: {
      device: 'cpu',
      deviceName: 'test',
      tensorflow: '0',
      threads: 1,
      execution: 'eager',
      microBatch: 1,
    },
  });
  if (behaviour === 'silent') process.exit(0);
  if (behaviour === 'error') {
    const error = {
      name: 'UserError',
      message: 'The loss is NaN at step 3.',
      advice: 'Lower the learning rate.',
      stack: null,
    };
    return process.send({ type: 'failed', error }, () => process.exit(1));
  }
  while (step < maxSteps && !stopped) {
    do await new Promise((resolve) => setTimeout(resolve, delay));
    while (held && !stopped);
    step += 1;
    if (behaviour === 'crash' && step === 7) {
      process.stderr.write('out of memory\n');
      process.kill(process.pid, 'SIGKILL');
    }
    const points = [{ key: 'oneStepLoss', step, wallTime: step * 10, value: seed / step }];
    if (step % 5 === 0) {
      points.push({ key: 'validationAccuracy@8', step, wallTime: step * 10, value: step / (maxSteps + seed) });
    }
    send(
      { type: 'points', points },
      { type: 'progress', step, maxSteps, epoch: step / 2, stepsPerSecond: 100, secondsLeft: (maxSteps - step) / 100 },
    );
    if (step % 5 === 0) checkpoint(folder, step);
    while (behaviour === 'hold' && step === 12 && !stopped) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (stopped) checkpoint(folder, step);
  const forecast = { curve: 0, origin: 2, observed: [1, 2, 3], truth: [4, 5], forecast: [4, 6] };
  if (!stopped) {
    send(
      { type: 'points', points: [{ key: 'freeRunningError@2', step, wallTime: step * 10, value: 0.5 }] },
      { type: 'forecasts', step, horizon: 2, forecasts: [forecast], error: [0, 1], curves: 1 },
    );
  }
  process.send({ type: 'events', events: [{ type: 'done', step, reason: stopped ? 'stopped' : 'completed' }] }, () => {
    process.exit(0);
  });
}

function fileName(step) {
  return `last-${String(step).padStart(8, '0')}.safetensors`;
}

function checkpoint(folder, step) {
  const file = fileName(step);
  writeFileSync(join(folder, file), String(step));
  send({
    type: 'checkpoint',
    checkpoint: { step, file, bytes: 1, sha256: 'x', score: null, kind: 'last' },
    replaced: behaviour === 'replace' && step > 5 ? [fileName(step - 5)] : [],
  });
}
