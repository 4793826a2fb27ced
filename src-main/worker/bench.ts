import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { toErrorData } from '../contract/errors';
import type { BenchRequest } from '../contract/jobs';
import { median } from '../math/statistics';
import { trainingCases, type BenchCase } from './bench/cases';
import { oneStepGraph, ownContender, pytorchContender, timeSteps, type Contender } from './bench/contenders';
import type { StepRequest, StepTimer } from './bench/step-timer';
import { timeData } from './bench/time-data';
import { measure, rowsOf } from './bench/time-case';
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
  let longest = 0;
  for (const benchCase of trainingCases) {
    const measured = await measure(contendersOf(benchCase, withPytorch ? { python, baseline } : null), repeats);
    for (const row of rowsOf(benchCase, measured)) post({ type: 'row', row });
    const graph = measured.find(({ method }) => method === 'graph');
    if (graph && benchCase.unrolling === null) longest = Math.max(longest, median(graph.times));
  }
  for (const row of timeData(longest, repeats)) post({ type: 'row', row });
}

/** What starts each way of making a case's step. */
function contendersOf(benchCase: BenchCase, pytorch: { python: string; baseline: string } | null): (() => Contender)[] {
  const threads = availableParallelism();
  const starts = benchCase.executions.map(
    (execution) => () => ownContender(__filename, benchCase, { execution, threads }),
  );
  if (benchCase.wantedOfOneStep !== null) {
    const oneStep = { ...benchCase, unrolling: null };
    const options = { execution: 'graph', threads, method: oneStepGraph } as const;
    starts.push(() => ownContender(__filename, oneStep, options));
  }
  if (pytorch && benchCase.wantedRatio !== null) {
    starts.push(() => pytorchContender(pytorch.python, pytorch.baseline, benchCase));
  }
  return starts;
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
