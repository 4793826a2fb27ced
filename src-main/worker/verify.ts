import { join } from 'node:path';
import { toErrorData } from '../contract/errors';
import { connect } from './channel';
import { readGoldenCase } from './golden-files';
import { restoreRemovedUtilities } from './node-compatibility';

/** Entry of the process that checks golden cases, one after the other. */
const kernelFolder = join(__dirname, '..', 'kernel');
const channel = connect<'verify'>();
channel.receive(async ({ folders }) => {
  try {
    restoreRemovedUtilities();
    await import('@tensorflow/tfjs-node-gpu');
    const { verifyGoldenCase } = await import('../generation/verification/verification');
    for (const folder of folders) {
      channel.post({ type: 'case', folder, rows: await verifyGoldenCase(await readGoldenCase(folder), kernelFolder) });
    }
    channel.post({ type: 'done' });
    channel.end();
  } catch (error) {
    channel.post({ type: 'failed', error: toErrorData(error) });
    channel.end(1);
  }
});
channel.closed(() => channel.end());
