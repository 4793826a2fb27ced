import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSavedModel, type GraphNode } from '../../../src-main/model/compile/graph';
import { ProtobufWriter } from '../../../src-main/formats/protobuf';
import { attributeKinds } from '../../../src-main/model/compile/tensorflow-backend';

// tfjs-node's generated code reads what was written by hand.
const protocol = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/dist/proto/api_pb') as Protocol;

describe('the protocol buffers of a graph', () => {
  it('are read as they were written', () => {
    const read = decode([
      node({
        attributes: [
          { name: 'b', type: attributeKinds.boolean, value: true },
          { name: 'i', type: attributeKinds.integer, value: -3 },
          { name: 'f', type: attributeKinds.float, value: 0.5 },
          { name: 's', type: attributeKinds.string, value: 'NHWC' },
          { name: 't', type: attributeKinds.type, value: 3 },
          { name: 'shape', type: attributeKinds.shape, value: [2, 300] },
          { name: 'list', type: attributeKinds.integer, value: [1, -1, 128] },
        ],
      }),
    ]);
    const attribute = (name: string) => read[0]!.getAttrMap().get(name)!;
    expect([read[0]!.getName(), read[0]!.getOp(), read[0]!.getInputList()]).toEqual(['n', 'Op', ['a', 'b:1']]);
    expect(attribute('b').getB()).toBe(true);
    expect(attribute('i').getI()).toBe(-3);
    expect(attribute('f').getF()).toBe(0.5);
    expect(Buffer.from(attribute('s').getS_asU8()).toString()).toBe('NHWC');
    expect(attribute('t').getType()).toBe(3);
    expect(
      attribute('shape')
        .getShape()!
        .getDimList()
        .map((dimension) => dimension.getSize()),
    ).toEqual([2, 300]);
    expect(attribute('list').getList()!.getIList()).toEqual([1, -1, 128]);
  });

  it('hold the values of constants', () => {
    const tensor = { type: 'int32' as const, shape: [3], values: [5, -1, 70_000] };
    const [read] = decode([node({ attributes: [{ name: 'value', tensor }] })]);
    const value = read!.getAttrMap().get('value')!.getTensor()!;
    expect([value.getDtype(), value.getIntValList()]).toEqual([3, [5, -1, 70_000]]);
  });

  it('keep every integer of 53 bits', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const [read] = decode([node({ attributes: [{ name: 'i', type: attributeKinds.integer, value }] })]);
        expect(read!.getAttrMap().get('i')!.getI()).toBe(value);
      }),
    );
  });

  it('grow over any number of bytes', () => {
    const bytes = new ProtobufWriter().data(1, new Uint8Array(100_000).fill(7)).finish();
    expect(bytes.length).toBe(1 + 3 + 100_000);
    expect(bytes.at(-1)).toBe(7);
  });
});

function node(part: Partial<GraphNode>): GraphNode {
  return { name: 'n', operation: 'Op', inputs: ['a', 'b:1'], attributes: [], shapes: [], ...part };
}

function decode(nodes: GraphNode[]): DecodedNode[] {
  const model = protocol.SavedModel.deserializeBinary(encodeSavedModel(nodes));
  return model.getMetaGraphsList()[0]!.getGraphDef().getNodeList();
}

/** The part of tfjs-node's generated protocol code that is used here. */
interface Protocol {
  SavedModel: {
    deserializeBinary(bytes: Uint8Array): {
      getMetaGraphsList(): { getGraphDef(): { getNodeList(): DecodedNode[] } }[];
    };
  };
}
interface DecodedNode {
  getName(): string;
  getOp(): string;
  getInputList(): string[];
  getAttrMap(): Map<string, DecodedAttribute>;
}
interface DecodedAttribute {
  getB(): boolean;
  getI(): number;
  getF(): number;
  getS_asU8(): Uint8Array;
  getType(): number;
  getShape(): { getDimList(): { getSize(): number }[] };
  getList(): { getIList(): number[] };
  getTensor(): { getDtype(): number; getIntValList(): number[] };
}
