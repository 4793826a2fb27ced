import { expect, test } from 'vitest';
import { numberColumns } from '../../src-main/contract/report';
import type { ExperimentResult, TalkResults } from '../../src-main/contract/talk';
import { reportHtml } from '../../src-main/talk/html';
import { talkReport } from '../../src-main/talk/report';

const result: ExperimentResult = {
  experiment: 'forecasts-clean',
  scale: 'quick',
  seeds: [1, 2, 3],
  retrain: false,
  changes: { 'training.maxSteps': 7 },
  date: '2026-11-24',
  cost: { training: 600_000, measuring: 60_000 },
  runs: [1, 2].map((seed) => ({
    id: `run${seed}`,
    name: `one-step · seed ${seed}`,
    seed,
    configurationHash: 'a',
    trainingTime: 300_000,
  })),
  conclusions: [
    {
      conclusion: 'drift',
      pairs: [1, 2, 3].map((seed) => ({ label: `seed ${seed}`, arm: 5 + seed / 10, baseline: 9 })),
    },
  ],
  tables: [
    { title: 'Errors', columns: [{ title: 'One-step', decimals: 2 }], rows: [{ label: 'All', values: [1.005] }] },
  ],
  figures: [],
  remarks: ['A < B & "C".'],
};
const talk: TalkResults = {
  program: 'wavebench',
  format: 1,
  scale: 'quick',
  date: '2026-11-24',
  machine: 'a machine, 2 cores',
  versions: { wavebench: '0.1.0' },
  results: [result, { ...result, experiment: 'price', conclusions: [] }],
  notRun: [{ experiment: 'beyond', reason: 'It was not asked for.' }],
};

test('the report says what was measured, what it cost, what differs and what was not run', () => {
  const text = JSON.stringify(talkReport(talk));
  for (const part of [
    'holds',
    '−3.80',
    'Changed for this report: training.maxSteps = 7.',
    'Not run',
    'not asked for',
  ]) {
    expect(text).toContain(part);
  }
});

test('runs that experiments share cost their time once', () => {
  const cost = talkReport(talk).blocks.find((block) => block.kind === 'table' && block.title.startsWith('Cost'));
  expect(cost?.kind === 'table' && cost.rows.at(-1)).toEqual(['Altogether', '', '10.0', '2.0']);
});

test('the page has no scripts, and text in it is text', () => {
  const html = reportHtml(talkReport(talk), new Map());
  expect(html).not.toMatch(/<script|javascript:|onload=/i);
  expect(html).toContain('A &lt; B &amp; &quot;C&quot;.');
  expect(html).toContain("default-src 'none'");
});

test('drawings keep to names of their own, and bring each font once', () => {
  const drawing = (id: string) =>
    `<?xml version="1.0"?>\n<svg><metadata>{}</metadata><style>@font-face{a}</style><clipPath id="${id}"/><g clip-path="url(#${id})"/></svg>`;
  const figure = {
    name: 'f',
    title: 'F',
    provenance: { remarks: [] },
  } as unknown as ExperimentResult['figures'][number];
  const two = { ...talk, results: [{ ...result, figures: [figure, figure] }] };
  const html = reportHtml(
    talkReport(two),
    new Map([
      ['03-forecasts-clean-1', drawing('a')],
      ['03-forecasts-clean-2', drawing('a')],
    ]),
  );
  expect(html.match(/@font-face/g)).toHaveLength(1);
  expect(html).toContain('id="03-forecasts-clean-1-a"');
  expect(html).toContain('url(#03-forecasts-clean-2-a)');
  expect(html).not.toContain('metadata');
});

test('columns of numbers are told from those of words', () => {
  expect(
    numberColumns({
      columns: ['', 'A', 'B'],
      rows: [
        ['x', '−1.2', 'holds'],
        ['y', '–', '3'],
      ],
    }),
  ).toEqual([false, true, false]);
});
