import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { talkResultsSchema } from '../../src-main/contract/talk';
import { judge } from '../../src-main/talk/judgement';
import { findExperiment } from '../../src-main/talk/experiments';
import { reportSummary } from '../../src-main/talk/markdown';
import { judged, talkReport } from '../../src-main/talk/report';

const folder = 'resources/results/talk';
const talk = talkResultsSchema.parse(JSON.parse(readFileSync(`${folder}/results.json`, 'utf8')));

test('the kept summary is what the report makes of the kept results', () => {
  expect(readFileSync(`${folder}/summary.md`, 'utf8')).toBe(reportSummary(talk));
});

test('every kept pair belongs to a conclusion, and every claim of the report comes of kept pairs', () => {
  const claims = talkReport(talk).blocks.filter(({ kind }) => kind === 'claim');
  for (const result of talk.results) {
    const experiment = findExperiment(result.experiment);
    const known = experiment.conclusions.map(({ name }) => name);
    for (const { conclusion } of result.conclusions) expect(known).toContain(conclusion);
    for (const { conclusion, pairs } of judged(experiment, result)) {
      expect(claims).toContainEqual(judge(conclusion, pairs));
    }
  }
});

test('every experiment is either reported or said not to have been run', () => {
  const told = [
    ...talk.results.map(({ experiment }) => experiment),
    ...talk.notRun.map(({ experiment }) => experiment),
  ];
  expect(new Set(told).size).toBe(told.length);
  expect(told.length).toBe(16);
});
