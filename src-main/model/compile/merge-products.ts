import type { GraphNode } from './graph';
import { parseReference } from './graph';
import { attributeKinds, typeNumbers } from './tensorflow-backend';

/**
 * Rewrites every sum of small products Σᵢ Xᵢᵀ Yᵢ as the one product [X₁; X₂; …]ᵀ [Y₁; Y₂; …]. The gradient of a weight
 * that an unrolled pass uses at each of its steps is such a sum, and one product of all rows is faster than a small product
 * and an addition for every step.
 *
 * Nodes keep their order and the root of a sum its name, so nothing else of the graph changes.
 */
export function mergeProducts(nodes: readonly GraphNode[]): GraphNode[] {
  const graph = indexGraph(nodes);
  const merged = nodes.flatMap((node) => {
    if (!isAddition(node) || isInnerAddition(graph, node)) return [node];
    const terms = termsOf(graph, node);
    const products = terms.filter((term) => isSmallProduct(graph, term));
    return products.length < 2 ? [node] : mergedSum(graph, { root: node, terms, products });
  });
  return merged.some(({ inputs }) => inputs.includes(axis.name)) ? [axis, ...merged] : merged;
}

/** Rows of a product up to which joining it with others pays: above, copying them costs more than is gained. */
const MAX_ROWS = 2048;

/** ConcatV2's axis: rows. */
const axis: GraphNode = {
  name: 'merged/axis',
  operation: 'Const',
  inputs: [],
  attributes: [
    { name: 'dtype', type: attributeKinds.type, value: typeNumbers.int32 },
    { name: 'value', tensor: { type: 'int32', shape: [], values: [0] } },
  ],
  shapes: [[]],
};

interface Graph {
  byName: ReadonlyMap<string, GraphNode>;
  /** By name of a node: the nodes that take its first output, one entry for each time. */
  consumers: ReadonlyMap<string, GraphNode[]>;
}

interface Sum {
  root: GraphNode;
  terms: string[];
  /** Those of the terms that are small products. */
  products: string[];
}

function indexGraph(nodes: readonly GraphNode[]): Graph {
  const consumers = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node]);
  }
  return { byName: new Map(nodes.map((node) => [node.name, node])), consumers };
}

function isAddition({ operation }: GraphNode): boolean {
  return operation === 'Add' || operation === 'AddV2';
}

/** Whether a node goes into another addition of the same shape and nowhere else. */
function isInnerAddition({ consumers }: Graph, node: GraphNode): boolean {
  const [consumer, ...others] = consumers.get(node.name) ?? [];
  return consumer !== undefined && others.length === 0 && isAddition(consumer) && equal(consumer, node);
}

/** The terms of a sum, left to right: names of the nodes that its additions take. */
function termsOf(graph: Graph, root: GraphNode): string[] {
  return root.inputs.flatMap((input) => {
    const node = graph.byName.get(input);
    return node && isAddition(node) && isInnerAddition(graph, node) ? termsOf(graph, node) : [input];
  });
}

function isSmallProduct({ byName, consumers }: Graph, name: string): boolean {
  const node = byName.get(name);
  if (node?.operation !== 'MatMul' || consumers.get(name)!.length > 1) return false;
  const transposed = (side: string) => node.attributes.some((attribute) => attribute.name === side && 'value' in attribute && attribute.value === true);
  const [rows] = shapeOf(byName, node.inputs[0]!);
  return transposed('transpose_a') && !transposed('transpose_b') && rows !== undefined && rows <= MAX_ROWS;
}

function mergedSum({ byName }: Graph, { root, terms, products }: Sum): GraphNode[] {
  const nodes = products.map((name) => byName.get(name)!);
  const others = terms.filter((term) => !products.includes(term));
  const joined = [0, 1].map((side) => concatenation(byName, `${root.name}/joined${side}`, nodes.map(({ inputs }) => inputs[side]!)));
  const product: GraphNode = {
    ...nodes[0]!,
    name: others.length === 0 ? root.name : `${root.name}/product`,
    inputs: joined.map(({ name }) => name),
  };
  const sums = others.map((other, i): GraphNode => ({
    ...root,
    name: i === others.length - 1 ? root.name : `${root.name}/sum${i}`,
    inputs: [i === 0 ? product.name : `${root.name}/sum${i - 1}`, other],
  }));
  return [...joined, product, ...sums];
}

function concatenation(byName: Graph['byName'], name: string, parts: string[]): GraphNode {
  const shapes = parts.map((part) => shapeOf(byName, part));
  const rows = shapes.reduce((sum, [count]) => sum + count!, 0);
  const type = (attribute: string, value: number) => ({ name: attribute, type: attributeKinds.type, value });
  return {
    name,
    operation: 'ConcatV2',
    inputs: [...parts, axis.name],
    attributes: [
      { name: 'N', type: attributeKinds.integer, value: parts.length },
      type('T', typeNumbers.float32),
      type('Tidx', typeNumbers.int32),
    ],
    shapes: [[rows, ...shapes[0]!.slice(1)]],
  };
}

function shapeOf(byName: Graph['byName'], reference: string): readonly number[] {
  const { name, output } = parseReference(reference);
  return byName.get(name)!.shapes[output]!;
}

function equal(one: GraphNode, other: GraphNode): boolean {
  return one.shapes[0]!.join() === other.shapes[0]!.join();
}
