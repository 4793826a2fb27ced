import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { armConfiguration, studyDefinitionSchema } from '../../src-main/contract/configuration';
import { experimentNames } from '../../src-main/contract/talk';
import { experiments } from '../../src-main/talk/experiments';
import { publishedError, publishedStepTime, publishedValidation } from '../../src-main/talk/published';
import { talkDefinition, talkStudyNames } from '../../src-main/talk/studies';

const folder = 'resources/studies';
const presets = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => studyDefinitionSchema.parse(JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))));

test('every experiment is there once, with what it asks and how each conclusion is measured', () => {
  expect(experiments.map(({ name }) => name)).toEqual([...experimentNames]);
  for (const { question, conclusions, differences } of experiments) {
    expect(question).toMatch(/\?$/);
    expect(new Set(conclusions.map(({ name }) => name)).size).toBe(conclusions.length);
    for (const { says, measure } of conclusions) expect(Math.min(says.length, measure.length)).toBeGreaterThan(10);
    expect(Object.keys(differences)).toEqual(['quick', 'paper']);
  }
});

test.each(talkStudyNames)('every arm of %s gives a valid configuration at every scale', (name) => {
  const definition = studyDefinitionSchema.parse(talkDefinition(name, presets));
  for (const scale of ['quick', 'paper'] as const) {
    for (const arm of definition.arms) expect(() => armConfiguration(definition, scale, arm.name)).not.toThrow();
  }
});

test('the arms that experiments name are arms of their studies', () => {
  for (const { study, arms } of experiments) {
    if (!study || !arms) continue;
    const known = talkDefinition(study, presets).arms.map(({ name }) => name);
    for (const arm of arms) expect(known).toContain(arm);
  }
});

test('the published numbers are those of the talk', () => {
  const rounded = ({ unrolled, oneStep }: { unrolled: number; oneStep: number }) => [
    unrolled.toFixed(2),
    oneStep.toFixed(2),
  ];
  expect(rounded(publishedError('clean'))).toEqual(['1.63', '4.67']);
  expect(rounded(publishedError('clean', 50))).toEqual(['1.06', '1.85']);
  expect(rounded(publishedError('noisy'))).toEqual(['5.01', '5.28']);
  expect(publishedError('noisy', 50).unrolled).toBeCloseTo(8.335, 3);
  expect(publishedError('noisy', 50).oneStep).toBeCloseTo(7.31, 3);
  expect(publishedValidation().best).toEqual({ unrolled: 0.7761, oneStep: 0.6992 });
  expect(publishedStepTime().unrolled / publishedStepTime().oneStep).toBeCloseTo(8, 0);
});
