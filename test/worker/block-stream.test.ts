import { expect, test } from 'vitest';
import type { FromGenerateWorker } from '../../src-main/contract/generate-job';
import { streamedSteps, streamedTrajectories } from '../../src-main/contract/generations';
import { BlockStream } from '../../src-main/worker/generate/block-stream';

type Block = Extract<FromGenerateWorker, { type: 'block' }>;
type Progress = Extract<FromGenerateWorker, { type: 'progress' }>;

/** Feeds blocks of `steps` steps, one each `interval` milliseconds, whose tokens are their step and trajectory. */
function stream({
  trajectories,
  blocks,
  steps,
  interval,
}: Record<'trajectories' | 'blocks' | 'steps' | 'interval', number>) {
  const messages: FromGenerateWorker[] = [];
  let now = 0;
  const options = {
    trajectories,
    steps: blocks * steps,
    post: (message: FromGenerateWorker) => messages.push(message),
  };
  const streamed = new BlockStream({ ...options, now: () => now });
  for (let block = 0; block < blocks; block++) {
    now += interval;
    const tokens = Int32Array.from({ length: trajectories * steps }, (_, place) => {
      return ((block * steps + (place % steps)) * 7 + Math.floor(place / steps)) % 1000;
    });
    streamed.add({ firstStep: block * steps, steps, tokens, logits: null });
  }
  const of = <Type extends FromGenerateWorker['type']>(type: Type) =>
    messages.filter((message) => message.type === type) as Extract<FromGenerateWorker, { type: Type }>[];
  return { blocks: of('block') as Block[], progress: of('progress') as Progress[] };
}

test('tokens arrive whole and in order, ten messages a second at most', () => {
  const { blocks, progress } = stream({ trajectories: 3, blocks: 100, steps: 5, interval: 10 });
  expect(blocks).toHaveLength(10);
  expect(progress).toHaveLength(10);
  for (const { firstStep, steps, trajectories, tokens } of blocks) {
    expect(trajectories).toBe(3);
    for (let row = 0; row < 3; row++) {
      for (let i = 0; i < steps; i++) expect(tokens[row * steps + i]).toBe(((firstStep + i) * 7 + row) % 1000);
    }
  }
  expect(blocks.map(({ firstStep }) => firstStep)).toEqual([0, 50, 100, 150, 200, 250, 300, 350, 400, 450]);
});

test('the speed counts samples of all trajectories; the end has nothing left to do', () => {
  const { progress } = stream({ trajectories: 4, blocks: 50, steps: 10, interval: 20 });
  expect(progress[3]).toMatchObject({ step: 200, samplesPerSecond: 2000, secondsLeft: 0.6, duration: 400 });
  expect(progress.at(-1)).toMatchObject({ step: 500, secondsLeft: 0, duration: 1000 });
});

test('beyond the streamed steps, and of later trajectories, only progress is told', () => {
  const { blocks, progress } = stream({
    trajectories: streamedTrajectories + 6,
    blocks: 30,
    steps: 1000,
    interval: 100,
  });
  expect(blocks.at(-1)).toMatchObject({
    firstStep: streamedSteps - 1000,
    steps: 1000,
    trajectories: streamedTrajectories,
  });
  expect(blocks[3]!.tokens).toHaveLength(streamedTrajectories * 1000);
  expect(progress.at(-1)!.step).toBe(30_000);
});
