import type { GraphNode } from './graph';
import { GraphIndex } from './graph-index';
import { attributeKinds, typeNumbers } from './tensorflow-backend';

/**
 * Rewrites the sums that gradients of an unrolled pass consist of; same values up to rounding, far less work.
 *
 * - Small products Σᵢ Xᵢᵀ Yᵢ, the gradient of a weight that every step uses, become the one product
 *   [X₁; X₂; …]ᵀ [Y₁; Y₂; …].
 * - Rows that were gathered at a few places of a sequence are added to the rest of its gradient at those places, instead
 *   of as a sequence that is zero almost everywhere.
 *
 * The last node of a sum keeps its name, so nothing else of the graph changes.
 */
export function rewriteSums(nodes: readonly GraphNode[]): GraphNode[] {
  const index = new GraphIndex(nodes);
  const rewritten = nodes.flatMap((node) => {
    if (!isAddition(node) || isInnerAddition(index, node)) return [node];
    return rewriteSum(index, node, termsOf(index, node)) ?? [node];
  });
  return [zero, one, ...rewritten];
}

/** Rows of a product up to which joining it with others pays: above, copying them costs more than is gained. */
const MAX_PRODUCT_ROWS = 2048;
/** How many times more rows than were gathered a sequence must have for the rows to be added at their places. */
const MIN_SPARSITY = 2;

const zero: GraphNode = { name: 'constant/zero', ...integers([], [0]) };
const one: GraphNode = { name: 'constant/one', ...integers([], [1]) };

function isAddition({ operation }: GraphNode): boolean {
  return operation === 'Add' || operation === 'AddV2';
}

/** Whether a node goes into another addition and nowhere else. */
function isInnerAddition(index: GraphIndex, node: GraphNode): boolean {
  const consumer = index.onlyConsumer(node.name);
  return consumer !== null && isAddition(consumer);
}

/** The terms of a sum, left to right: what its additions take. */
function termsOf(index: GraphIndex, root: GraphNode): string[] {
  return root.inputs.flatMap((input) => {
    const node = index.producer(input);
    return node && isAddition(node) && isInnerAddition(index, node) ? termsOf(index, node) : [input];
  });
}

/** The nodes of a sum in its better form; null when it has none. */
function rewriteSum(index: GraphIndex, root: GraphNode, terms: string[]): GraphNode[] | null {
  if (terms.some((term) => !equal(index.shape(term), root.shapes[0]!))) return null;
  const products = terms.filter((term) => isSmallProduct(index, term));
  const merged = products.length > 1 ? products : [];
  const scattered = terms.filter((term) => scatteredRows(index, term) !== null);
  const dense = terms.filter((term) => !merged.includes(term) && !scattered.includes(term));
  if (dense.length + merged.length === 0) dense.push(scattered.pop()!);
  if (merged.length + scattered.length === 0) return null;
  const nodes = new SumNodes(root);
  if (merged.length > 0) dense.push(nodes.product(index, merged));
  let sum = dense.reduce((left, right) => nodes.add(left, right));
  for (const term of scattered) sum = nodes.scatter(scatteredRows(index, term)!, sum);
  return nodes.finish();
}

/** Xᵀ Y of few rows that goes into this sum alone. */
function isSmallProduct(index: GraphIndex, term: string): boolean {
  const node = index.producer(term);
  if (node?.operation !== 'MatMul' || !index.onlyConsumer(term)) return false;
  const [rows] = index.shape(node.inputs[0]!);
  return flag(node, 'transpose_a') && !flag(node, 'transpose_b') && rows! <= MAX_PRODUCT_ROWS;
}

/**
 * The segment sum that is the gradient of gathered rows, most of it zero, and that goes into this sum alone, as it is or
 * in another shape; null for any other term.
 */
function scatteredRows(index: GraphIndex, term: string): GraphNode | null {
  const node = index.producer(term);
  if (!node || !index.onlyConsumer(term)) return null;
  if (node.operation === 'Reshape') return scatteredRows(index, node.inputs[0]!);
  if (node.operation !== 'UnsortedSegmentSum') return null;
  const rows = index.shape(node.inputs[1]!);
  return rows.length === 1 && rows[0]! * MIN_SPARSITY <= node.shapes[0]![0]! ? node : null;
}

/** Makes the nodes that replace a sum. */
class SumNodes {
  private readonly nodes: GraphNode[] = [];

  constructor(private readonly root: GraphNode) {}

  add(left: string, right: string): string {
    return this.push({ ...this.root, inputs: [left, right] });
  }

  /** One product of all rows in place of the products. */
  product(index: GraphIndex, products: string[]): string {
    const nodes = products.map((name) => index.producer(name)!);
    const inputs = [0, 1].map((side) => this.concatenation(index, nodes.map((node) => node.inputs[side]!)));
    return this.push({ ...nodes[0]!, inputs });
  }

  /** Adds the rows of a segment sum to a sum, in place where TensorFlow can. */
  scatter({ inputs: [rows, places], shapes: [shape] }: GraphNode, sum: string): string {
    const indices = this.push({
      operation: 'ExpandDims',
      inputs: [places!, one.name],
      attributes: [type('T', typeNumbers.int32), type('Tdim', typeNumbers.int32)],
      shapes: [],
    });
    const total = this.push({
      operation: 'TensorScatterAdd',
      inputs: [this.reshaped(sum, shape!), indices, rows!],
      attributes: [type('T', typeNumbers.float32), type('Tindices', typeNumbers.int32)],
      shapes: [shape!],
    });
    return this.reshaped(total, this.root.shapes[0]!);
  }

  private reshaped(tensor: string, shape: readonly number[]): string {
    const constant = this.push(integers([shape.length], shape));
    return this.push({
      operation: 'Reshape',
      inputs: [tensor, constant],
      attributes: [type('T', typeNumbers.float32), type('Tshape', typeNumbers.int32)],
      shapes: [shape],
    });
  }

  /** All nodes, the last of them under the name of the sum. */
  finish(): GraphNode[] {
    const last = this.nodes.pop()!;
    return [...this.nodes, { ...last, name: this.root.name }];
  }

  private concatenation(index: GraphIndex, parts: string[]): string {
    const shapes = parts.map((part) => index.shape(part));
    const rows = shapes.reduce((sum, [count]) => sum + count!, 0);
    return this.push({
      operation: 'ConcatV2',
      inputs: [...parts, zero.name],
      attributes: [
        { name: 'N', type: attributeKinds.integer, value: parts.length },
        type('T', typeNumbers.float32),
        type('Tidx', typeNumbers.int32),
      ],
      shapes: [[rows, ...shapes[0]!.slice(1)]],
    });
  }

  private push(node: Omit<GraphNode, 'name'>): string {
    const name = `${this.root.name}/${this.nodes.length}`;
    this.nodes.push({ ...node, name });
    return name;
  }
}

function flag({ attributes }: GraphNode, name: string): boolean {
  return attributes.some((attribute) => attribute.name === name && 'value' in attribute && attribute.value === true);
}

function type(name: string, value: number) {
  return { name, type: attributeKinds.type, value };
}

function integers(shape: readonly number[], values: readonly number[]): Omit<GraphNode, 'name'> {
  const tensor = { type: 'int32' as const, shape, values };
  const attributes = [type('dtype', typeNumbers.int32), { name: 'value', tensor }];
  return { operation: 'Const', inputs: [], attributes, shapes: [shape] };
}

function equal(one: readonly number[], other: readonly number[]): boolean {
  return one.join() === other.join();
}
