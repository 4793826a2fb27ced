import { GatherV2, getKernel, registerKernel, scalar, unregisterKernel } from '@tensorflow/tfjs-core';
import type { DataId, KernelConfig, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { GraphAttribute, GraphNode } from './graph';
import { KernelCall } from './kernel-call';
import type { KernelInput, TensorSpec } from './kernel-call';
import { kernelRule } from './kernel-rules';
import type { AttributeValue, KernelAttribute, RecordedType, TensorFlowBackend } from './tensorflow-backend';
import { attributeKinds, typeNumbers } from './tensorflow-backend';

/** A tensor that became part of the graph because it is no input. */
export interface FrozenConstant extends TensorSpec {
  /** The first kernel that takes it. */
  kernel: string;
  /** Its values, or the one that all of them equal. */
  values: readonly number[];
}

/** Stands in for tfjs-node's execution of kernels and writes each into a graph; its tensors have no values. */
export class Recorder {
  /** In an order in which each comes after what it takes. */
  readonly nodes: GraphNode[] = [];
  /** Each once, in the order of their first use. */
  readonly constants: FrozenConstant[] = [];
  /** Which output of which node a tensor is; by data, which reshaped tensors share. */
  private readonly names = new Map<DataId, string>();
  private readonly symbolic = new Set<DataId>();
  private readonly constantNames = new Map<string, string>();

  constructor(
    private readonly backend: TensorFlowBackend,
    private readonly maxFrozenElements: number,
  ) {}

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
    const shapeAttribute = { name: 'shape', type: attributeKinds.shape, value: [...shape] };
    const attributes = [typeAttribute('dtype', dtype), shapeAttribute];
    const node = { name: inputName(name), operation: 'Placeholder', inputs: [], attributes, shapes: [shape] };
    return this.tensor(this.add(node), { shape, dtype });
  }

  /** Makes a tensor a result of the graph; returns the name of its node. */
  output(tensor: Tensor): string {
    const inputs = [this.nameOf(tensor, 'the result')];
    const attributes = [typeAttribute('T', recordedType(tensor))];
    const name = `result/${this.nodes.length}`;
    return this.add({ name, operation: 'Identity', inputs, attributes, shapes: [tensor.shape] });
  }

  private call(executed: string, given: KernelAttribute[], inputs: TensorInfo[], outputs: number): Tensor[] {
    const { kernel, attributes } = plainProduct(executed, given, inputs);
    const rule = kernelRule(kernel);
    for (const [name, decider] of Object.entries(rule.types)) {
      if (attributes.some((attribute) => attribute.name === name)) continue;
      attributes.push(typeAttribute(name, typeof decider === 'string' ? decider : recordedType(inputs.at(decider)!)));
    }
    const values = new Map<string, AttributeValue>(attributes.map(({ name, value }) => [name, value]));
    const seen = inputs.map((input) => this.inputOf(kernel, input));
    const specs = rule.outputs(new KernelCall(kernel, seen, values, outputs));
    // tfjs's gradients reshape most results to the shape that they have.
    if (kernel === 'Reshape' && sameShape(inputs[0]!.shape, specs[0]!.shape)) {
      return [this.tensor(this.nameOf(inputs[0]!, kernel), specs[0]!)];
    }
    const node = this.add({
      name: `${kernel}/${this.nodes.length}`,
      operation: kernel,
      inputs: inputs.map((input) => this.nameOf(input, kernel)),
      attributes,
      shapes: specs.map(({ shape }) => shape),
    });
    return specs.map((spec, index) => this.tensor(index === 0 ? node : `${node}:${index}`, spec));
  }

  private add(node: GraphNode): string {
    this.nodes.push(node);
    return node.name;
  }

  private inputOf(kernel: string, tensor: TensorInfo): KernelInput {
    return {
      shape: tensor.shape,
      dtype: recordedType(tensor),
      values: () => {
        if (!this.symbolic.has(tensor.dataId)) return Array.from(this.backend.readSync(tensor.dataId));
        throw new Error(
          `The function cannot be recorded: the size of what ${kernel} returns depends on computed values.`,
        );
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
        `The function cannot be recorded: ${kernel} takes a tensor ${dtype}[${tensor.shape.join()}] that is no input, ` +
          `so its ${values.length} values would be frozen (allowed: ${this.maxFrozenElements}). Make it an input.`,
      );
    }
    const key = `${dtype}[${tensor.shape.join()}]${values.join()}`;
    const known = this.constantNames.get(key);
    if (known !== undefined) return known;
    const value: GraphAttribute = { name: 'value', tensor: { type: dtype, shape: tensor.shape, values } };
    const attributes = [typeAttribute('dtype', dtype), value];
    const name = `Const/${this.nodes.length}`;
    this.add({ name, operation: 'Const', inputs: [], attributes, shapes: [tensor.shape] });
    this.constantNames.set(key, name);
    this.constants.push({ kernel, shape: tensor.shape, dtype, values });
    return name;
  }
}

function typeAttribute(name: string, type: RecordedType): KernelAttribute {
  return { name, type: attributeKinds.type, value: typeNumbers[type] };
}

/** The node of a named input. */
export function inputName(name: string): string {
  return `input/${name}`;
}

/** tfjs-node's own gather without its look at every index, which a recording has not; TensorFlow checks them itself. */
const uncheckedGather: KernelConfig = {
  kernelName: GatherV2,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { x, indices } = inputs as { x: TensorInfo; indices: TensorInfo };
    const { axis, batchDims } = attrs as { axis: number; batchDims: number };
    const { executeSingleOutput } = backend as unknown as TensorFlowBackend;
    const axisTensor = scalar(axis, 'int32');
    const attributes = [{ name: 'batch_dims', type: attributeKinds.integer, value: batchDims }];
    const result = executeSingleOutput.call(backend, GatherV2, attributes, [x, indices, axisTensor]);
    axisTensor.dispose();
    return result;
  },
};

/**
 * tfjs multiplies all matrices by the kernel for batches of them; for two matrices the plain one is faster, small ones
 * 4 times.
 */
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
  throw new Error(
    `The function cannot be recorded: it uses a tensor of type ${dtype}; allowed are float32, int32, bool.`,
  );
}

function sameShape(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((size, axis) => size === other[axis]);
}

function isUniform(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index++) if (!Object.is(values[index], values[0])) return false;
  return values.length > 0;
}
