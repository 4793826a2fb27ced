import { expect, test } from 'vitest';
import type { RunConfiguration, UnrollingConfiguration } from '../../src-main/contract/configuration';
import { initialState } from '../../src-main/training/state';
import { StepInputSource } from '../../src-main/training/step-inputs';
import { MemoryFiles, resources, tinyConfiguration, unrolling } from './tiny-run';

const { train } = await resources(new MemoryFiles()).openDataset(tinyConfiguration().data);

test('origins are distinct, in order, and leave room for the whole horizon at every place', () => {
  const source = sourceOf(tinyConfiguration());
  const seen = new Set<number>();
  for (let step = 1; step <= 300; step++) {
    const origins = [...source.next(step, 0.1).unrolling!.origins];
    expect(new Set(origins).size).toBe(4);
    expect(origins).toEqual([...origins].sort((a, b) => a - b));
    origins.forEach((origin) => seen.add(origin));
  }
  // A window of 24 samples and a horizon of 3: the last forecast ends with the window.
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, i) => i));
});

test('origins begin where the receptive field is full when its partial outputs are left out', () => {
  const source = sourceOf(tinyConfiguration({ training: { skipPartialReceptiveField: true } }));
  const lowest = Math.min(...Array.from({ length: 200 }, (_, i) => source.next(i + 1, 0.1).unrolling!.origins[0]!));
  expect(lowest).toBe(8);
});

test('fixed origins stay, and curriculum and temperature follow the step', () => {
  const fixed = { ...unrolling(), origins: [2, 10] };
  const source = sourceOf(tinyConfiguration({ training: { unrolling: fixed } }));
  const all = Array.from({ length: 8 }, (_, i) => source.next(i + 1, 0.1).unrolling!);
  expect(all.map(({ origins }) => [...origins])).toEqual(Array(8).fill([2, 10]));
  expect(all.map(({ horizon }) => horizon)).toEqual([1, 1, 2, 2, 3, 3, 3, 3]);
  expect(all[0]!.gumbelTemperature).toBe(1);
  expect(all[7]!.gumbelTemperature).toBe(0.5);
  expect(new Set(all.map(({ noiseSeed }) => noiseSeed.join())).size).toBe(8);
});

test('scheduled sampling draws where it mixes at each step anew, at the rate of the step', () => {
  const mixed: UnrollingConfiguration = {
    ...unrolling(),
    sampling: 'scheduled-sampling',
    mixingRate: { shape: 'linear', from: 0, to: 1, overSteps: 5 },
  };
  const source = sourceOf(tinyConfiguration({ training: { unrolling: mixed } }));
  const all = Array.from({ length: 6 }, (_, i) => source.next(i + 1, 0.1).unrolling!);
  expect(all.map(({ mixing }) => mixing!.rate)).toEqual([0, 0.25, 0.5, 0.75, 1, 1]);
  expect(new Set(all.flatMap(({ mixing, noiseSeed }) => [mixing!.seed.join(), noiseSeed.join()])).size).toBe(12);
});

test('the arms of a study see the same batches in the same order', () => {
  const unrolled = sourceOf(tinyConfiguration());
  const oneStep = sourceOf(tinyConfiguration({ training: { unrolling: null } }));
  for (let step = 1; step <= 5; step++) {
    const inputs = oneStep.next(step, 0.1);
    expect(inputs.unrolling).toBeNull();
    expect(inputs.tokens).toEqual(unrolled.next(step, 0.1).tokens);
  }
});

test('a source goes on where its state was taken', () => {
  const configuration = tinyConfiguration();
  const source = sourceOf(configuration);
  for (let step = 1; step <= 3; step++) source.next(step, 0.1);
  const resumed = new StepInputSource(configuration, train, JSON.parse(JSON.stringify(source.state())));
  for (let step = 4; step <= 9; step++) expect(resumed.next(step, 0.1)).toEqual(source.next(step, 0.1));
});

function sourceOf(configuration: RunConfiguration): StepInputSource {
  return new StepInputSource(configuration, train, initialState(train, configuration.training, 3));
}
