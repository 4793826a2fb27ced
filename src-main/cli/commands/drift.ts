import type { Command } from 'commander';
import { parseWith } from '../../contract/configuration';
import { driftChoiceSchema, type DriftEvaluation, type DriftProgress } from '../../contract/drift';
import type { RunSummary } from '../../contract/runs';
import { decimal, integer, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { numberText, printJson, printResult, table, tell, type Column } from '../output';
import { signalExitCode, whileStoppable } from '../stop-signals';

interface Options extends DataOptions {
  study: string;
  curves?: number;
  noise?: number;
  seed?: number;
}

/** `wavebench drift`: error and accuracy against the forecast step of every model of a study. */
export function addDriftCommand(program: Command, context: Context): void {
  withDataOptions(program.command('drift'))
    .description('measure how free-running forecasts drift, beside teacher-forced ones; kept with the study')
    .requiredOption('--study <study>', 'id of a study or its beginning, or its name (the newest of that name)')
    .option('--curves <count>', 'held-out curves (default: 256)', integer(1, 10_000))
    .option('--noise <deviation>', 'of noisy observations (default: that of the training)', decimal(0, 1e9))
    .option('--seed <seed>', 'of the noise (default: 1)', integer(0, 0xffffffff))
    .action(async ({ study, curves, noise, seed, json, dataDir }: Options) => {
      const choice = parseWith(driftChoiceSchema, { curves, noise, seed }, 'drift');
      let told = -1;
      const publish = (name: string, payload: unknown) => {
        const { progress } = payload as { progress: DriftProgress | null };
        if (name !== 'drift:progress' || !progress || progress.done === told) return;
        told = progress.done;
        tell(`Measuring run ${progress.done + 1} of ${progress.all}`);
      };
      await withWorkbench(context, { dataDir, publish }, async ({ drift, studies, runs }) => {
        const studyId = studies.find(study);
        const { signal } = await whileStoppable(drift.measure(studyId, choice), () => drift.cancel());
        if (signal) process.exitCode = signalExitCode(signal);
        const measured = drift.list(studyId);
        if (json) printJson(measured);
        else printResult(driftTable(measured, (id) => runs.get(id)));
      });
    });
}

interface Row {
  run: RunSummary;
  observations: string;
  mode: string;
  error: readonly number[];
  accuracy: readonly number[];
}

/** Error and accuracy at a few steps of the horizon. */
function driftTable(measured: readonly DriftEvaluation[], runOf: (id: string) => RunSummary): string {
  if (measured.length === 0) return 'Nothing was measured.';
  const rows = measured.flatMap(({ runId, result }) =>
    result.under.flatMap(({ observations, freeRunning, teacherForced }): Row[] => {
      const run = runOf(runId);
      return [
        { run, observations, mode: 'free-running', ...freeRunning },
        { run, observations, mode: 'teacher-forced', ...teacherForced },
      ];
    }),
  );
  const horizon = Math.min(...measured.map(({ result }) => result.horizon));
  const steps = [...new Set([1, 8, Math.round(horizon / 2), horizon])].filter((step) => step >= 1 && step <= horizon);
  const columns: Column<Row>[] = [
    { title: 'Run', text: ({ run }) => run.name },
    { title: 'Observations', text: ({ observations }) => observations },
    { title: 'Forecast', text: ({ mode }) => mode },
    ...steps.map((step): Column<Row> => ({
      title: `Error (accuracy), step ${step}`,
      text: ({ error, accuracy }) => `${numberText(error[step - 1]!, 3)} (${accuracy[step - 1]!.toFixed(3)})`,
      align: 'right',
    })),
  ];
  const counts = [...new Set(measured.map(({ result }) => result.curves))].join(' or ');
  return [table(columns, rows), '', `Mean absolute error in levels over ${counts} held-out curves; greedy.`].join('\n');
}
