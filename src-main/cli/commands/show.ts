import type { Command } from 'commander';
import type { RunDetail } from '../../contract/runs';
import { withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { bytesText, durationText, numberText, printJson, printResult } from '../output';

/** `wavebench show`: all that is known of a run. */
export function addShowCommand(program: Command, context: Context): void {
  withDataOptions(program.command('show'))
    .description('show a run: status, metrics, checkpoints, environment, configuration')
    .argument('<run>', 'id of a run, or its beginning')
    .action(async (run: string, { dataDir, json }: DataOptions) => {
      await withWorkbench(context, { dataDir }, ({ runs }) => {
        const detail = runs.get(runs.find(run));
        if (json) printJson(detail);
        else printResult(detailText(detail));
      });
    });
}

function detailText(run: RunDetail): string {
  const { progress, environment } = run;
  const facts: [string, string | null][] = [
    ['Run', `${run.id}  ${run.name}`],
    ['Study', `${run.studyTitle} (${run.studyName}, ${run.scale}, ${run.studyId})`],
    ['Status', run.reason ? `${run.status}: ${run.reason}` : run.status],
    ['Step', `${progress.step} of ${progress.maxSteps}, epoch ${numberText(progress.epoch, 3)}`],
    ['Time', durationText(run.trainingTime)],
    [
      'Best',
      run.best && `accuracy ${run.best.value.toFixed(4)} over ${run.best.horizon} steps at step ${run.best.step}`,
    ],
    ['Parameters', run.parameters === null ? null : String(run.parameters)],
    ['Receptive field', run.receptiveField === null ? null : `${run.receptiveField} samples`],
    [
      'Environment',
      environment &&
        `TensorFlow ${environment.tensorflow} on ${environment.device} (${environment.deviceName}), ` +
          `${environment.threads} threads, ${environment.execution}, micro-batch ${environment.microBatch}`,
    ],
    ['Data', run.dataHash && `sha256 ${run.dataHash}`],
    ['Folder', run.folder],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts.flatMap(([name, value]) => (value ? [`${name.padEnd(width)}  ${value}`] : []));
  return [...lines, ...metricLines(run), ...checkpointLines(run), ...noticeLines(run), ...configurationLines(run)].join(
    '\n',
  );
}

function metricLines({ latest }: RunDetail): string[] {
  const entries = Object.entries(latest);
  return entries.length === 0
    ? []
    : ['', 'Latest metrics', ...entries.map(([key, value]) => `  ${key} ${numberText(value)}`)];
}

function checkpointLines({ checkpoints }: RunDetail): string[] {
  if (checkpoints.length === 0) return [];
  const lines = checkpoints.map(({ file, step, bytes, score, kind }) => {
    const reached = score === null ? '' : `, accuracy ${score.toFixed(4)}`;
    return `  ${file}: ${kind}, step ${step}${reached}, ${bytesText(bytes)}`;
  });
  return ['', 'Checkpoints', ...lines];
}

function noticeLines({ notices }: RunDetail): string[] {
  if (notices.length === 0) return [];
  return ['', 'Notices', ...notices.map(({ time, message }) => `  ${new Date(time).toISOString()} ${message}`)];
}

function configurationLines({ configuration }: RunDetail): string[] {
  return ['', 'Configuration', JSON.stringify(configuration, null, 2)];
}
