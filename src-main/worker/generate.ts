import { join } from 'node:path';
import { toErrorData } from '../contract/errors';
import type { ToGenerateWorker } from '../contract/generate-job';
import { connect } from './channel';
import { exportTokens } from './generate/export-tokens';
import { generate, type GenerateOptions } from './generate/generate';
import { restoreRemovedUtilities } from './node-compatibility';
import { tensorFlowDevice } from './tensorflow-device';

/** Entry of the process that generates from one model, or computes likelihoods by it, then ends. */
const channel = connect<'generate'>();
const out = join(__dirname, '..');
let started = false;
let cancelled = false;
channel.receive((message) => {
  if (message.type === 'cancel') cancel();
  else if (!started) {
    started = true;
    void run(message);
  }
});
// Nobody would hear of what is generated from now on.
channel.closed(cancel);

function cancel(): void {
  cancelled = true;
  if (!started) channel.end();
}

async function run(message: Exclude<ToGenerateWorker, { type: 'cancel' }>): Promise<void> {
  try {
    await answer(message);
    channel.end();
  } catch (error) {
    channel.post({ type: 'failed', error: toErrorData(error) });
    channel.end(1);
  }
}

async function answer(message: Exclude<ToGenerateWorker, { type: 'cancel' }>): Promise<void> {
  const options: GenerateOptions = {
    post: channel.post,
    kernelFolder: join(out, 'kernel'),
    bundledSets: join(out, '..', 'resources', 'datasets'),
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    cancelled: () => cancelled,
  };
  switch (message.type) {
    case 'start':
      return generate(message.request, options);
    case 'export':
      return channel.post({ type: 'exported', ...(await exportTokens(message.request)) });
    case 'likelihood': {
      restoreRemovedUtilities();
      await import('@tensorflow/tfjs-node-gpu');
      const { computeLikelihoods } = await import('./generate/likelihoods');
      return channel.post({ type: 'likelihoods', series: await computeLikelihoods(message.request, options) });
    }
    case 'drift': {
      restoreRemovedUtilities();
      const tf = await import('@tensorflow/tfjs-node-gpu');
      const { driftOfModel } = await import('./generate/drift');
      const begun = options.now();
      const measured = await driftOfModel(message.request, options);
      if (!measured) return channel.post({ type: 'cancelled' });
      const tensorflow = tensorFlowDevice(tf).version;
      return channel.post({ type: 'drift', ...measured, tensorflow, duration: options.now() - begun });
    }
  }
}
