import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-node-gpu';
import { describe, expect, it } from 'vitest';
import { kernelRule, recordableKernels, UnsupportedKernelError } from '../../../src-main/model/compile/kernel-rules';
import { record, type InputSpec } from '../../../src-main/model/compile/record';
import {
  attributeKinds,
  tensorFlowBackend,
  typeNumbers,
  type KernelAttribute,
} from '../../../src-main/model/compile/tensorflow-backend';
import { difference } from '../models';

/** A call of a kernel: tensors that vary, then tensors that are known at recording (shapes, axes, sizes). */
interface Sample {
  inputs: tf.Tensor[];
  known?: tf.Tensor[];
  attributes?: KernelAttribute[];
  outputs?: number;
}

const x = () => tf.tensor2d([0.5, 1.5, 2.5, 3, 0.1, 0.7], [2, 3]);
const row = () => tf.tensor2d([1, 2, 3], [1, 3]);
const truth = () => tf.tensor2d([true, false, true, false, true, true], [2, 3], 'bool');
const integers = (...values: number[]) => tf.tensor1d(values, 'int32');
const integer = (value: number) => tf.scalar(value, 'int32');
const flag = (name: string, value: boolean) => ({ name, type: attributeKinds.boolean, value });
const number = (name: string, value: number) => ({ name, type: attributeKinds.integer, value });
const type = (name: string, value: number) => ({ name, type: attributeKinds.type, value });

/** Of kernels that take lists: eager execution does not infer their type either. */
const float = type('T', typeNumbers.float32);

function each(kernels: string[], sample: Sample): [string, Sample][] {
  return kernels.map((kernel) => [kernel, sample]);
}

const text = (name: string, value: string) => ({ name, type: attributeKinds.string, value });
const ones = { type: attributeKinds.integer, value: [1, 1, 1, 1] };
const valid = [text('padding', 'VALID'), { name: 'strides', ...ones }, { name: 'dilations', ...ones }];

const samples: ReadonlyMap<string, Sample> = new Map<string, Sample>([
  ...each(['Abs', 'Neg', 'Exp', 'Expm1', 'Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Square', 'Reciprocal', 'Sign'], {
    inputs: [x()],
  }),
  ...each(['Tanh', 'Sigmoid', 'Relu', 'LeakyRelu', 'Softplus', 'Softmax', 'LogSoftmax', 'Sin', 'Cos'], {
    inputs: [x()],
  }),
  ...each(['Floor', 'Ceil', 'Round', 'ZerosLike', 'OnesLike', 'Identity'], { inputs: [x()] }),
  ...each(['TanhGrad', 'SigmoidGrad', 'SqrtGrad', 'ReluGrad', 'LeakyReluGrad', 'SoftplusGrad'], { inputs: [x(), x()] }),
  ['BiasAdd', { inputs: [x(), tf.tensor1d([1, 2, 3])] }],
  ['BiasAddGrad', { inputs: [x()] }],
  ...each(['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Div', 'DivNoNan', 'FloorDiv', 'FloorMod', 'Pow'], {
    inputs: [x(), row()],
  }),
  ...each(['Maximum', 'Minimum', 'SquaredDifference', 'Xlogy'], { inputs: [x(), row()] }),
  ...each(['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'], { inputs: [row(), x()] }),
  ...each(['LogicalAnd', 'LogicalOr'], { inputs: [truth(), truth()] }),
  ['LogicalNot', { inputs: [truth()] }],
  ...each(['IsNan', 'IsInf', 'IsFinite'], { inputs: [x()] }),
  ...each(['Sum', 'Mean', 'Prod'], { inputs: [x()], known: [integers(-1)], attributes: [flag('keep_dims', false)] }),
  ...each(['Max', 'Min'], { inputs: [x()], known: [integers(0, 1)], attributes: [flag('keep_dims', true)] }),
  ...each(['All', 'Any'], { inputs: [truth()], known: [integers(1)], attributes: [flag('keep_dims', false)] }),
  ...each(['ArgMax', 'ArgMin'], {
    inputs: [x()],
    known: [integer(1)],
    attributes: [type('output_type', typeNumbers.int32)],
  }),
  ['AddN', { inputs: [x(), x(), x()], attributes: [number('N', 3), float] }],
  ['L2Loss', { inputs: [x()] }],
  ['Cast', { inputs: [x()], attributes: [type('DstT', typeNumbers.int32)] }],
  ['Select', { inputs: [truth(), x(), x()] }],
  ['SelectV2', { inputs: [truth(), row(), x()] }],
  ['MatMul', { inputs: [x(), x()], attributes: [flag('transpose_a', true), flag('transpose_b', false)] }],
  [
    'BatchMatMulV2',
    {
      inputs: [tf.ones([2, 1, 3, 4]), tf.ones([5, 2, 4])],
      attributes: [flag('adj_x', false), flag('adj_y', true)],
    },
  ],
  ['Conv2D', { inputs: [tf.ones([1, 6, 2, 3]), tf.ones([4, 1, 3, 5])], attributes: valid }],
  [
    'Conv2DBackpropInput',
    { inputs: [tf.ones([4, 1, 3, 5]), tf.ones([1, 3, 2, 5])], known: [integers(1, 6, 2, 3)], attributes: valid },
  ],
  [
    'Conv2DBackpropFilter',
    { inputs: [tf.ones([1, 6, 2, 3]), tf.ones([1, 3, 2, 5])], known: [integers(4, 1, 3, 5)], attributes: valid },
  ],
  ['Reshape', { inputs: [x()], known: [integers(3, -1, 1)] }],
  ['ExpandDims', { inputs: [x()], known: [integer(-1)] }],
  ['Transpose', { inputs: [tf.ones([2, 3, 4])], known: [integers(2, 0, 1)] }],
  ['Tile', { inputs: [x()], known: [integers(2, 3)] }],
  ['Fill', { inputs: [tf.scalar(2.5)], known: [integers(2, 2)] }],
  ['Slice', { inputs: [x()], known: [integers(0, 1), integers(2, -1)] }],
  ['PadV2', { inputs: [x(), tf.scalar(7)], known: [tf.tensor2d([1, 0, 0, 2], [2, 2], 'int32')] }],
  ['ReverseV2', { inputs: [x()], known: [integers(1)] }],
  ['Cumsum', { inputs: [x()], known: [integer(1)] }],
  ['ConcatV2', { inputs: [x(), row()], known: [integer(0)], attributes: [number('N', 2), float] }],
  ['SplitV', { inputs: [x()], known: [integers(1, 2), integer(-1)], attributes: [number('num_split', 2)], outputs: 2 }],
  ['Pack', { inputs: [x(), x()], attributes: [number('N', 2), number('axis', 1), float] }],
  ['Unpack', { inputs: [x()], attributes: [number('num', 3), number('axis', 1)], outputs: 3 }],
  ['Range', { inputs: [], known: [integer(1), integer(8), integer(3)] }],
  [
    'OneHot',
    { inputs: [integers(2, 0), tf.scalar(1), tf.scalar(0)], known: [integer(4)], attributes: [number('axis', -1)] },
  ],
  ['GatherV2', { inputs: [x(), integers(1, 0, 1)], known: [integer(0)], attributes: [number('batch_dims', 0)] }],
  ['UnsortedSegmentSum', { inputs: [x(), integers(3, 0)], known: [integer(5)] }],
  ['SparseSoftmaxCrossEntropyWithLogits', { inputs: [x(), integers(2, 0)], outputs: 2 }],
  [
    'StatelessRandomUniform',
    { inputs: [integers(3, 4)], known: [integers(2, 5)], attributes: [type('dtype', typeNumbers.float32)] },
  ],
]);

/** Kernels whose known tensors do not come last. */
const orders: Readonly<Record<string, number[]>> = {
  Fill: [1, 0],
  Conv2DBackpropInput: [2, 0, 1],
  Conv2DBackpropFilter: [0, 2, 1],
  PadV2: [0, 2, 1],
  OneHot: [0, 3, 1, 2],
  StatelessRandomUniform: [1, 0],
};

function call(kernel: string, { known = [], attributes = [], outputs = 1 }: Sample, varying: tf.Tensor[]): tf.Tensor[] {
  const given = [...varying, ...known];
  const inputs = orders[kernel]?.map((index) => given[index]!) ?? given;
  return tensorFlowBackend().executeMultipleOutputs(kernel, attributes, inputs, outputs);
}

describe('the rules of kernels', () => {
  it.each(recordableKernels())('infers for %s what TensorFlow returns, and records it', (kernel) => {
    const sample = samples.get(kernel);
    if (!sample) throw new Error(`${kernel} has a rule and no sample in this test.`);
    const specs = sample.inputs.map(({ shape, dtype }, i): InputSpec => {
      return { name: `input${i}`, shape, dtype: dtype as InputSpec['dtype'] };
    });
    const expected = call(kernel, sample, sample.inputs);
    let inferred: { shape: number[]; dtype: string }[] = [];
    const recorded = record((...inputs) => {
      const results = call(kernel, sample, inputs);
      inferred = results.map(({ shape, dtype }) => ({ shape, dtype }));
      return results;
    }, specs);
    const results = recorded.run(sample.inputs);
    expect(inferred).toEqual(expected.map(({ shape, dtype }) => ({ shape, dtype })));
    results.forEach((result, i) => expect(difference(result.dataSync(), expected[i]!.dataSync())).toBeLessThan(1e-6));
    recorded.dispose();
    tf.dispose([expected, results]);
  });

  it('refuses a kernel that it does not know by name', () => {
    expect(() => kernelRule('FancyKernel')).toThrow(UnsupportedKernelError);
    expect(() => kernelRule('FancyKernel')).toThrow('"FancyKernel"');
  });
});
