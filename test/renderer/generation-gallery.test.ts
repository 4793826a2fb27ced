import { describe, expect, it } from 'vitest';
import binary from '../../resources/studies/mnist-binary.json';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import type { ImagesPanel } from '../../src-main/contract/figure';
import {
  startGenerationSchema,
  type GenerationSummary,
  type TrajectoryCurve,
} from '../../src-main/contract/generations';
import type { RunDetail } from '../../src-main/contract/runs';
import { GenerationForm } from '../../src-renderer/state/generation-form.svelte';
import { GeneratedCurves } from '../../src-renderer/state/generated-curves.svelte';
import { arePictures, galleryFigure, picturedGroups } from '../../src-renderer/state/generation-gallery';
import { fakeApi, run } from './samples';

const definition = studyDefinitionSchema.parse(binary);
const detail: RunDetail = {
  ...run({ id: 'digits' }),
  configuration: armConfiguration(definition, 'quick', definition.arms[0]!.name),
  configurationHash: '',
  environment: null,
  parameters: null,
  receptiveField: 800,
  dataHash: null,
  checkpoints: [],
  notices: [],
  folder: '',
};
const pixels = 28 * 28;

function generation(changes: Partial<GenerationSummary> = {}, steps = pixels): GenerationSummary {
  return {
    id: 'one',
    status: 'running',
    runId: 'digits',
    choice: { steps, count: 2, seed: 1, sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null } },
    trajectories: 4,
    groups: [3, 7].map((own, index) => ({ first: 2 * index, count: 2, class: own, series: null, observed: 1 })),
    model: null,
    checkpoint: 'best',
    ...changes,
  } as GenerationSummary;
}

const panelsOf = (figure: ReturnType<typeof galleryFigure>) => figure!.panels as ImagesPanel[];

describe('the gallery of samples', () => {
  it('fills pixel after pixel while the samples stream in, a row for each class', () => {
    const { api, publish } = fakeApi({});
    const curves = new GeneratedCurves(api);
    curves.start();
    curves.follow(generation());
    const scene = { shown: [{ generation: generation(), by: detail }], former: [], statistics: false };
    const rows = (count: number) => panelsOf(galleryFigure(scene, curves))[0]!.images.map((one) => one.slice(0, count));
    expect(rows(2)).toEqual([0, 1, 2, 3].map(() => [null, null]));
    const tokens = Uint16Array.from([1, 0, 0, 1, 1, 1, 0, 0]);
    publish('generations:block', { generationId: 'one', firstStep: 0, steps: 2, trajectories: 4, tokens });
    expect(rows(3)).toEqual([
      [1, 0, null],
      [0, 1, null],
      [1, 1, null],
      [0, 0, null],
    ]);
    const figure = galleryFigure(scene, curves)!;
    expect(panelsOf(figure)[0]).toMatchObject({ columns: 2, rowLabels: ['Class 3', 'Class 7'], border: [] });
    expect(figure.provenance.remarks).toContain('Levels as grey, scanline order undone.');
  });

  it('shows every step of what is stored, after what was observed, beside the former result', async () => {
    const image = Array.from({ length: 1 + pixels }, (_, index) => (index > 0 && index % 3 === 0 ? 1 : 0));
    const observed = 1 + pixels / 2;
    const groups = [{ first: 0, count: 2, class: 3, series: 5, observed }];
    const steps = pixels / 2;
    const asked: number[] = [];
    const { api } = fakeApi({
      'generations:get': ({ generationId }: { generationId: string }) => ({
        ...generation({ id: generationId }, steps),
        environment: { method: 'simd', threads: 2, simd: 'relaxed', tensorflow: null, version: '1' },
        observedGroups: groups.map((own) => ({
          ...own,
          prompt: image.slice(0, observed),
          truth: image.slice(observed),
        })),
      }),
      'generations:trajectories': ({ trajectories, maxPoints }: { trajectories: number[]; maxPoints: number }) => {
        asked.push(maxPoints);
        return trajectories.map((trajectory): TrajectoryCurve => {
          return { trajectory, step: Array.from({ length: steps }, (_, i) => i), token: image.slice(observed) };
        });
      },
    } as never);
    const curves = new GeneratedCurves(api);
    curves.lookAt({ stretch: null, everyStep: true });
    const [now, before] = ['one', 'two'].map((id) => generation({ id, groups, status: 'completed' }, steps));
    for (const one of [now!, before!]) {
      await curves.readDetail(one);
      await curves.readSamples(one, [0], 2);
    }
    expect(asked).toEqual([20_000, 20_000]);
    const shown = [{ generation: now!, by: detail }];
    const figure = galleryFigure({ shown, former: [{ generation: before!, by: detail }], statistics: false }, curves)!;
    expect(figure).toMatchObject({ columns: 2, panels: [{ title: 'Now' }, { title: 'Before', columns: 3 }] });
    const [panel] = panelsOf(figure);
    expect(panel).toMatchObject({ columnLabels: ['Original', '', ''], border: { length: 4 * 28 } });
    expect(panel!.images).toEqual([0, 1, 2].map(() => image.slice(1)));
    expect(figure.provenance.remarks.join(' ')).toContain('first 392 pixels, which were observed');
  });

  it('is there for models of images alone, and of many samples shows the first', () => {
    expect(arePictures([{ generation: generation(), by: detail }])).toBe(true);
    expect(arePictures([{ generation: generation(), by: null }])).toBe(false);
    expect(arePictures([])).toBe(false);
    const choice = { ...generation().choice, count: 1000 };
    const groups = Array.from({ length: 10 }, (_, index) => ({ ...generation().groups[0]!, first: 1000 * index }));
    expect(picturedGroups([{ generation: generation({ choice, groups }) }])).toEqual({ groups: 10, samples: 32 });
  });
});

describe('the form for a model of images', () => {
  const form = new GenerationForm(() => detail);
  form.models.begin({ runId: 'digits', checkpoint: 'best' });

  it('begins with whole images of every class', () => {
    const classes = Array.from({ length: 10 }, (_, index) => index);
    expect(form.lanes![0]![0]).toMatchObject({ count: 5, steps: pixels, prompt: { kind: 'none' }, classes });
  });

  it('completes test images from their upper half, the black pixel before them not counted', () => {
    form.chooseCompletions();
    const prompt = { kind: 'dataset', series: [0, 1, 2, 3, 4], observed: 393 };
    const before = startGenerationSchema.parse(form.lanes![0]![0]);
    expect(before).toMatchObject({ count: 5, steps: 392, prompt, classes: null });
    expect(form.text('observed')).toBe('392');
    form.write('observed', '0');
    expect(form.lanes![0]![0]).toMatchObject({ steps: pixels, prompt: { observed: 1 } });
    form.write('observed', '785');
    expect(form.problems.observed).toContain('0 … 784');
    form.take({ ...before, prompt: { kind: 'dataset', series: [0], observed: 101 } });
    expect(form.text('observed')).toBe('100');
  });
});
