import type { GraphNode } from './graph';
import { parseReference } from './graph';

/** Leaves out every node on which no result depends; inputs stay, because a run feeds them all. */
export function prune(nodes: readonly GraphNode[], results: readonly string[]): GraphNode[] {
  const needed = new Set(results);
  // Backwards: a node comes after what it takes.
  for (let i = nodes.length - 1; i >= 0; i--) {
    const { name, inputs } = nodes[i]!;
    if (needed.has(name)) for (const input of inputs) needed.add(parseReference(input).name);
  }
  return nodes.filter(({ name, operation }) => needed.has(name) || operation === 'Placeholder');
}
