import type { GraphNode } from './graph';
import type { GraphIndex } from './graph-index';
import { attributeKinds, typeNumbers } from './tensorflow-backend';

/** Joined factors by what they consist of: weights that every step of a pass uses are joined once. */
export type JoinedFactors = Map<string, string>;

/** The constants 0 and 1, to which the nodes of every sum may refer. */
export const smallConstants: readonly GraphNode[] = [0, 1].map((value) => ({
  name: constant(value),
  ...integers([], [value]),
}));

/** Makes the nodes that replace a sum. */
export class SumNodes {
  private readonly nodes: GraphNode[] = [];

  /** @param root the last addition of the sum; the last node made takes its name */
  constructor(
    private readonly root: GraphNode,
    private readonly index: GraphIndex,
    private readonly joinedFactors: JoinedFactors,
  ) {}

  add(left: string, right: string): string {
    return this.push({ ...this.root, inputs: [left, right] });
  }

  /** One product in place of several, whose left and right factors are joined along these axes. */
  product(products: readonly GraphNode[], axes: readonly [number, number]): string {
    const inputs = axes.map((axis, side) =>
      this.joined(
        products.map((node) => node.inputs[side]!),
        axis,
      ),
    );
    return this.push({ ...products[0]!, inputs });
  }

  /** Adds the rows of a segment sum to a sum, in place where TensorFlow can. */
  scatter({ inputs: [rows, places], shapes: [shape] }: GraphNode, sum: string): string {
    const indices = this.push({
      operation: 'ExpandDims',
      inputs: [places!, constant(1)],
      attributes: [type('T', typeNumbers.int32), type('Tdim', typeNumbers.int32)],
      shapes: [[...this.index.shape(places!), 1]],
    });
    const total = this.push({
      operation: 'TensorScatterAdd',
      inputs: [this.reshaped(sum, shape!), indices, rows!],
      attributes: [type('T', typeNumbers.float32), type('Tindices', typeNumbers.int32)],
      shapes: [shape!],
    });
    return this.reshaped(total, this.root.shapes[0]!);
  }

  /** All nodes, the last of them under the name of the sum. */
  finish(): GraphNode[] {
    const last = this.nodes.pop()!;
    return [...this.nodes, { ...last, name: this.root.name }];
  }

  private joined(parts: readonly string[], axis: number): string {
    const key = `${axis}: ${parts.join()}`;
    const known = this.joinedFactors.get(key);
    if (known !== undefined) return known;
    const shapes = parts.map((part) => this.index.shape(part));
    const length = shapes.reduce((sum, shape) => sum + shape[axis]!, 0);
    const name = this.push({
      operation: 'ConcatV2',
      inputs: [...parts, constant(axis)],
      attributes: [
        { name: 'N', type: attributeKinds.integer, value: parts.length },
        type('T', typeNumbers.float32),
        type('Tidx', typeNumbers.int32),
      ],
      shapes: [shapes[0]!.map((size, i) => (i === axis ? length : size))],
    });
    this.joinedFactors.set(key, name);
    return name;
  }

  private reshaped(tensor: string, shape: readonly number[]): string {
    return this.push({
      operation: 'Reshape',
      inputs: [tensor, this.push(integers([shape.length], shape))],
      attributes: [type('T', typeNumbers.float32), type('Tshape', typeNumbers.int32)],
      shapes: [shape],
    });
  }

  private push(node: Omit<GraphNode, 'name'>): string {
    const name = `${this.root.name}/${this.nodes.length}`;
    this.nodes.push({ ...node, name });
    return name;
  }
}

function constant(value: number): string {
  return `constant/${value}`;
}

function type(name: string, value: number) {
  return { name, type: attributeKinds.type, value };
}

function integers(shape: readonly number[], values: readonly number[]): Omit<GraphNode, 'name'> {
  const tensor = { type: 'int32' as const, shape, values };
  const attributes = [type('dtype', typeNumbers.int32), { name: 'value', tensor }];
  return { operation: 'Const', inputs: [], attributes, shapes: [shape] };
}
