import type { ReportBlock, ReportDocument, ReportTable } from '../contract/report';
import type { ExperimentResult, TalkResults, TalkTable } from '../contract/talk';
import { numberText } from '../figures/number-text';
import type { Experiment } from './experiment';
import { experiments, findExperiment } from './experiments';
import { effectText, judge } from './judgement';

/** The report of the talk's experiments; every number in it comes from the results. */
export function talkReport(talk: TalkResults): ReportDocument {
  const results = experiments.flatMap(({ name }) => talk.results.find(({ experiment }) => experiment === name) ?? []);
  const versions = Object.entries(talk.versions).map(([name, version]) => `${name} ${version}`);
  return {
    title: 'The talk, reproduced',
    subtitle: [`${talk.scale} scale`, talk.date, talk.machine, ...versions].join(' · '),
    blocks: [
      { kind: 'text', text: introduction },
      ...(results.some(({ conclusions }) => conclusions.length > 0) ? [conclusionsTable(results)] : []),
      costTable(results),
      ...results.flatMap((result) => section(findExperiment(result.experiment), result)),
      ...notRun(talk),
    ],
  };
}

/** All conclusions that were measured with verdict and effect: the first table of the report, also for the README. */
export function conclusionsTable(results: readonly ExperimentResult[]): ReportTable {
  return {
    kind: 'table',
    title: 'Conclusions',
    columns: ['Experiment', 'The talk’s conclusion', 'Verdict', 'Effect with its 95 % interval'],
    rows: results.flatMap((result) => {
      const experiment = findExperiment(result.experiment);
      return judged(experiment, result).map(({ conclusion, pairs }) => [
        numbered(experiment),
        conclusion.says,
        judge(conclusion, pairs).verdict,
        effectText(conclusion, pairs),
      ]);
    }),
  };
}

/** The claims of an experiment. */
export function judged(experiment: Experiment, { conclusions }: Pick<ExperimentResult, 'conclusions'>) {
  return experiment.conclusions.map((conclusion) => ({
    conclusion,
    pairs: conclusions.find((one) => one.conclusion === conclusion.name)?.pairs ?? [],
  }));
}

const introduction =
  'Every experiment of the talk on WaveNet-like autoregressive models, run anew. A conclusion holds where the mean paired ' +
  'difference is on its side and 0 lies outside its 95 % intervals, of the bootstrap and, with few pairs, of Student’s t; ' +
  'it does not hold where the difference is so on the other side; otherwise it is not decided. The measures were written ' +
  'down before the runs. Published numbers are of one training on another machine.';

function costTable(results: readonly ExperimentResult[]): ReportTable {
  const minutes = (milliseconds: number) => numberText(milliseconds / 60_000, 1);
  const runs = new Map(results.flatMap((result) => result.runs.map((run) => [run.id, run.trainingTime])));
  const training = [...runs.values()].reduce((sum, time) => sum + time, 0);
  const measuring = results.reduce((sum, { cost }) => sum + cost.measuring, 0);
  return {
    kind: 'table',
    title: 'Cost in minutes; experiments share runs, which count once in the sum',
    columns: ['Experiment', 'Seeds', 'Training', 'Measuring'],
    rows: [
      ...results.map((result) => [
        numbered(findExperiment(result.experiment)),
        result.runs.length === 0 ? '–' : [...new Set(result.runs.map(({ seed }) => seed))].join(', '),
        minutes(result.cost.training),
        minutes(result.cost.measuring),
      ]),
      ['Altogether', '', minutes(training), minutes(measuring)],
    ],
  };
}

function section(experiment: Experiment, result: ExperimentResult): ReportBlock[] {
  const differences = [
    ...experiment.differences[result.scale],
    ...Object.entries(result.changes).map(
      ([path, value]) => `Changed for this report: ${path} = ${JSON.stringify(value)}.`,
    ),
  ];
  return [
    { kind: 'heading', level: 2, text: numbered(experiment) },
    { kind: 'text', text: experiment.question },
    ...result.figures.map((figure, index): ReportBlock => ({
      kind: 'figure',
      figure,
      file: figureStem(result, index),
      caption: [figure.title, ...figure.provenance.remarks].map(asSentence).join(' '),
    })),
    ...result.tables.map(printed),
    ...judged(experiment, result).map(({ conclusion, pairs }) => judge(conclusion, pairs)),
    ...(result.remarks.length > 0 ? [{ kind: 'list', items: result.remarks } as const] : []),
    ...(differences.length > 0
      ? ([
          { kind: 'heading', level: 3, text: 'What differs from the talk' },
          { kind: 'list', items: differences },
        ] as const)
      : []),
  ];
}

/** File name of a figure without its ending: `03-forecasts-clean-1`. */
export function figureStem(
  { experiment, figures }: Pick<ExperimentResult, 'experiment' | 'figures'>,
  index: number,
): string {
  const { number } = findExperiment(experiment);
  // `03-forecasts-clean` beside `10a-mnist-examples`: files in the order of the talk.
  const place = number === '' ? '' : `${/^\d[a-z]?$/.test(number) ? '0' : ''}${number}-`;
  return `${place}${experiment}${figures.length > 1 ? `-${index + 1}` : ''}`;
}

function printed({ title, columns, rows }: TalkTable): ReportTable {
  return {
    kind: 'table',
    title,
    columns: ['', ...columns.map((column) => column.title)],
    rows: rows.map(({ label, values }) => [
      label,
      ...values.map((value, index) => (value === null ? '–' : numberText(value, columns[index]!.decimals))),
    ]),
  };
}

function notRun({ notRun: absent }: TalkResults): ReportBlock[] {
  if (absent.length === 0) return [];
  const items = absent.map(({ experiment, reason }) => `${numbered(findExperiment(experiment))}: ${reason}`);
  return [
    { kind: 'heading', level: 2, text: 'Not run' },
    { kind: 'list', items },
  ];
}

function numbered({ number, title }: Experiment): string {
  return number === '' ? title : `${number} · ${title}`;
}

function asSentence(text: string): string {
  return /[.:;]$/.test(text) ? text : `${text}.`;
}
