import { GatherV2, getKernel, registerKernel, scalar, unregisterKernel } from '@tensorflow/tfjs-core';
import type { DataId, KernelConfig, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import { GraphBuilder } from './graph';
import { KernelCall } from './kernel-call';
import type { KernelInput, TensorSpec } from './kernel-call';
import { kernelRule } from './kernel-rules';
import type { AttributeValue, KernelAttribute, RecordedType, TensorFlowBackend } from './tensorflow-backend';
import { typeNumbers } from './tensorflow-backend';

/** A tensor that became part of the graph because it is no input. */
export interface FrozenConstant extends TensorSpec {
  /** The first kernel that takes it. */
  kernel: string;
  /** Its values, or the one that all of them equal. */
  values: readonly number[];
}

/** Stands in for tfjs-node's execution of kernels and writes each into a graph; its tensors have no values. */
export class Recorder {
  readonly graph: GraphBuilder;
  /** Each once, in the order of their first use. */
  readonly constants: FrozenConstant[] = [];
  kernels = 0;
  /** Which output of which node a tensor is; by data, which reshaped tensors share. */
  private readonly names = new Map<DataId, string>();
  private readonly symbolic = new Set<DataId>();
  private readonly constantNames = new Map<string, string>();

  constructor(
    private readonly backend: TensorFlowBackend,
    private readonly maxFrozenElements: number,
  ) {
    this.graph = new GraphBuilder(backend.binding);
  }

  /** Calls `f` while this recorder takes all kernels, and puts everything back after, come what may. */
  during<Result>(f: () => Result): Result {
    const { backend } = this;
    const saved = {
      executeSingleOutput: backend.executeSingleOutput,
      executeMultipleOutputs: backend.executeMultipleOutputs,
      readSync: backend.readSync,
    };
    const gather = getKernel(GatherV2, 'tensorflow');
    backend.executeSingleOutput = (kernel, attributes, inputs) => this.call(kernel, attributes, inputs, 1)[0]!;
    backend.executeMultipleOutputs = (kernel, attributes, inputs, outputs) =>
      this.call(kernel, attributes, inputs, outputs);
    backend.readSync = (id) => {
      if (!this.symbolic.has(id)) return saved.readSync.call(backend, id);
      throw new Error('The function cannot be recorded: it reads the values of a tensor that varies from run to run.');
    };
    replaceKernel(uncheckedGather);
    try {
      return f();
    } finally {
      Object.assign(backend, saved);
      replaceKernel(gather);
    }
  }

  placeholder({ name, shape, dtype }: TensorSpec & { name: string }): Tensor {
    return this.tensor(this.graph.placeholder(name, dtype, shape), { shape, dtype });
  }

  /** Makes a tensor a named result of the graph. */
  output(tensor: Tensor): string {
    const type = this.backend.binding.TF_ATTR_TYPE;
    const attributes = [{ name: 'T', type, value: typeNumbers[recordedType(tensor)] }];
    return this.graph.node('Identity', [this.nameOf(tensor, 'the result')], attributes);
  }

  private call(executed: string, given: KernelAttribute[], inputs: TensorInfo[], outputs: number): Tensor[] {
    const { kernel, attributes } = plainProduct(executed, given, inputs);
    const rule = kernelRule(kernel);
    for (const [name, decider] of Object.entries(rule.types)) {
      if (attributes.some((attribute) => attribute.name === name)) continue;
      const type = typeof decider === 'string' ? decider : recordedType(inputs.at(decider)!);
      attributes.push({ name, type: this.backend.binding.TF_ATTR_TYPE, value: typeNumbers[type] });
    }
    const values = new Map<string, AttributeValue>(attributes.map(({ name, value }) => [name, value]));
    const call = new KernelCall(kernel, inputs.map((input) => this.inputOf(kernel, input)), values, outputs);
    const specs = rule.outputs(call);
    const node = this.graph.node(kernel, inputs.map((input) => this.nameOf(input, kernel)), attributes);
    this.kernels += 1;
    return specs.map((spec, index) => this.tensor(index === 0 ? node : `${node}:${index}`, spec));
  }

  private inputOf(kernel: string, tensor: TensorInfo): KernelInput {
    return {
      shape: tensor.shape,
      dtype: recordedType(tensor),
      values: () => {
        if (!this.symbolic.has(tensor.dataId)) return Array.from(this.backend.readSync(tensor.dataId));
        throw new Error(`The function cannot be recorded: the size of what ${kernel} returns depends on computed values.`);
      },
    };
  }

  private tensor(name: string, { shape, dtype }: TensorSpec): Tensor {
    const tensor = this.backend.createOutputTensor({ shape: [...shape], dtype: typeNumbers[dtype], id: -1 });
    this.names.set(tensor.dataId, name);
    this.symbolic.add(tensor.dataId);
    return tensor;
  }

  private nameOf(tensor: TensorInfo, kernel: string): string {
    const produced = this.names.get(tensor.dataId);
    if (produced !== undefined) return produced;
    const dtype = recordedType(tensor);
    const all = this.backend.readSync(tensor.dataId);
    const values = isUniform(all) ? [all[0]!] : Array.from(all);
    if (values.length > this.maxFrozenElements) {
      throw new Error(
        `The function cannot be recorded: ${kernel} takes a tensor ${dtype}[${tensor.shape.join()}] that is no input, so ` +
          `its ${values.length} values would be frozen (allowed: ${this.maxFrozenElements}). Make it an input.`,
      );
    }
    const key = `${dtype}[${tensor.shape.join()}]${values.join()}`;
    const known = this.constantNames.get(key);
    if (known !== undefined) return known;
    const name = this.graph.constant(dtype, tensor.shape, values);
    this.constantNames.set(key, name);
    this.constants.push({ kernel, shape: tensor.shape, dtype, values });
    return name;
  }
}

/** tfjs-node's own gather without its look at every index, which a recording has not; TensorFlow checks them itself. */
const uncheckedGather: KernelConfig = {
  kernelName: GatherV2,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, indices } = inputs as { x: TensorInfo; indices: TensorInfo };
    const { axis, batchDims } = attrs as { axis: number; batchDims: number };
    const { binding, executeSingleOutput } = backend as TensorFlowBackend;
    const axisTensor = scalar(axis, 'int32');
    const attributes = [{ name: 'batch_dims', type: binding.TF_ATTR_INT, value: batchDims }];
    const result = executeSingleOutput.call(backend, GatherV2, attributes, [x, indices, axisTensor]);
    axisTensor.dispose();
    return result;
  },
};

/** tfjs multiplies all matrices by the kernel for batches of them; for two matrices the plain one is faster, small ones 4 times. */
function plainProduct(
  kernel: string,
  attributes: KernelAttribute[],
  inputs: TensorInfo[],
): { kernel: string; attributes: KernelAttribute[] } {
  if (kernel !== 'BatchMatMulV2' || inputs.some(({ shape }) => shape.length !== 2)) {
    return { kernel, attributes: [...attributes] };
  }
  const names: Record<string, string> = { adj_x: 'transpose_a', adj_y: 'transpose_b' };
  const renamed = attributes.map((attribute) => ({ ...attribute, name: names[attribute.name] ?? attribute.name }));
  return { kernel: 'MatMul', attributes: renamed };
}

function replaceKernel(config: KernelConfig): void {
  unregisterKernel(config.kernelName, config.backendName);
  registerKernel(config);
}

function recordedType({ dtype }: TensorInfo): RecordedType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`The function cannot be recorded: it uses a tensor of type ${dtype}; allowed are float32, int32, bool.`);
}

function isUniform(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index++) if (!Object.is(values[index], values[0])) return false;
  return values.length > 0;
}
