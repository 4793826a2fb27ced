import { resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { parseWith, type Changes, type Scale } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import {
  talkResultsSchema,
  type ExperimentName,
  type ExperimentState,
  type TalkChoice,
  type TalkResults,
} from '../../contract/talk';
import { nodeFiles } from '../../services/files';
import { joinedResults, resultsOf, writeReport } from '../../services/talk/report-files';
import { experiments, talkExperiments } from '../../talk/experiments';
import { integer, list, scaleOption, setOption, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { durationText, printJson, printResult, table, tell, type Column } from '../output';
import { StatusLine } from '../status-line';
import { signalExitCode, whileStoppable } from '../stop-signals';

interface Options extends DataOptions {
  scale: Scale;
  only?: ExperimentName[];
  seeds: number;
  beyond?: boolean;
  retrain?: boolean;
  set: Changes;
  plan?: boolean;
  from?: string[];
  out: string;
}

/** `wavebench reproduce`: makes the talk's experiments and writes the report. */
export function addReproduceCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('reproduce')
      .description('make the experiments of the talk anew and write a report; goes on where it was interrupted')
      .addOption(scaleOption())
      .option('--only <experiments>', 'numbers or names, e.g. 1,9 or validation', experimentList)
      .option('--seeds <count>', 'train every arm with the seeds 1 … count', integer(1, 100), 3)
      .option('--beyond', 'ask as well what the talk did not: other horizons, samplers, weights, schedules')
      .option('--retrain', 'train the models that otherwise come along')
      .addOption(setOption())
      .option('--plan', 'only show what there is to do, and about how long it takes')
      .option('--from <files...>', 'write the report from results.json files and run nothing')
      .option('--out <folder>', 'folder of the report', 'talk'),
  )
    .addHelpText('after', experimentsHelp)
    .action(async (options: Options) => {
      const { dataDir, json } = options;
      const folder = resolve(options.out);
      const line = new StatusLine({ terminal: process.stderr, now: () => Date.now() });
      let show = () => {};
      const publish = (name: string) => name === 'talk:changed' && show();
      await withWorkbench(context, { dataDir, publish }, async (workbench) => {
        const { talk, figure: drawing } = workbench;
        const write = { files: nodeFiles, drawing };
        if (options.from) {
          const files = await writeReport(write, joinedResults(options.from.map(readResults), options.only), folder);
          return printResult(files.join('\n'));
        }
        const choice: TalkChoice = {
          scale: options.scale,
          seeds: options.seeds,
          retrain: options.retrain ?? false,
          changes: options.set,
        };
        const only = options.only ?? [...talkExperiments, ...(options.beyond ? (['beyond'] as const) : [])];
        const states = () => talk.state(choice, only).experiments;
        if (options.plan) return json ? printJson(states()) : printResult(planText(states()));
        let named: string | null = null;
        show = () => {
          const { doing } = talk;
          if (!doing) return;
          if (doing.name !== named) {
            line.end();
            tell(`${experiments.find(({ name }) => name === doing.name)!.title}`);
            named = doing.name;
          }
          line.show(() => doing.detail);
        };
        talk.start({ ...choice, only });
        const { signal } = await whileStoppable(talk.ended(), () => talk.stop());
        line.end();
        const failed = only.filter((name) => talk.failure(name) !== null);
        for (const name of failed) tell(`${name} failed: ${talk.failure(name)}`);
        if (signal) {
          process.exitCode = signalExitCode(signal);
          return tell('Stopped. The same command goes on from here.');
        }
        if (failed.length > 0) process.exitCode = 1;
        const date = new Date().toISOString().slice(0, 10);
        const results = resultsOf(talk, { choice, version: context.version, date });
        const files = await writeReport(write, results, folder);
        if (json) printJson({ results, files });
        else printResult(`${claimsText(states())}\n\n${files.slice(0, 5).join('\n')}`);
      });
    });
}

function readResults(file: string): TalkResults {
  const path = resolve(file);
  if (!nodeFiles.exists(path)) throw new UserError(`There is no file ${path}.`);
  return parseWith(talkResultsSchema, JSON.parse(nodeFiles.readText(path)), file);
}

/** Parses `1,10,validation`; a number stands for all experiments of that number. */
function experimentList(text: string): ExperimentName[] {
  const named = list(text).flatMap((part) => {
    const found = experiments.filter(
      ({ name, number }) =>
        name === part || (number !== '' && number.replace(/[a-z]$/, '') === part) || number === part,
    );
    if (found.length === 0)
      throw new InvalidArgumentError(`There is no experiment ${part}; the help lists those there are.`);
    return found.map(({ name }) => name);
  });
  return [...new Set(named)];
}

function experimentsHelp(): string {
  const width = Math.max(...experiments.map(({ name }) => name.length));
  return `\nExperiments:\n${experiments.map(({ name, number, title }) => `  ${number.padStart(3)}  ${name.padEnd(width)}  ${title}`).join('\n')}`;
}

const planColumns: Column<ExperimentState>[] = [
  { title: '', text: ({ number }) => number, align: 'right' },
  { title: 'Experiment', text: ({ title }) => title },
  { title: 'State', text: ({ status, date }) => (status === 'done' ? `done ${date}` : status.replace('-', ' ')) },
  { title: 'Still takes', text: ({ seconds }) => (seconds === 0 ? '–' : durationText(1000 * seconds)), align: 'right' },
];

function planText(states: readonly ExperimentState[]): string {
  const seconds = states.reduce((sum, state) => sum + state.seconds, 0);
  const note = `About ${durationText(1000 * seconds)} on this machine without a GPU; runs that experiments share count once.`;
  return [table(planColumns, states), '', note].join('\n');
}

function claimsText(states: readonly ExperimentState[]): string {
  const rows = states.flatMap((state) => state.claims.map((claim) => ({ state, claim })));
  if (rows.length === 0) return 'These experiments decide no conclusion.';
  return rows
    .map(({ state, claim }) => `${state.number} ${claim.says}\n   ${claim.verdict}: ${claim.sentence}`.trim())
    .join('\n');
}
