import { describe, expect, it } from 'vitest';
import definition from '../../resources/studies/fourier-unrolling.json';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import { fieldRule } from '../../src-renderer/state/field-rule';
import { describeRule, fieldText, parseField } from '../../src-renderer/state/field-text';
import { formSections } from '../../src-renderer/state/form-fields';
import { NewStudy } from '../../src-renderer/state/new-study.svelte';
import { parseSeeds } from '../../src-renderer/state/seeds';
import { StudiesState } from '../../src-renderer/state/studies.svelte';
import { fakeApi } from './samples';

const preset = studyDefinitionSchema.parse(definition);
const rule = (path: string) => fieldRule(path, preset.base)!;

async function form(): Promise<NewStudy> {
  const { api } = fakeApi({ 'studies:presets': () => [{ definition: preset }] });
  const studies = new StudiesState(api);
  await studies.loadPresets();
  return new NewStudy(studies, { get: () => null });
}

function fieldOf(study: NewStudy, label: string) {
  const state = study.sections.flatMap(({ fields }) => fields).find(({ field }) => field.label === label);
  if (!state) throw new Error(`The form has no field "${label}".`);
  return state;
}

describe('the rule of a field', () => {
  it('comes from the schema', () => {
    expect(rule('model.kernelSize')).toMatchObject({
      kind: 'number',
      integer: true,
      nullable: false,
      min: 1,
      max: 4096,
    });
    expect(rule('training.optimizer.learningRate')).toMatchObject({ min: 0, aboveMin: true, max: 10 });
    expect(rule('training.windowLength')).toMatchObject({ nullable: true });
    expect(rule('model.padding')).toEqual({ kind: 'choice', options: ['layer', 'input'] });
    expect(rule('training.skipPartialReceptiveField')).toEqual({ kind: 'switch' });
    expect(rule('data.terms')).toMatchObject({ kind: 'numbers', alone: true, lengths: [2] });
    expect(rule('data.period')).toMatchObject({ kind: 'numbers', alone: true, lengths: null });
  });

  it('is missing where the configuration has no such field', () => {
    expect(fieldRule('model.lags', preset.base)).toBeNull();
    expect(fieldRule('training.unrolling.horizon', preset.base)).toBeNull();
  });

  it('is there for every field of the form that the preset has', () => {
    const paths = formSections.flatMap(({ fields }) => fields.flatMap((field) => field.paths));
    const missing = paths.filter((path) => fieldRule(path, preset.base) === null);
    expect(missing).toEqual([
      'data.trainImages',
      'data.scanOrder',
      'model.lags',
      'model.hiddenChannels',
      'training.schedule.at',
      'training.checkpoints.history',
      // A group that the field itself switches on, and its fields.
      'training.unrolling',
      'training.unrolling.horizon',
      'training.unrolling.origins',
      'training.unrolling.weight',
      'training.unrolling.sampling',
      'training.unrolling.gumbelTemperature',
      'training.unrolling.gumbelTemperature.from',
      'training.unrolling.gumbelTemperature.to',
      'training.unrolling.gumbelTemperature.overSteps',
      'training.unrolling.mixingRate',
      'training.unrolling.curriculumSteps',
    ]);
  });

  it('says in words what is allowed', () => {
    expect(describeRule(rule('model.kernelSize'))).toBe('1 … 4096');
    expect(describeRule(rule('training.optimizer.learningRate'))).toBe('0 … 10, without 0');
    expect(describeRule(rule('training.maxSteps'))).toBe('1 or more');
    expect(describeRule(rule('data.terms'))).toBe('1 … 256; or 2 numbers for a range');
  });
});

describe('the text of a field', () => {
  it('gives the value back', () => {
    const values: [string, unknown][] = [
      ['model.dilations', preset.base.model.family === 'wavenet' ? preset.base.model.dilations : []],
      ['model.dilations', [1, 2, 4, 3, 3, 6, 12, 24]],
      ['training.windowLength', null],
      ['training.optimizer.learningRate', 0.005],
      ['data.terms', [1, 5]],
      ['data.terms', 3],
      ['validation.horizons', [1, 8, 32]],
      ['model.padding', 'input'],
    ];
    for (const [path, value] of values) expect(parseField(fieldText(value), rule(path))).toEqual({ value });
  });

  it('writes doublings short', () => {
    expect(fieldText([1, 2, 4, 8, 16, 1, 2, 4, 8])).toBe('1..16, 1..8');
    expect(fieldText([1, 2, 4])).toBe('1, 2, 4');
  });

  it('reads numbers as they are shown', () => {
    expect(parseField('12\u202f288', rule('training.maxSteps'))).toEqual({ value: 12288 });
    expect(parseField('−1, 1', rule('data.coefficients'))).toEqual({ value: [-1, 1] });
  });

  it.each([
    ['training.batchSize', '0', '0 is not allowed: 1 … 65\u202f536.'],
    ['training.batchSize', '2.5', '2.5 is not whole: 1 … 65\u202f536.'],
    ['training.batchSize', 'many', '"many" is no number.'],
    ['training.batchSize', '', 'Write a number: 1 … 65\u202f536.'],
    ['model.dilations', '1..100', '"1..100" must double from its first to its last number, as 1..128 does.'],
    ['model.dilations', '', 'Write 1 … 65\u202f536, divided by commas.'],
    ['data.terms', '1, 2, 3', 'Write 1 … 256; or 2 numbers for a range.'],
    ['training.optimizer.learningRate', '0', '0 is not allowed: 0 … 10, without 0.'],
  ])('says what is wrong with %s = "%s"', (path, text, problem) => {
    expect(parseField(text, rule(path))).toEqual({ problem });
  });
});

describe('seeds', () => {
  it('are single ones and ranges, each once', () => {
    expect(parseSeeds('1, 3-5 4')).toEqual({ seeds: [1, 3, 4, 5] });
  });

  it.each(['', 'x', '3-1', '1-1000', '4294967296', '1.5'])('refuse "%s" with a sentence', (text) => {
    expect(parseSeeds(text)).toHaveProperty('problem');
  });
});

describe('a new study', () => {
  it('starts the preset as it is', async () => {
    const study = await form();
    expect(study.request).toEqual({
      preset: 'fourier-unrolling',
      scale: 'quick',
      seeds: [1],
      arms: ['one-step', 'unrolled-8'],
      changes: {},
    });
  });

  it('sends what was changed, and only that', async () => {
    const study = await form();
    study.write(fieldOf(study, 'Steps').field, '500');
    study.write(fieldOf(study, 'Batch size').field, '16');
    study.write(fieldOf(study, 'Quantization levels').field, '63');
    expect(study.request?.changes).toEqual({
      'training.maxSteps': 500,
      'data.quantizationLevels': 63,
      'model.quantizationLevels': 63,
    });
    study.reset(fieldOf(study, 'Quantization levels').field);
    expect(study.request?.changes).toEqual({ 'training.maxSteps': 500 });
  });

  it('shows a wrong number at its field and starts nothing', async () => {
    const study = await form();
    study.write(fieldOf(study, 'Batch size').field, '0');
    expect(fieldOf(study, 'Batch size').problem).toContain('1 … 65\u202f536');
    expect(study.request).toBeNull();
  });

  it('shows what does not fit together at the field that it names', async () => {
    const study = await form();
    study.write(fieldOf(study, 'Window length').field, '4096');
    expect(fieldOf(study, 'Window length').problem).toContain('must be at most data.samples (640)');
    expect(study.problems).toEqual([]);
    expect(study.request).toBeNull();
  });

  it('needs an arm and a seed', async () => {
    const study = await form();
    study.toggleArm('one-step');
    expect(study.request?.arms).toEqual(['unrolled-8']);
    study.toggleArm('unrolled-8');
    expect(study.request).toBeNull();
    expect(study.problems).toEqual(['Choose at least one arm.']);
    study.toggleArm('one-step');
    study.seedsText = 'none';
    expect(study.request).toBeNull();
  });

  it('takes the sizes of the other scale, but keeps what was changed', async () => {
    const study = await form();
    study.write(fieldOf(study, 'Learning rate').field, '0.001');
    study.scale = 'paper';
    expect(fieldOf(study, 'Samples per curve').text).toBe('2048');
    expect(study.request?.changes).toEqual({ 'training.optimizer.learningRate': 0.001 });
  });
});

describe('the arms of a new study', () => {
  it('have fields of their own, and say how they differ from all arms', async () => {
    const study = await form();
    expect(() => fieldOf(study, 'Unrolled steps')).toThrow();
    study.show('unrolled-8');
    expect(fieldOf(study, 'Unrolled steps')).toMatchObject({ text: '8', changed: false, common: null });
    expect(fieldOf(study, 'Unrolled loss')).toMatchObject({ text: 'true', common: 'false' });
    expect(fieldOf(study, 'Steps').common).toBeNull();
    study.write(fieldOf(study, 'Unrolled steps').field, '4');
    study.write(fieldOf(study, 'Learning rate').field, '0.001');
    expect(fieldOf(study, 'Learning rate')).toMatchObject({ changed: true, common: '0.005' });
    const [plain, unrolled] = study.arms;
    expect(plain!.configuration!.training.optimizer.learningRate).toBe(0.005);
    expect(unrolled!.configuration!.training).toMatchObject({
      optimizer: { learningRate: 0.001 },
      unrolling: { horizon: 4, origins: 16 },
    });
    expect(study.request).toMatchObject({ changes: {}, arms: ['one-step', 'unrolled-8'] });
    expect(study.request!.definition!.arms[0]).toEqual(preset.arms[0]);
    study.reset(fieldOf(study, 'Learning rate').field);
    study.reset(fieldOf(study, 'Unrolled steps').field);
    expect(study.request).not.toHaveProperty('definition');
  });

  it('are added, renamed and removed; each can be made an unrolled one', async () => {
    const study = await form();
    study.duplicateArm('one-step');
    const added = study.scopedArm!;
    expect(study.arms.map(({ name }) => name)).toEqual(['one-step', 'one-step-2', 'unrolled-8']);
    study.renameArm(added.id, 'Unrolled, 2 steps');
    study.write(fieldOf(study, 'Unrolled loss').field, 'true');
    study.write(fieldOf(study, 'Unrolled steps').field, '2');
    expect(study.scopedArm).toMatchObject({ name: 'unrolled-2-steps', label: 'Unrolled, 2 steps', problem: null });
    expect(study.scopedArm!.configuration!.training.unrolling).toMatchObject({ horizon: 2, sampling: 'soft' });
    study.removeArm('one-step');
    expect(study.request!.arms).toEqual(['unrolled-2-steps', 'unrolled-8']);
    expect(studyDefinitionSchema.parse(study.file)).toEqual(study.file);
    study.renameArm(added.id, 'Unrolled, 8 steps');
    expect(study.problems).toEqual(['Two arms are called “Unrolled, 8 steps”.']);
    expect(study.request).toBeNull();
  });

  it('start nothing while a field of one of them is wrong, and say which', async () => {
    const study = await form();
    study.show('unrolled-8');
    study.write(fieldOf(study, 'Unrolled steps').field, '0');
    expect(fieldOf(study, 'Unrolled steps').problem).toBe('0 is not allowed: 1 … 4096.');
    study.show('one-step');
    expect(study.problems[0]).toContain('Unrolled, 8 steps: training.unrolling.horizon');
    expect(study.request).toBeNull();
  });

  it('are the same in the file of the study at its scale', async () => {
    const study = await form();
    study.write(fieldOf(study, 'Steps').field, '500');
    study.show('unrolled-8');
    study.write(fieldOf(study, 'Batch size').field, '8');
    const file = study.file!;
    for (const { name, configuration } of study.arms)
      expect(armConfiguration(file, 'quick', name)).toEqual(configuration);
  });
});
