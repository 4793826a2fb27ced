import { cpus } from 'node:os';
import { join } from 'node:path';
import type { ExperimentName, ExperimentResult, TalkChoice, TalkResults } from '../../contract/talk';
import { joinedVersions } from '../../figures/study-run';
import { csvRow } from '../../formats/csv-cell';
import { experiments } from '../../talk/experiments';
import { reportHtml } from '../../talk/html';
import { reportSummary } from '../../talk/markdown';
import { figureStem, talkReport } from '../../talk/report';
import { paperFor } from '../figures';
import type { Files } from '../files';
import type { JobClient } from '../job-client';
import type { Reproduction } from './reproduction';

export interface ReportFilesOptions {
  files: Files;
  drawing: Pick<JobClient<'figure'>, 'call'>;
}

/** All results that there are for a choice, and what was not run. */
export function resultsOf(
  reproduction: Pick<Reproduction, 'result' | 'failure'>,
  { choice, version, date }: { choice: TalkChoice; version: string; date: string },
): TalkResults {
  const results = experiments.flatMap(({ name }) => reproduction.result(name, choice) ?? []);
  const absent = experiments.filter(({ name }) => !results.some(({ experiment }) => experiment === name));
  return {
    program: 'wavebench',
    format: 1,
    scale: choice.scale,
    date:
      results
        .map((one) => one.date)
        .sort()
        .at(-1) ?? date,
    machine: machineText(),
    versions: { wavebench: version, ...versionsOf(results) },
    results,
    notRun: absent.map(({ name, number }) => ({ experiment: name, reason: reasonOf(reproduction, name, number) })),
  };
}

/**
 * Results that were measured apart, of several choices even, as those of one report: of each experiment the first; all
 * experiments when `only` is left out.
 */
export function joinedResults(parts: readonly TalkResults[], only?: readonly ExperimentName[]): TalkResults {
  const [first] = parts;
  const asked = experiments.filter(({ name }) => !only || only.includes(name));
  const results = asked.flatMap(({ name }) => {
    return parts.flatMap((part) => part.results.find(({ experiment }) => experiment === name) ?? []).slice(0, 1);
  });
  const absent = experiments.filter(({ name }) => !results.some(({ experiment }) => experiment === name));
  const reason = (name: ExperimentName) =>
    first!.notRun.find(({ experiment }) => experiment === name)?.reason ?? notAsked;
  const machines = [...new Set(parts.map(({ machine }) => machine))];
  return {
    ...first!,
    date: parts
      .map(({ date }) => date)
      .sort()
      .at(-1)!,
    machine: machines.join('; '),
    versions: joinedVersions(parts),
    results,
    notRun: absent.map(({ name }) => ({ experiment: name, reason: reason(name) })),
  };
}

/** Writes a report into a folder: as HTML, PDF and `summary.md`, its figures, and the numbers behind it. */
export async function writeReport(
  { files, drawing }: ReportFilesOptions,
  talk: TalkResults,
  folder: string,
): Promise<string[]> {
  const document = talkReport(talk);
  files.makeFolder(join(folder, 'figures'));
  const drawings = new Map<string, string>();
  const written: string[] = [];
  for (const result of talk.results) {
    for (const [index, figure] of result.figures.entries()) {
      const stem = figureStem(result, index);
      const path = join(folder, 'figures', `${stem}.svg`);
      const paper = paperFor(figure, { width: 6.5, fontSize: 8, font: 'sans', dpi: 300 });
      const made = await drawing.call('export', { figure, paper, files: [{ format: 'svg', path }] });
      written.push(...made.map((file) => file.path));
      drawings.set(stem, files.readText(path));
    }
  }
  const texts = {
    'report.html': reportHtml(document, drawings),
    'results.json': `${JSON.stringify(talk)}\n`,
    'conclusions.csv': conclusionsCsv(talk),
    'summary.md': reportSummary(talk),
  };
  for (const [name, text] of Object.entries(texts)) files.write(join(folder, name), text);
  await drawing.call('reportPdf', { document, path: join(folder, 'report.pdf') });
  return [...Object.keys(texts), 'report.pdf'].map((name) => join(folder, name)).concat(written);
}

/** Every pair behind every conclusion. */
function conclusionsCsv({ results }: TalkResults): string {
  const lines = results.flatMap(({ experiment, conclusions }) =>
    conclusions.flatMap(({ conclusion, pairs }) =>
      pairs.map(({ label, arm, baseline }) => csvRow([experiment, conclusion, label, arm, baseline])),
    ),
  );
  return ['experiment,conclusion,pair,arm,baseline', ...lines, ''].join('\n');
}

function reasonOf(reproduction: Pick<Reproduction, 'failure'>, name: ExperimentName, number: string): string {
  const failed = reproduction.failure(name);
  if (failed !== null) return `It failed: ${failed}`;
  return number === '' ? 'It goes beyond the talk and is made when it is asked for.' : notAsked;
}
const notAsked = 'It was not asked for.';

function versionsOf(results: readonly ExperimentResult[]): Record<string, string> {
  return joinedVersions(
    results.flatMap(({ figures }) => figures.map(({ provenance: { versions } }) => ({ versions }))),
  );
}

function machineText(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? 'unknown processor'}, ${all.length} ${all.length === 1 ? 'core' : 'cores'}`;
}
