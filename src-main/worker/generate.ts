import { join } from 'node:path';
import { toErrorData } from '../contract/errors';
import type { ToGenerateWorker } from '../contract/generate-job';
import { connect } from './channel';
import { exportTokens } from './generate/export-tokens';
import { generate } from './generate/generate';

/** Entry of the process that generates from one model, then ends; or copies what was generated. */
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
    if (message.type === 'export') channel.post({ type: 'exported', bytes: await exportTokens(message.request) });
    else {
      await generate(message.request, {
        post: channel.post,
        kernelFolder: join(out, 'kernel'),
        bundledSets: join(out, '..', 'resources', 'datasets'),
        now: () => performance.now(),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
        cancelled: () => cancelled,
      });
    }
    channel.end();
  } catch (error) {
    channel.post({ type: 'failed', error: toErrorData(error) });
    channel.end(1);
  }
}
