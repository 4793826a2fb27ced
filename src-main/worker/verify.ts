import { join } from 'node:path';
import { answerOnce, connect } from './channel';
import { readGoldenCase } from './golden-files';
import { restoreRemovedUtilities } from './node-compatibility';

/** Entry of the process that checks golden cases, one after the other. */
const kernelFolder = join(__dirname, '..', 'kernel');
const channel = connect<'verify'>();
answerOnce(channel, async ({ folders }) => {
  restoreRemovedUtilities();
  await import('@tensorflow/tfjs-node-gpu');
  const { verifyGoldenCase } = await import('../generation/verification/verification');
  for (const folder of folders) {
    channel.post({ type: 'case', folder, rows: await verifyGoldenCase(await readGoldenCase(folder), kernelFolder) });
  }
});
