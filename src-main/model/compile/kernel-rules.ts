import type { KernelCall, TensorSpec } from './kernel-call';
import { broadcast } from './kernel-call';
import type { RecordedType } from './tensorflow-backend';

/**
 * What has to be known of a TensorFlow kernel to write it into a graph without running it: the type attributes, which
 * eager execution would infer (by the index of the input that decides them, or as a fixed type), and the outputs.
 * Definitions: TensorFlow's op registry (core/ops/*.cc).
 */
export interface KernelRule {
  types: Readonly<Record<string, number | RecordedType>>;
  outputs(call: KernelCall): TensorSpec[];
}

/** The rule of a kernel; throws an UnsupportedKernelError for one that has none. */
export function kernelRule(kernel: string): KernelRule {
  const rule = rules.get(kernel);
  if (!rule) throw new UnsupportedKernelError(kernel);
  return rule;
}

/** Every kernel that can be recorded. */
export function recordableKernels(): string[] {
  return [...rules.keys()];
}

/** Thrown when a function runs a kernel that cannot be recorded, so that a caller can go on eagerly. */
export class UnsupportedKernelError extends Error {
  override name = 'UnsupportedKernelError';
  constructor(readonly kernel: string) {
    super(`The TensorFlow kernel "${kernel}" cannot be recorded into a graph: it has no rule in kernel-rules.ts.`);
  }
}

/** Output like the first input. */
const same: KernelRule = { types: { T: 0 }, outputs: (call) => [like(call.input(0))] };
const elementwise: KernelRule = {
  types: { T: 0 },
  outputs: (call) => [{ shape: broadcast(call.input(0).shape, call.input(1).shape), dtype: call.input(0).dtype }],
};
const comparison: KernelRule = {
  types: { T: 0 },
  outputs: (call) => [{ shape: broadcast(call.input(0).shape, call.input(1).shape), dtype: 'bool' }],
};
const logical: KernelRule = { types: {}, outputs: comparison.outputs };
const predicate: KernelRule = { types: { T: 0 }, outputs: (call) => [{ shape: call.input(0).shape, dtype: 'bool' }] };
const reduction: KernelRule = {
  types: { T: 0, Tidx: 1 },
  outputs: (call) => [{ shape: reducedShape(call), dtype: call.input(0).dtype }],
};

const rules: ReadonlyMap<string, KernelRule> = new Map<string, KernelRule>([
  ...entries(['Abs', 'Neg', 'Exp', 'Expm1', 'Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Square', 'Reciprocal', 'Sign'], same),
  ...entries(['Tanh', 'Sigmoid', 'Relu', 'LeakyRelu', 'Softplus', 'Softmax', 'LogSoftmax', 'Sin', 'Cos'], same),
  ...entries(['Floor', 'Ceil', 'Round', 'ZerosLike', 'OnesLike', 'Identity'], same),
  ...entries(['TanhGrad', 'SigmoidGrad', 'SqrtGrad', 'ReluGrad', 'LeakyReluGrad', 'SoftplusGrad', 'BiasAdd'], same),
  ...entries(['Add', 'AddV2', 'Sub', 'Mul', 'RealDiv', 'Div', 'DivNoNan', 'FloorDiv', 'FloorMod', 'Pow'], elementwise),
  ...entries(['Maximum', 'Minimum', 'SquaredDifference', 'Xlogy'], elementwise),
  ...entries(['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual'], comparison),
  ...entries(['LogicalAnd', 'LogicalOr'], logical),
  ['LogicalNot', { types: {}, outputs: predicate.outputs }],
  ...entries(['IsNan', 'IsInf', 'IsFinite'], predicate),
  ...entries(['Sum', 'Mean', 'Prod', 'Max', 'Min'], reduction),
  ...entries(['All', 'Any'], { types: { Tidx: 1 }, outputs: reduction.outputs }),
  ...entries(['ArgMax', 'ArgMin'], {
    types: { T: 0, Tidx: 1, output_type: 'int32' },
    outputs: (call) => [{ shape: withoutAxis(call, call.input(1).values()[0]!), dtype: call.type('output_type') }],
  }),
  ['AddN', same],
  ['L2Loss', { types: { T: 0 }, outputs: (call) => [{ shape: [], dtype: call.input(0).dtype }] }],
  [
    'BiasAddGrad',
    { types: { T: 0 }, outputs: (call) => [{ ...like(call.input(0)), shape: call.input(0).shape.slice(-1) }] },
  ],
  ['Cast', { types: { SrcT: 0 }, outputs: (call) => [{ shape: call.input(0).shape, dtype: call.type('DstT') }] }],
  ['Select', { types: { T: 1 }, outputs: (call) => [like(call.input(1))] }],
  [
    'SelectV2',
    {
      types: { T: 1 },
      outputs: (call) => {
        const values = broadcast(call.input(1).shape, call.input(2).shape);
        return [{ shape: broadcast(call.input(0).shape, values), dtype: call.input(1).dtype }];
      },
    },
  ],
  ['MatMul', { types: { T: 0 }, outputs: (call) => [product(call, 'transpose_a', 'transpose_b')] }],
  ['BatchMatMulV2', { types: { T: 0 }, outputs: (call) => [product(call, 'adj_x', 'adj_y')] }],
  ['Conv2D', { types: { T: 0 }, outputs: (call) => [convolved(call)] }],
  [
    'Conv2DBackpropInput',
    { types: { T: 1 }, outputs: (call) => [{ shape: call.input(0).values(), dtype: call.input(1).dtype }] },
  ],
  [
    'Conv2DBackpropFilter',
    { types: { T: 0 }, outputs: (call) => [{ shape: call.input(1).values(), dtype: call.input(0).dtype }] },
  ],
  ['Reshape', { types: { T: 0, Tshape: 1 }, outputs: (call) => [reshaped(call)] }],
  ['ExpandDims', { types: { T: 0, Tdim: 1 }, outputs: (call) => [expanded(call)] }],
  ['Transpose', { types: { T: 0, Tperm: 1 }, outputs: (call) => [transposed(call)] }],
  ['Tile', { types: { T: 0, Tmultiples: 1 }, outputs: (call) => [tiled(call)] }],
  [
    'Fill',
    {
      types: { T: 1, index_type: 0 },
      outputs: (call) => [{ shape: call.input(0).values(), dtype: call.input(1).dtype }],
    },
  ],
  ['Slice', { types: { T: 0, Index: 1 }, outputs: (call) => [sliced(call)] }],
  ['PadV2', { types: { T: 0, Tpaddings: 1 }, outputs: (call) => [padded(call)] }],
  ['ReverseV2', { types: { T: 0, Tidx: 1 }, outputs: (call) => [like(call.input(0))] }],
  ['Cumsum', { types: { T: 0, Tidx: 1 }, outputs: (call) => [like(call.input(0))] }],
  ['ConcatV2', { types: { T: 0, Tidx: -1 }, outputs: (call) => [concatenated(call)] }],
  ['SplitV', { types: { T: 0, Tlen: 1 }, outputs: split }],
  ['Pack', { types: { T: 0 }, outputs: (call) => [packed(call)] }],
  ['Unpack', { types: { T: 0 }, outputs: unpacked }],
  ['Range', { types: { Tidx: 0 }, outputs: (call) => [range(call)] }],
  ['OneHot', { types: { T: 2, TI: 0 }, outputs: (call) => [oneHot(call)] }],
  ['GatherV2', { types: { Tparams: 0, Tindices: 1, Taxis: 2 }, outputs: (call) => [gathered(call)] }],
  ['UnsortedSegmentSum', { types: { T: 0, Tindices: 1, Tnumsegments: 2 }, outputs: (call) => [segmentSum(call)] }],
  [
    'SparseSoftmaxCrossEntropyWithLogits',
    {
      types: { T: 0, Tlabels: 1 },
      outputs: (call) => [{ ...like(call.input(0)), shape: call.input(1).shape }, like(call.input(0))],
    },
  ],
  [
    'StatelessRandomUniform',
    {
      types: { T: 0, Tseed: 1, dtype: 'float32' },
      outputs: (call) => [{ shape: call.input(0).values(), dtype: call.type('dtype') }],
    },
  ],
]);

function entries(kernels: string[], rule: KernelRule): [string, KernelRule][] {
  return kernels.map((kernel) => [kernel, rule]);
}

function like({ shape, dtype }: TensorSpec): TensorSpec {
  return { shape, dtype };
}

function reducedShape(call: KernelCall): number[] {
  const { shape } = call.input(0);
  const axes = new Set(
    call
      .input(1)
      .values()
      .map((axis) => call.axis(axis, shape.length)),
  );
  if (call.flag('keep_dims')) return shape.map((size, axis) => (axes.has(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.has(axis));
}

function withoutAxis(call: KernelCall, axis: number): number[] {
  const { shape } = call.input(0);
  const dropped = call.axis(axis, shape.length);
  return shape.filter((_, candidate) => candidate !== dropped);
}

function product(call: KernelCall, transposeLeft: string, transposeRight: string): TensorSpec {
  const [left, right] = [call.input(0), call.input(1)];
  const rows = left.shape.at(call.flag(transposeLeft) ? -1 : -2)!;
  const columns = right.shape.at(call.flag(transposeRight) ? -2 : -1)!;
  const batch = broadcast(left.shape.slice(0, -2), right.shape.slice(0, -2));
  return { shape: [...batch, rows, columns], dtype: left.dtype };
}

/** Of images [N, H, W, in] by a filter [KH, KW, in, out]. */
function convolved(call: KernelCall): TensorSpec {
  const [{ shape, dtype }, filter] = [call.input(0), call.input(1)];
  const isOne = (name: string) => [call.attributes.get(name) ?? 1].flat().every((value) => value === 1);
  if (call.attributes.get('padding') !== 'VALID' || !isOne('strides') || !isOne('dilations')) {
    throw new Error('The function cannot be recorded: it convolves with a padding, stride or dilation.');
  }
  const [count, height, width] = shape as [number, number, number];
  const [rows, columns, , outputs] = filter.shape as [number, number, number, number];
  return { shape: [count, height - rows + 1, width - columns + 1, outputs], dtype };
}

function reshaped(call: KernelCall): TensorSpec {
  const { shape, dtype } = call.input(0);
  const wanted = call.input(1).values();
  const size = shape.reduce((product, length) => product * length, 1);
  const known = wanted.reduce((product, length) => (length < 0 ? product : product * length), 1);
  return { shape: wanted.map((length) => (length < 0 ? size / known : length)), dtype };
}

function expanded(call: KernelCall): TensorSpec {
  const { shape, dtype } = call.input(0);
  const axis = call.axis(call.input(1).values()[0]!, shape.length + 1);
  return { shape: [...shape.slice(0, axis), 1, ...shape.slice(axis)], dtype };
}

function transposed(call: KernelCall): TensorSpec {
  const { shape, dtype } = call.input(0);
  return {
    shape: call
      .input(1)
      .values()
      .map((axis) => shape[axis]!),
    dtype,
  };
}

function tiled(call: KernelCall): TensorSpec {
  const { shape, dtype } = call.input(0);
  const repeats = call.input(1).values();
  return { shape: shape.map((size, axis) => size * repeats[axis]!), dtype };
}

function sliced(call: KernelCall): TensorSpec {
  const { shape, dtype } = call.input(0);
  const [begin, size] = [call.input(1).values(), call.input(2).values()];
  return { shape: size.map((length, axis) => (length < 0 ? shape[axis]! - begin[axis]! : length)), dtype };
}

function padded(call: KernelCall): TensorSpec {
  const { shape, dtype } = call.input(0);
  const paddings = call.input(1).values();
  return { shape: shape.map((size, axis) => size + paddings[2 * axis]! + paddings[2 * axis + 1]!), dtype };
}

function concatenated(call: KernelCall): TensorSpec {
  const parts = call.inputs.slice(0, -1);
  const { shape, dtype } = call.input(0);
  const axis = call.axis(call.input(parts.length).values()[0]!, shape.length);
  const joined = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  return { shape: shape.map((size, candidate) => (candidate === axis ? joined : size)), dtype };
}

function split(call: KernelCall): TensorSpec[] {
  const { shape, dtype } = call.input(0);
  const axis = call.axis(call.input(2).values()[0]!, shape.length);
  return call
    .input(1)
    .values()
    .map((length) => ({
      shape: shape.map((size, candidate) => (candidate === axis ? length : size)),
      dtype,
    }));
}

function packed(call: KernelCall): TensorSpec {
  const { shape, dtype } = call.input(0);
  const axis = call.axis(call.number('axis'), shape.length + 1);
  return { shape: [...shape.slice(0, axis), call.inputs.length, ...shape.slice(axis)], dtype };
}

function unpacked(call: KernelCall): TensorSpec[] {
  const shape = withoutAxis(call, call.number('axis'));
  return Array.from({ length: call.outputs }, () => ({ shape, dtype: call.input(0).dtype }));
}

function range(call: KernelCall): TensorSpec {
  const [start, stop, step] = [0, 1, 2].map((index) => call.input(index).values()[0]!) as [number, number, number];
  return { shape: [Math.max(0, Math.ceil((stop - start) / step))], dtype: call.input(0).dtype };
}

function oneHot(call: KernelCall): TensorSpec {
  const { shape } = call.input(0);
  const axis = call.axis(call.number('axis'), shape.length + 1);
  const depth = call.input(1).values()[0]!;
  return { shape: [...shape.slice(0, axis), depth, ...shape.slice(axis)], dtype: call.input(2).dtype };
}

function gathered(call: KernelCall): TensorSpec {
  const [source, indices] = [call.input(0), call.input(1)];
  const axis = call.axis(call.input(2).values()[0]!, source.shape.length);
  const batch = call.attributes.has('batch_dims') ? call.number('batch_dims') : 0;
  const shape = [...source.shape.slice(0, axis), ...indices.shape.slice(batch), ...source.shape.slice(axis + 1)];
  return { shape, dtype: source.dtype };
}

function segmentSum(call: KernelCall): TensorSpec {
  const [source, ids] = [call.input(0), call.input(1)];
  const segments = call.input(2).values()[0]!;
  return { shape: [segments, ...source.shape.slice(ids.shape.length)], dtype: source.dtype };
}
