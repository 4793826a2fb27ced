import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import definition from '../../resources/studies/fourier-unrolling.json';
import type { LaggedConfiguration, WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { parameterCount } from '../../src-main/architecture/parameters';
import { receptiveField, temporalLayers } from '../../src-main/architecture/receptive-field';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import { computedInStep } from '../../src-main/figures/explain/draw-generation';
import { pathCounts } from '../../src-main/figures/explain/lattice';
import Formula from '../../src-renderer/components/explain/Formula.svelte';
import { connectedLayers, layerPicture } from '../../src-renderer/state/explain-architecture';
import { smallLayers, weightCounts } from '../../src-renderer/state/explain-counts';
import { sub, sum, tokens } from '../../src-renderer/state/explain-formula';
import {
  exampleChoice,
  exampleModel,
  layersAlongTime,
  modelChoices,
  type ModelChoice,
} from '../../src-renderer/state/explain-models';
import { explainSteps } from '../../src-renderer/state/explain-steps';
import { Explain } from '../../src-renderer/state/explain.svelte';
import { usualAspect } from '../../src-main/figures/usual-height';
import { fakeApi, run } from './samples';

const preset = studyDefinitionSchema.parse(definition);
const presetModel = armConfiguration(preset, 'quick', 'one-step').model;

describe('the path', () => {
  const { api } = fakeApi({});

  it('leads from the first step to the last and back', () => {
    const explain = new Explain(api);
    const seen = [explain.step.id];
    while (!explain.isLast) {
      explain.next();
      seen.push(explain.step.id);
    }
    expect(seen).toEqual(explainSteps.map(({ id }) => id));
    explain.next();
    expect(explain.step.id).toBe('unrolling');
    while (!explain.isFirst) explain.previous();
    explain.previous();
    expect(explain.step.id).toBe('chain-rule');
  });

  it('shows any step at once', () => {
    const explain = new Explain(api);
    explain.show('generation');
    expect(explain.step.title).toBe('Fast generation');
  });

  it('says something short and has a formula at every step', () => {
    for (const { text, formulas, title } of explainSteps) {
      expect(text.join(' ').length, title).toBeLessThan(520);
      expect(formulas.length, title).toBeGreaterThan(0);
    }
  });
});

describe('the models to explain', () => {
  it('are the talk’s, each of a preset once, and one run of each arm', () => {
    const runs = [
      run({ id: 'a2', seed: 2, createdAt: 3 }),
      run({ id: 'a1', createdAt: 2 }),
      run({ id: 'b1', arm: 'unrolled-8', armLabel: 'Unrolled, 8 steps' }),
      run({ id: 'c1', arm: 'other', archived: true }),
    ];
    const choices = modelChoices([{ definition: preset }], runs);
    expect(choices.map(({ id }) => id)).toEqual([
      'talk',
      'preset fourier-unrolling quick one-step',
      'preset fourier-unrolling paper one-step',
      'run a2',
      'run b1',
    ]);
    expect(choices[1]!.label).toBe('Unrolled training on Fourier series, quick');
  });

  it('name arm and scale of a preset with several', () => {
    const arms: typeof preset.arms = [
      { name: 'kernel-2', label: 'Kernel 2', changes: {} },
      { name: 'kernel-3', label: 'Kernel 3', changes: { 'model.kernelSize': 3 } },
    ];
    const labels = modelChoices([{ definition: { ...preset, arms } }], []).map(({ label }) => label);
    expect(labels).toHaveLength(5);
    expect(labels[2]).toBe('Unrolled training on Fourier series, Kernel 3, quick');
  });

  it('of a run are asked for, and the last wish counts', async () => {
    const waiting = new Map<string, () => void>();
    const { api } = fakeApi({
      'runs:get': ({ runId }: { runId: string }) =>
        new Promise((resolve) => {
          const detail = {
            id: runId,
            name: runId,
            seed: 4,
            configurationHash: 'c0ffee',
            configuration: { model: presetModel },
          };
          waiting.set(runId, () => resolve(detail));
        }),
    });
    const explain = new Explain(api);
    const choice = (runId: string): ModelChoice => ({ id: `run ${runId}`, label: runId, group: 'Runs', runId });
    const first = explain.choose(choice('one'));
    const second = explain.choose(choice('two'));
    waiting.get('two')!();
    waiting.get('one')!();
    await Promise.all([first, second]);
    expect(explain.explained).toMatchObject({ choice: { id: 'run two' }, model: presetModel });
    expect(explain.explained.runs).toEqual([{ id: 'two', name: 'two', seed: 4, configurationHash: 'c0ffee' }]);
    await explain.choose(exampleChoice);
    expect(explain.explained).toEqual({ choice: exampleChoice, model: exampleModel, runs: [] });
  });
});

describe('the architecture', () => {
  it('has all parameters of the model in its parts', () => {
    const conditioned: WaveNetConfiguration = {
      ...exampleModel,
      bias: true,
      inputKernelSize: 3,
      conditionClasses: 5,
      localConditionChannels: 2,
    };
    for (const model of [exampleModel, conditioned]) {
      const pictures = temporalLayers(model).map((_, index) => layerPicture(model, index));
      const parts = pictures.flatMap(({ parameters }) => Object.values(parameters));
      const sum = [...parts, ...pictures[0]!.head].reduce((total, part) => total + part, 0);
      expect(sum).toBe(parameterCount(model));
    }
    const lagged: LaggedConfiguration = { family: 'lagged', quantizationLevels: 8, lags: 20, hiddenChannels: [6, 5] };
    const connected = connectedLayers(lagged);
    expect(connected.map(({ outputs }) => outputs)).toEqual([6, 5, 8]);
    expect(connected.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(parameterCount(lagged));
  });
});

describe('what is counted', () => {
  it('is the talk’s: 512 weights, or 18 in nine dilated layers', () => {
    expect(weightCounts(9).at(-1)).toEqual({ receptiveField: 512, plain: 512, dilated: 18 });
  });

  it('takes the layers that look along time, with the whole receptive field', () => {
    for (const model of [exampleModel, presetModel]) {
      const { layers, positions, receptiveField: field } = layersAlongTime(model);
      expect(field).toBe(receptiveField(model));
      expect(pathCounts(layers)[0]).toHaveLength(field);
      expect(positions).toEqual(layers.map(() => field));
    }
    expect(layersAlongTime(exampleModel).layers).toHaveLength(3);
  });

  it('is R values for each layer by definition, and one with queues', () => {
    const { positions } = layersAlongTime(exampleModel);
    expect(computedInStep({ positions, done: 3 })).toEqual({ byDefinition: 24, withQueues: 3 });
  });

  it('stands on the talk’s lattice where the chosen one has no room, and says so', () => {
    const own = { choice: exampleChoice, model: exampleModel, runs: [] };
    expect(smallLayers(own)).toMatchObject({ isOwn: true, label: exampleChoice.label });
    const large = smallLayers({ ...own, model: presetModel });
    expect(large).toMatchObject({ isOwn: false, receptiveField: 8, runs: [] });
    expect(large.label).toContain('in place of this model');
  });
});

describe('formulas', () => {
  it('tell variables, names, numbers and operators apart', () => {
    expect(tokens('2 log p(x_t) − one-step').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'number 2',
      'name log',
      'variable p',
      'operator (',
      'variable x',
      'operator _',
      'variable t',
      'operator )',
      'operator −',
      'name one-step',
    ]);
  });

  it('are set as MathML', () => {
    const { body } = render(Formula, { props: { formula: ['R =', sum('i'), sub('r', 'i'), '+ 1'] } });
    const plain = body.replace(/<!--.*?-->| class="[^"]*"|\s+(?=<)/g, '');
    expect(plain).toContain('<mi>R</mi><mo stretchy="false">=</mo><munder>');
    expect(plain).toContain('<msub><mrow><mi>r</mi></mrow><mrow><mi>i</mi></mrow></msub>');
    for (const { formulas } of explainSteps) {
      for (const formula of formulas) expect(render(Formula, { props: { formula } }).body).toContain('<math');
    }
  });
});

describe('the usual height of a figure', () => {
  it('is the drawing’s own shape, the golden ratio of a chart, and flatter for many', () => {
    const drawing = { kind: 'drawing' as const, title: '', width: 700, height: 350, shapes: [] };
    expect(usualAspect({ panels: [drawing], columns: 1 })).toBe(0.5);
    const chart = { kind: 'chart' } as never;
    expect(usualAspect({ panels: [chart], columns: 1 })).toBe(0.618);
    expect(usualAspect({ panels: [chart, chart, chart, chart], columns: 2 })).toBeCloseTo(0.5);
  });
});
