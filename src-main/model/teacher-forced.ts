import * as tf from '@tensorflow/tfjs-core';
import { encode, head } from './forward';
import type { Network } from './network';
import { window } from './sequences';
import { computeTidily } from './tidy';

export interface TeacherForced {
  /** [B] rows of T tokens. */
  rows: readonly ArrayLike<number>[];
  /** Predictions from the end: of the token after the last, and of those before it; at most T. */
  count: number;
  /** Class of each row [B]; null for a model without a global condition. */
  classes: Int32Array | null;
  /** Local condition [B, T, C]; null for a model without one. */
  local: Float32Array | null;
}

/** The most likely tokens [B, count], row after row, each predicted from all true tokens before it. */
export function predictTeacherForced(network: Network, { rows, count, classes, local }: TeacherForced): Int32Array {
  const batch = rows.length;
  const whole = rows[0]!.length;
  // What lies before the first prediction's receptive field changes nothing.
  const length = Math.min(whole, count - 1 + network.receptiveField);
  const start = whole - length;
  return computeTidily(() => {
    const tokens = rows.map((row) => Array.from(row).slice(start));
    const channels = local ? local.length / (batch * whole) : 0;
    const condition = {
      classes: classes && tf.tensor1d(classes, 'int32'),
      local: local && tf.slice(tf.tensor3d(local, [batch, whole, channels]), [0, start, 0], [batch, length, channels]),
    };
    const { hidden } = encode(network, tf.tensor2d(tokens, [batch, length], 'int32'), condition, {
      keepLayerInputs: false,
    });
    const last = window({ rows: hidden, batch, length }, length - count, count);
    const best = tf.argMax(head(network, last), 1).dataSync<'int32'>();
    // From [count, B], the order of time, to rows.
    return Int32Array.from({ length: batch * count }, (_, i) => best[(i % count) * batch + Math.floor(i / count)]!);
  });
}
