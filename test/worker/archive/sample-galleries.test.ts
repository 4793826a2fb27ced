import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { generationPath } from '../../../src-main/contract/bundle';
import type { ImageDataConfiguration } from '../../../src-main/contract/configuration';
import { stepsInOrder, tokensHeader } from '../../../src-main/generation/npy';
import { insertGeneration } from '../../../src-main/store/generations';
import { getRunDetail } from '../../../src-main/store/run-rows';
import { sampleGalleries, type SampleGallery } from '../../../src-main/worker/archive/sample-galleries';
import { addRun, addStudy, memoryStore, storedGeneration, temporaryFolder } from '../../store/support';

const data: ImageDataConfiguration = {
  source: 'images',
  quantizationLevels: 2,
  set: 'mnist-10k',
  width: 2,
  height: 2,
  classes: 10,
  trainImages: 1,
  validationImages: 1,
  testImages: 1,
  scanOrder: 'serpentine',
  seed: 0,
};

test('what checkpoints generated from nothing becomes galleries, step by step; completions do not', async () => {
  const folder = temporaryFolder();
  const db = memoryStore();
  addStudy(db);
  addRun(db, 'run');
  const add = (id: string, { step, observed, tokens }: { step: number; observed: number; tokens: number[] }) => {
    const generation = storedGeneration(id);
    const groups = [0, 1].map((own) => ({ first: own, count: 1, class: own, series: null, observed }));
    insertGeneration(db, { ...generation, model: { ...generation.model, step }, groups });
    const path = join(folder, generationPath('run', `${id}.npy`));
    mkdirSync(dirname(path), { recursive: true });
    const header = tokensHeader({ trajectories: 2, steps: 4, bytesPerToken: 1 });
    writeFileSync(path, Buffer.concat([header, stepsInOrder(Int32Array.from(tokens), 2, 1)]));
  };
  expect(await galleries(db, folder)).toEqual([]);
  db.prepare("UPDATE runs SET configuration = json_set(configuration, '$.data', json(?))").run(JSON.stringify(data));
  add('late', { step: 20, observed: 1, tokens: [1, 1, 1, 1, 0, 0, 0, 0] });
  add('early', { step: 10, observed: 1, tokens: [1, 1, 0, 1, 0, 1, 0, 0] });
  add('completed', { step: 30, observed: 3, tokens: [0, 0, 0, 0, 0, 0, 0, 0] });
  const made = await galleries(db, folder);
  expect(made.map(({ step }) => step)).toEqual([10, 20]);
  const [panel] = made[0]!.figure.panels;
  if (panel?.kind !== 'images') throw new Error('Images were expected.');
  expect(panel.rowLabels).toEqual(['Class 0', 'Class 1']);
  // The second row of a serpentine runs from right to left.
  expect(panel.images).toEqual([
    [1, 1, 1, 0],
    [0, 1, 0, 0],
  ]);
  db.close();
});

async function galleries(db: ReturnType<typeof memoryStore>, folder: string): Promise<SampleGallery[]> {
  const made: SampleGallery[] = [];
  for await (const gallery of sampleGalleries(db, getRunDetail(db, 'run')!, folder)) made.push(gallery);
  return made;
}
