import type { GraphNode } from './graph';
import { parseReference } from './graph';

/** Looks nodes up by name, and what takes their outputs. */
export class GraphIndex {
  private readonly byName: ReadonlyMap<string, GraphNode>;
  private readonly consumers = new Map<string, GraphNode[]>();

  constructor(nodes: readonly GraphNode[]) {
    this.byName = new Map(nodes.map((node) => [node.name, node]));
    for (const node of nodes) {
      for (const input of node.inputs) {
        const known = this.consumers.get(input);
        if (known) known.push(node);
        else this.consumers.set(input, [node]);
      }
    }
  }

  /** The node whose first output the reference means, or null where it means a later one. */
  producer(reference: string): GraphNode | null {
    return this.byName.get(reference) ?? null;
  }

  shape(reference: string): readonly number[] {
    const { name, output } = parseReference(reference);
    return this.byName.get(name)!.shapes[output]!;
  }

  /** The node that alone takes this output, and takes it once; null where there are more or none. */
  onlyConsumer(reference: string): GraphNode | null {
    const consumers = this.consumers.get(reference) ?? [];
    return consumers.length === 1 ? consumers[0]! : null;
  }
}
