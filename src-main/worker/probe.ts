import { toErrorData } from '../contract/errors';
import type { ProbeResult } from '../contract/jobs';
import { connect } from './channel';
import { restoreRemovedUtilities } from './node-compatibility';
import { tensorFlowDevice } from './tensorflow-device';

/** Entry of the process that finds out what works here: it loads the native parts and says what they are. */
const channel = connect<'probe'>();
channel.receive(async () => {
  channel.post({ type: 'probed', tensorflow: await probeTensorFlow(), canvas: await probeCanvas() });
  channel.post({ type: 'done' });
  channel.end();
});
channel.closed(() => channel.end());

async function probeTensorFlow(): Promise<ProbeResult['tensorflow']> {
  try {
    restoreRemovedUtilities();
    const tf = await import('@tensorflow/tfjs-node-gpu');
    // The sum makes sure that a kernel runs, not only that the library loads.
    const sum = tf.tidy(() => tf.sum(tf.tensor1d([1, 2, 3])).arraySync());
    if (sum !== 6) throw new Error(`TensorFlow added 1 + 2 + 3 to ${sum}.`);
    return tensorFlowDevice(tf);
  } catch (error) {
    return { error: toErrorData(error) };
  }
}

async function probeCanvas(): Promise<ProbeResult['canvas']> {
  try {
    const { createCanvas } = await import('@napi-rs/canvas');
    if (createCanvas(2, 2).toBuffer('image/png').length === 0) throw new Error('The canvas drew nothing.');
    const { version } = await import('@napi-rs/canvas/package.json');
    return { version };
  } catch (error) {
    return { error: toErrorData(error) };
  }
}
