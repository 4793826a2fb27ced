import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { armConfiguration, studyDefinitionSchema, type StudyDefinition } from '../../src-main/contract/configuration';
import {
  usualMeaning,
  usualPreparation,
  usualReading,
  type OwnDataset,
  type Preparation,
} from '../../src-main/contract/own-data';
import { ownDataAdjustments, studyForDataset } from '../../src-main/contract/own-data-study';

const studies = readdirSync('resources/studies').map((name) =>
  studyDefinitionSchema.parse(JSON.parse(readFileSync(`resources/studies/${name}`, 'utf8'))),
);

const common = (preparation: Partial<Preparation>) => ({
  id: 'a'.repeat(64),
  source: { files: [], sha256: '', facts: [] },
  choice: { reading: usualReading, meaning: usualMeaning, preparation: { ...usualPreparation, ...preparation } },
});

function series(
  windowLength: number,
  { classes = null, columns = 0 }: { classes?: string[] | null; columns?: number } = {},
): OwnDataset {
  return {
    ...common({ windowLength, quantizationLevels: 33 }),
    kind: 'series',
    classes,
    counts: { train: 40, validation: 3, test: 2 },
    interval: null,
    range: { low: 0, high: 1 },
    error: { rootMeanSquare: 0, largest: 0, clamped: 0 },
    series: [],
    conditions: Array.from({ length: columns }, (_, i) => ({ name: `c${i}`, lag: 0, mean: 0, scale: 1 })),
  };
}

const images: OwnDataset = {
  ...common({}),
  kind: 'images',
  classes: ['cat', 'dog', 'owl'],
  counts: { train: 40, validation: 3, test: 2 },
  width: 9,
  height: 7,
};

const on = (study: StudyDefinition, dataset: OwnDataset) =>
  studyForDataset(study, { id: dataset.id, name: 'mine', createdAt: 0, dataset });

const short = series(24);
const conditioned = series(600, { classes: ['a', 'b'], columns: 2 });

test.each([
  ['short windows', short],
  ['long windows with classes and columns', conditioned],
  ['images', images],
])('every preset runs on %s, at both scales', (_, dataset) => {
  for (const study of studies) {
    const own = on(study, dataset);
    for (const scale of ['quick', 'paper'] as const) {
      // An order of reading belongs to images alone.
      const arms = own.arms.filter(({ changes }) => dataset.kind === 'images' || !('data.scanOrder' in changes));
      for (const { name } of arms) {
        const { data, model } = armConfiguration(own, scale, name);
        expect(data.source).toBe(dataset.kind === 'images' ? 'images' : 'own');
        expect(model.quantizationLevels).toBe(data.quantizationLevels);
        if (dataset === conditioned) expect(model).toMatchObject({ conditionClasses: 2, localConditionChannels: 2 });
      }
    }
  }
});

test('an arm that asks of the data what they do not have is refused by a sentence that names it', () => {
  const study = on(
    studies.find(({ name }) => name === 'mnist-scan-order')!,
    short,
  );
  expect(() => armConfiguration(study, 'quick', 'hilbert')).toThrow('scanOrder');
});

test('what is changed is told, and is all that is changed', () => {
  const study = studies.find(({ name }) => name === 'fourier-unrolling')!;
  const adjustments = ownDataAdjustments(study, 'quick', short);
  expect(adjustments).toContainEqual({ path: 'model.quantizationLevels', before: 127, after: 33 });
  expect(adjustments).toContainEqual({ path: 'training.windowLength', before: 512, after: null });
  const [before, after] = [study, on(study, short)].map((one) => armConfiguration(one, 'quick', 'one-step'));
  for (const { path, after: wanted } of adjustments) {
    let parent: unknown = before;
    const keys = path.split('.');
    for (const key of keys.slice(0, -1)) parent = (parent as Record<string, unknown>)[key];
    (parent as Record<string, unknown>)[keys.at(-1)!] = wanted;
  }
  expect({ ...before, data: after!.data }).toEqual(after);
});
