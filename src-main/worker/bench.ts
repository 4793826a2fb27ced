import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { toErrorData } from '../contract/errors';
import type { BenchRequest } from '../contract/jobs';
import { median } from '../math/statistics';
import { trainingCases, type BenchCase } from './bench/cases';
import { ownContender, pytorchContender, timeSteps } from './bench/contenders';
import type { StepRequest, StepTimer } from './bench/step-timer';
import { timeData } from './bench/time-data';
import { measure, rowsOf, type Measured } from './bench/time-case';
import { connect } from './channel';
import { restoreRemovedUtilities } from './node-compatibility';

/** Entry of the process that times training steps; it starts itself once more for each way of making them. */
if (process.argv.includes(timeSteps)) serveSteps();
else serveBenchmarks();

function serveBenchmarks(): void {
  const channel = connect<'bench'>();
  channel.receive(async (request) => {
    try {
      await timeTraining(request, channel.post);
      channel.post({ type: 'done' });
      channel.end();
    } catch (error) {
      channel.post({ type: 'failed', error: toErrorData(error) });
      channel.end(1);
    }
  });
  channel.closed(() => channel.end());
}

async function timeTraining(
  { python, repeats }: BenchRequest,
  post: ReturnType<typeof connect<'bench'>>['post'],
): Promise<void> {
  const baseline = join(__dirname, '..', '..', 'test', 'bench', 'torch_baseline.py');
  const withPytorch = python !== null && existsSync(baseline);
  if (python !== null && !withPytorch) {
    post({ type: 'notice', message: `PyTorch is left out: ${baseline} is missing; it comes with the source.` });
  }
  const recorded = new Map<string, Measured>();
  for (const benchCase of trainingCases) {
    const beside = withPytorch && benchCase.wantedRatio !== null ? python : null;
    const measured = await timeCase(benchCase, { python: beside, baseline, repeats });
    for (const row of rowsOf(benchCase, measured, recorded)) post({ type: 'row', row });
    const graph = measured.find(({ method }) => method === 'graph');
    if (graph) recorded.set(benchCase.name, graph);
  }
  const large = recorded.get(trainingCases.find(({ wantedStart }) => wantedStart !== null)!.name)!;
  for (const row of timeData(median(large.times), repeats)) post({ type: 'row', row });
}

function timeCase(
  benchCase: BenchCase,
  { python, baseline, repeats }: { python: string | null; baseline: string; repeats: number },
): Promise<Measured[]> {
  const threads = availableParallelism();
  const starts = benchCase.executions.map((execution) => () => ownContender(__filename, benchCase, execution, threads));
  return measure(python === null ? starts : [...starts, () => pytorchContender(python, baseline, benchCase)], repeats);
}

/** Makes a step for each message after the first, which says which; ends with the process that asks. */
function serveSteps(): void {
  let timer: Promise<StepTimer> | null = null;
  process.on('disconnect', () => process.exit());
  process.on('message', async (message) => {
    timer ??= createTimer(message as StepRequest);
    const ready = await timer;
    if (message === 'turn') process.send!(ready.time());
  });
}

async function createTimer(request: StepRequest): Promise<StepTimer> {
  restoreRemovedUtilities();
  await import('@tensorflow/tfjs-node-gpu');
  const { StepTimer } = await import('./bench/step-timer');
  return new StepTimer(request);
}
