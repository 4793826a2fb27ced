import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { BenchRequest } from '../contract/jobs';
import { loadKernel } from '../generation/simd/kernel-module';
import { median } from '../math/statistics';
import { trainingCases, type BenchCase } from './bench/cases';
import {
  oneStepGraph,
  ownContender,
  pytorchContender,
  timeSteps,
  trainingArguments,
  type Contender,
  type PyTorch,
} from './bench/contenders';
import type { StepRequest, StepTimer } from './bench/step-timer';
import { timeData } from './bench/time-data';
import { measure, rowsOf } from './bench/time-case';
import { answerOnce, connect } from './channel';
import { restoreRemovedUtilities } from './node-compatibility';
import { processorName, tensorFlowDevice } from './tensorflow-device';

/** Entry of the process that measures speed; to time training it starts itself once more for each way of a step. */
if (process.argv.includes(timeSteps)) serveSteps();
else serveBenchmarks();

type Post = ReturnType<typeof connect<'bench'>>['post'];

function serveBenchmarks(): void {
  const channel = connect<'bench'>();
  answerOnce(channel, (request) => run(request, channel.post));
}

function run(request: BenchRequest, post: Post): Promise<void> {
  if (request.what === 'generators') return timeGenerators(request.request, post);
  const { python, repeats } = request;
  const script = join(__dirname, '..', '..', 'test', 'bench', 'torch_baseline.py');
  const pytorch = python !== null && existsSync(script) ? { python, script } : null;
  if (python !== null && !pytorch) {
    post({ type: 'notice', message: `PyTorch is left out: ${script} is missing; it comes with the source.` });
  }
  return (request.what === 'training' ? timeTraining : timeGeneration)({ pytorch, repeats }, post);
}

interface Turns {
  pytorch: PyTorch | null;
  repeats: number;
}

async function timeTraining({ pytorch, repeats }: Turns, post: Post): Promise<void> {
  let longest = 0;
  for (const benchCase of trainingCases) {
    const measured = await measure(contendersOf(benchCase, pytorch), repeats);
    for (const row of rowsOf(benchCase, measured)) post({ type: 'row', row });
    const graph = measured.find(({ method }) => method === 'graph');
    if (graph && benchCase.unrolling === null) longest = Math.max(longest, median(graph.times));
  }
  for (const row of timeData(longest, repeats)) post({ type: 'row', row });
}

async function timeGeneration(turns: Turns, post: Post): Promise<void> {
  const { kernel } = await generators();
  const { timeGeneration } = await import('./bench/time-generation');
  const rows = timeGeneration({ ...turns, kernel, cores: availableParallelism() });
  for await (const row of rows) post({ type: 'row', row });
}

async function timeGenerators(request: (BenchRequest & { what: 'generators' })['request'], post: Post): Promise<void> {
  const { tf, kernel } = await generators();
  const { timeGenerators } = await import('./bench/time-generators');
  const { version, deviceName } = tensorFlowDevice(tf);
  const threads = availableParallelism();
  const versions = { tensorflow: version, node: process.versions.node };
  post({
    type: 'machine',
    machine: { processor: processorName(), threads, device: deviceName, versions, simd: kernel.variant },
  });
  await timeGenerators(request, {
    kernel,
    threads,
    measuring: (method, dilatedLayers) => post({ type: 'measuring', method, dilatedLayers }),
    point: (point) => post({ type: 'point', point }),
  });
}

/** Loads what the generators compute with. */
async function generators() {
  restoreRemovedUtilities();
  const tf = await import('@tensorflow/tfjs-node-gpu');
  return { tf, kernel: loadKernel(join(__dirname, '..', 'kernel')) };
}

/** What starts each way of making a case's step. */
function contendersOf(benchCase: BenchCase, pytorch: PyTorch | null): (() => Contender)[] {
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
    starts.push(() => pytorchContender(pytorch, trainingArguments(benchCase)));
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
