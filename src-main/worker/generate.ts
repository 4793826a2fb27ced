import { join } from 'node:path';
import { toErrorData } from '../contract/errors';
import type { GenerateRequest } from '../contract/generate-job';
import { connect } from './channel';
import { generate } from './generate/generate';

/** Entry of the process that generates from one model, then ends. */
const channel = connect<'generate'>();
const out = join(__dirname, '..');
let started = false;
let cancelled = false;
channel.receive((message) => {
  if (message.type === 'cancel') cancel();
  else if (!started) {
    started = true;
    void run(message.request);
  }
});
// Nobody would hear of what is generated from now on.
channel.closed(cancel);

function cancel(): void {
  cancelled = true;
  if (!started) channel.end();
}

async function run(request: GenerateRequest): Promise<void> {
  try {
    await generate(request, {
      post: channel.post,
      kernelFolder: join(out, 'kernel'),
      dataFolders: { bundled: join(out, '..', 'resources', 'data'), fetched: join(out, '..', 'resources', 'data') },
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      cancelled: () => cancelled,
    });
    channel.end();
  } catch (error) {
    channel.post({ type: 'failed', error: toErrorData(error) });
    channel.end(1);
  }
}
