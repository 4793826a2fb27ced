import type { GraphNode } from './graph';
import { GraphIndex } from './graph-index';
import { smallConstants, SumNodes, type JoinedFactors } from './sum-nodes';

/**
 * Rewrites the sums that an unrolled pass and its gradient consist of; same values up to rounding, fewer kernels.
 *
 * - Small products become one: Σᵢ Xᵢᵀ Yᵢ = [X₁; X₂; …]ᵀ [Y₁; Y₂; …], the gradient of a weight that every step uses, and
 *   Σᵢ Xᵢ Yᵢ = [X₁, X₂, …] [Y₁; Y₂; …], what all layers add to the skip outputs, or the taps of one layer.
 * - Rows that were gathered at a few places of a sequence are added to the rest of its gradient at those places, instead
 *   of as a sequence that is zero almost everywhere.
 *
 * The last node of a sum keeps its name, so nothing else of the graph changes.
 */
export function rewriteSums(nodes: readonly GraphNode[]): GraphNode[] {
  const index = new GraphIndex(nodes);
  const joinedFactors: JoinedFactors = new Map();
  const rewritten = nodes.flatMap((root) => {
    if (!isAddition(root) || isInnerAddition(index, root)) return [root];
    return rewriteSum(index, { root, terms: termsOf(index, root) }, joinedFactors) ?? [root];
  });
  return [...smallConstants, ...rewritten];
}

/** Rows of a product up to which joining it with others pays: above, copying them costs more than is gained. */
const MAX_PRODUCT_ROWS = 2048;
/** How many times more rows than were gathered a sequence must have for the rows to be added at their places. */
const MIN_SPARSITY = 2;

/** Kinds of products by what they transpose: the axes along which their left and right factors are joined. */
const productKinds: readonly ProductKind[] = [
  { transposeLeft: true, transposeRight: false, axes: [0, 0] },
  { transposeLeft: false, transposeRight: false, axes: [1, 0] },
  { transposeLeft: false, transposeRight: true, axes: [1, 1] },
];
interface ProductKind {
  transposeLeft: boolean;
  transposeRight: boolean;
  axes: readonly [number, number];
}

interface Sum {
  /** Its last addition. */
  root: GraphNode;
  /** What its additions take, left to right. */
  terms: string[];
}

function isAddition({ operation }: GraphNode): boolean {
  return operation === 'Add' || operation === 'AddV2';
}

/** Whether a node goes into another addition and nowhere else. */
function isInnerAddition(index: GraphIndex, node: GraphNode): boolean {
  const consumer = index.onlyConsumer(node.name);
  return consumer !== null && isAddition(consumer);
}

function termsOf(index: GraphIndex, root: GraphNode): string[] {
  return root.inputs.flatMap((input) => {
    const node = index.producer(input);
    return node && isAddition(node) && isInnerAddition(index, node) ? termsOf(index, node) : [input];
  });
}

/** The nodes of a sum in its better form; null where it has none. */
function rewriteSum(index: GraphIndex, { root, terms }: Sum, joinedFactors: JoinedFactors): GraphNode[] | null {
  if (terms.some((term) => !equal(index.shape(term), root.shapes[0]!))) return null;
  const groups = productKinds
    .map((kind) => ({ kind, products: terms.filter((term) => isSmallProduct(index, term, kind)) }))
    .filter(({ products }) => products.length > 1);
  const merged = groups.flatMap(({ products }) => products);
  const scattered = terms.filter((term) => scatteredRows(index, term) !== null);
  const dense = terms.filter((term) => !merged.includes(term) && !scattered.includes(term));
  if (dense.length + merged.length === 0) dense.push(scattered.pop()!);
  if (merged.length + scattered.length === 0) return null;

  const nodes = new SumNodes(root, index, joinedFactors);
  for (const { kind, products } of groups) {
    dense.push(
      nodes.product(
        products.map((name) => index.producer(name)!),
        kind.axes,
      ),
    );
  }
  let sum = dense.reduce((left, right) => nodes.add(left, right));
  for (const term of scattered) sum = nodes.scatter(scatteredRows(index, term)!, sum);
  return nodes.finish();
}

/** A product of few rows that goes into this sum alone. */
function isSmallProduct(index: GraphIndex, term: string, { transposeLeft, transposeRight }: ProductKind): boolean {
  const node = index.producer(term);
  if (node?.operation !== 'MatMul' || !index.onlyConsumer(term)) return false;
  if (flag(node, 'transpose_a') !== transposeLeft || flag(node, 'transpose_b') !== transposeRight) return false;
  const [rows] = index.shape(node.inputs[0]!);
  return rows! <= MAX_PRODUCT_ROWS;
}

/**
 * The segment sum that is the gradient of gathered rows, most of it zero, and that goes into this sum alone, as it is
 * or in another shape; null for any other term.
 */
function scatteredRows(index: GraphIndex, term: string): GraphNode | null {
  const node = index.producer(term);
  if (!node || !index.onlyConsumer(term)) return null;
  if (node.operation === 'Reshape') return scatteredRows(index, node.inputs[0]!);
  if (node.operation !== 'UnsortedSegmentSum') return null;
  const rows = index.shape(node.inputs[1]!);
  return rows.length === 1 && rows[0]! * MIN_SPARSITY <= node.shapes[0]![0]! ? node : null;
}

function flag({ attributes }: GraphNode, name: string): boolean {
  return attributes.some((attribute) => attribute.name === name && 'value' in attribute && attribute.value === true);
}

function equal(one: readonly number[], other: readonly number[]): boolean {
  return one.join() === other.join();
}
