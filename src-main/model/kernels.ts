import * as tf from '@tensorflow/tfjs-core';

/**
 * Operations with a gradient of their own, written down because the general one of tfjs makes more and larger temporaries.
 * Each has the same value and gradient as the plain formula (tested).
 */

/** Rows of x [N, C] by index [M] int32 → [M, C]; the gradient sums into the rows. */
export function gatherRows(x: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const rows = x.shape[0];
  return withGradient(x, (x) => ({
    value: tf.gather(x, indices),
    saved: [indices],
    gradient: (dy, [indices]) => tf.unsortedSegmentSum(dy, indices as tf.Tensor1D, rows),
  }));
}

/**
 * The gated activation unit h = tanh(filter) ⊙ σ(gate) (van den Oord et al. 2016, equation 2);
 * z [N, 2D] holds the filter in its first D columns, the gate in the others; h [N, D].
 */
export function gatedActivation(z: tf.Tensor2D): tf.Tensor2D {
  return withGradient(z, (z) => {
    const [filter, gate] = tf.split(z, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const tanh = tf.tanh(filter);
    const sigmoid = tf.sigmoid(gate);
    return {
      value: tf.mul<tf.Tensor2D>(tanh, sigmoid),
      saved: [tanh, sigmoid],
      gradient: (dh, [tanh, sigmoid]) => {
        const dFilter = tanhGradient(tanh!, tf.mul(dh, sigmoid!));
        const dGate = sigmoidGradient(sigmoid!, tf.mul(dh, tanh!));
        return tf.concat([dFilter, dGate] as tf.Tensor2D[], 1);
      },
    };
  });
}

/**
 * −log softmax(logits)[target] of each row: logits [N, Q], targets [N] int32 → [N], nats.
 * TensorFlow computes value and gradient in one kernel; other backends by log-sum-exp.
 */
export function crossEntropyRows(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  return withGradient(logits, (logits) => {
    const { loss, gradient } = sparseSoftmaxCrossEntropy(logits, targets);
    return { value: loss, saved: [gradient], gradient: (dy, [saved]) => tf.mul(saved!, tf.expandDims(dy, 1)) };
  });
}

/** The one-hot vector of each row's largest value [N, Q] forward, the gradient unchanged backward (Bengio et al. 2013). */
export function straightThrough(soft: tf.Tensor2D): tf.Tensor2D {
  return withGradient(soft, (soft) => ({
    value: tf.cast(tf.oneHot(tf.argMax<tf.Tensor1D>(soft, 1), soft.shape[1]), 'float32') as tf.Tensor2D,
    saved: [],
    gradient: (dy) => dy,
  }));
}

interface Differentiable<Y extends tf.Tensor> {
  value: Y;
  /** What the gradient needs again; lives until it has been computed. */
  saved: tf.Tensor[];
  gradient: (dy: Y, saved: tf.Tensor[]) => tf.Tensor;
}

/** tfjs's customGrad for a function of one tensor, with types. */
function withGradient<X extends tf.Tensor, Y extends tf.Tensor>(x: X, f: (x: X) => Differentiable<Y>): Y {
  const differentiable = tf.customGrad((input, save) => {
    const { value, saved, gradient } = f(input as X);
    (save as (tensors: tf.Tensor[]) => void)(saved);
    return { value, gradFunc: (dy, kept) => gradient(dy as Y, kept) };
  });
  return differentiable(x) as Y;
}

/** The backend of tfjs-node: the way to any TensorFlow kernel. */
interface TensorFlowBackend {
  binding: { TF_ATTR_TYPE: number; TF_FLOAT: number; TF_INT32: number };
  executeSingleOutput(name: string, attributes: Attribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: Attribute[], inputs: tf.TensorInfo[], count: number): tf.Tensor[];
}

interface Attribute {
  name: string;
  type: number;
  value: number;
}

function tensorFlow(): TensorFlowBackend | null {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as TensorFlowBackend) : null;
}

function sparseSoftmaxCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor1D): { loss: tf.Tensor1D; gradient: tf.Tensor2D } {
  const backend = tensorFlow();
  if (!backend) {
    const logProbabilities = tf.logSoftmax(logits);
    const target = tf.cast(tf.oneHot(targets, logits.shape[1]), 'float32');
    return {
      loss: tf.neg(tf.sum<tf.Tensor1D>(tf.mul(logProbabilities, target), 1)),
      gradient: tf.sub(tf.exp(logProbabilities), target),
    };
  }
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = backend.binding;
  const attributes = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'Tlabels', type: TF_ATTR_TYPE, value: TF_INT32 },
  ];
  const [loss, gradient] = backend.executeMultipleOutputs(
    'SparseSoftmaxCrossEntropyWithLogits',
    attributes,
    [logits, targets],
    2,
  );
  return { loss: loss as tf.Tensor1D, gradient: gradient as tf.Tensor2D };
}

/** dy · (1 − y²) with y = tanh(x). */
function tanhGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  return activationGradient('TanhGrad', y, dy) ?? tf.mul(dy, tf.sub(1, tf.square(y)));
}

/** dy · y · (1 − y) with y = σ(x). */
function sigmoidGradient(y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  return activationGradient('SigmoidGrad', y, dy) ?? tf.mul(dy, tf.mul(y, tf.sub(1, y)));
}

function activationGradient(kernel: 'TanhGrad' | 'SigmoidGrad', y: tf.Tensor, dy: tf.Tensor): tf.Tensor | null {
  const backend = tensorFlow();
  if (!backend) return null;
  const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
  return backend.executeSingleOutput(kernel, [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }], [y, dy]);
}
