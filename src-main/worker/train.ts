import { availableParallelism, constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { toErrorData } from '../contract/errors';
import { runMemory } from '../contract/run-memory';
import type { TrainRequest } from '../contract/training';
import { chooseExecution, tensorFlowVariables } from '../model/compile/execution';
import { allocatorVariables } from './allocator';
import { connect } from './channel';
import { EventBatcher } from './event-batcher';
import { gpuNames } from './gpu';
import { Hold } from './hold';
import { restoreRemovedUtilities } from './node-compatibility';

/** Image sets that come with the program, seen from `out/main`. */
const bundledSets = join(__dirname, '..', '..', 'resources', 'datasets');

/** Entry of the process that trains one model, then ends. */
const channel = connect<'train'>();
let started = false;
const hold = new Hold(() => performance.now());
channel.receive((message) => {
  if (message.type === 'stop') hold.stop();
  else if (message.type === 'hold') hold.hold();
  else if (message.type === 'go-on') hold.goOn();
  else if (!started) {
    started = true;
    void run(message.request);
  }
});
// Nobody records any more, and a run is resumed only from what is recorded.
channel.closed(() => channel.end());

async function run(request: TrainRequest): Promise<void> {
  const batcher = new EventBatcher(
    (events) => channel.post({ type: 'events', events }),
    () => performance.now(),
  );
  try {
    yieldToOthers();
    const environment = request.environment ?? chosenEnvironment(request);
    Object.assign(
      process.env,
      tensorFlowVariables(environment.execution, environment.threads),
      allocatorVariables(runMemory(request.configuration, environment)),
    );
    restoreRemovedUtilities();
    // From here on: the library reads its variables once, when it is loaded.
    const tf = await import('@tensorflow/tfjs-node-gpu');
    const { train } = await import('../training/train');
    const { trainingResources } = await import('./training-resources');
    const { folder, fetchedSets } = request;
    const { threads } = environment;
    const resources = await trainingResources(tf, {
      folder,
      dataFolders: { bundled: bundledSets, fetched: fetchedSets },
      threads,
      hold,
      onTrouble: (trouble) => channel.post({ type: 'trouble', trouble }),
      kernelFolder: join(__dirname, '..', 'kernel'),
    });
    for await (const event of train({ ...request, environment }, resources)) batcher.add(event);
    batcher.flush();
    channel.end();
  } catch (error) {
    batcher.flush();
    channel.post({ type: 'failed', error: toErrorData(error) });
    channel.end(1);
  }
}

/** Below the window and whatever else the person does; a system that forbids it loses only smoothness. */
function yieldToOthers(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    return;
  }
}

/** The environment of a first start; whoever starts this process may have fixed the number of threads. */
function chosenEnvironment({ configuration }: TrainRequest): NonNullable<TrainRequest['environment']> {
  const choice = chooseExecution(configuration, gpuNames().length > 0 ? 'gpu' : 'cpu');
  const given = Number(process.env.TF_NUM_INTRAOP_THREADS);
  const threads = Number.isInteger(given) && given > 0 ? given : availableParallelism();
  return { ...choice, threads };
}
