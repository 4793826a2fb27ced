import { describe, expect, it } from 'vitest';
import type { DataExamples, DataExamplesRequest } from '../../src-main/contract/dataset-examples';
import type { ImageDataConfiguration, StudyDefinition } from '../../src-main/contract/configuration';
import { leadingSamples } from '../../src-main/contract/data-sizes';
import { describeDistances, describeOrders, describeReach } from '../../src-main/figures/describe-data-orders';
import { scanOrder, scanOrderNames } from '../../src-main/math/scan-order';
import { dataChoices, likelyChoice } from '../../src-renderer/state/data-choices';
import { exampleRows, readInOrder } from '../../src-renderer/state/data-figures';
import { DataView } from '../../src-renderer/state/data-view.svelte';
import fourier from '../../resources/studies/fourier-unrolling.json';
import orders from '../../resources/studies/mnist-scan-order.json';
import { usualAspect } from '../../src-main/figures/usual-height';
import { fakeApi, run } from './samples';

const presets = [fourier, orders].map((definition) => ({ definition: definition as unknown as StudyDefinition }));

describe('data to choose from', () => {
  it('are those of each preset once, whatever the order of reading, and of one run of each arm', () => {
    const choices = dataChoices(presets, [run({ id: 'new' }), run({ id: 'old' })]);
    const sources = choices.map(({ source }) => {
      if ('dataset' in source) return source.dataset;
      return 'runId' in source ? source.runId : `${source.preset} ${source.scale}`;
    });
    const ofImages = sources.filter((source) => source.startsWith('mnist'));
    expect(ofImages).toEqual(['mnist-scan-order quick', 'mnist-scan-order paper']);
    expect(sources.at(-1)).toBe('new');
    expect(sources).not.toContain('old');
  });

  it('are images that every machine has when nothing was chosen', () => {
    const likely = (count: number) => likelyChoice(dataChoices(presets.slice(0, count), []))!.source;
    expect(likely(2)).toMatchObject({ preset: 'mnist-scan-order', scale: 'quick' });
    expect(likely(1)).toMatchObject({ preset: 'fourier-unrolling' });
    expect(likelyChoice([])).toBeNull();
  });
});

describe('examples', () => {
  const example = (index: number, one: number | null) => ({ index, class: one, tokens: [] });

  it('stand in a row for each class', () => {
    const rows = exampleRows(
      [0, 1, 2, 3, 4].map((index) => example(index, index < 3 ? 0 : 1)),
      2,
    );
    expect(rows.map(({ label, examples }) => [label, examples.map(({ index }) => index)])).toEqual([
      ['0', [0, 1]],
      ['1', [3, 4]],
    ]);
  });

  it('of one class stand one row after the other, by their number', () => {
    const rows = exampleRows(
      [2, 5, 9].map((index) => example(index, 7)),
      2,
    );
    expect(rows.map(({ label, examples }) => [label, examples.length])).toEqual([
      ['2', 2],
      ['9', 1],
    ]);
  });

  it('read in any order give the signal of that order', () => {
    const image = { width: 5, height: 4, scanOrder: 'hilbert' } as ImageDataConfiguration;
    const tokensIn = (order: (typeof scanOrderNames)[number]) => [0, ...scanOrder(order, image)];
    for (const order of scanOrderNames) expect(readInOrder(tokensIn('hilbert'), image, order)).toEqual(tokensIn(order));
    expect(tokensIn('hilbert')).toHaveLength(leadingSamples + 20);
  });
});

describe('the shape of a figure on paper', () => {
  it('is that of its images or drawings, with the lines of text above them', () => {
    const size = { width: 28, height: 28 };
    const provenance = { study: '', runs: [], versions: {}, dataHash: null, remarks: [] };
    const subject = { name: '', title: '', provenance };
    expect(usualAspect(describeOrders(subject, size))).toBeCloseTo(1 / 5 + 0.03);
    expect(usualAspect(describeDistances(subject, size))).toBeCloseTo(1 / 5 + 0.03);
    expect(usualAspect(describeReach(subject, size, null))).toBe(0.618);
  });
});

describe('the view of data', () => {
  const request = (skip: number): DataExamplesRequest => ({
    source: { runId: 'run' },
    split: 'train',
    class: null,
    skip,
    each: 2,
  });
  const answer = (skip: number) =>
    ({ examples: [skip, skip + 1].map((index) => ({ index, class: null, tokens: [] })) }) as unknown as DataExamples;

  it('shows what was asked for last, whichever answer comes first', async () => {
    const answers: Record<number, (examples: DataExamples) => void> = {};
    const { api } = fakeApi({
      'data:examples': ({ skip }: DataExamplesRequest) =>
        new Promise<DataExamples>((resolve) => (answers[skip] = resolve)),
    });
    const view = new DataView(api);
    const reads = [view.read(request(0)), view.read(request(2))];
    expect(view.reading).toBe(true);
    answers[2]!(answer(2));
    answers[0]!(answer(0));
    await Promise.all(reads);
    expect(view.examples!.examples[0]!.index).toBe(2);
    expect(view.reading).toBe(false);
  });

  it('tells why there is nothing, and asks again when it is wished for again', async () => {
    let fails = true;
    const { api } = fakeApi({
      'data:examples': () => {
        if (fails) throw new Error('not there');
        return answer(0);
      },
    });
    const view = new DataView(api);
    await view.read(request(0));
    expect([view.problem?.message, view.examples, view.reading]).toEqual(['not there', null, false]);
    fails = false;
    await view.read(request(0));
    expect([view.problem, view.chosen?.index]).toEqual([null, 0]);
  });

  it('shows the signal of the first example until another is chosen', async () => {
    const { api } = fakeApi({ 'data:examples': () => answer(0) });
    const view = new DataView(api);
    await view.read(request(0));
    expect(view.chosen!.index).toBe(0);
    view.choose(view.examples!.examples[1]!);
    expect(view.chosen!.index).toBe(1);
  });

  it('begins with the first examples of another split or class, not of another order', () => {
    const view = new DataView(fakeApi({}).api);
    view.skip = 24;
    view.look = { ...view.look, order: 'hilbert' };
    expect(view.skip).toBe(24);
    view.look = { ...view.look, class: 3 };
    expect(view.skip).toBe(0);
  });
});
