import type { KernelAttribute, RecordedType } from './tensorflow-backend';
import { attributeKinds, typeNumbers } from './tensorflow-backend';
import { ProtobufWriter } from '../../formats/protobuf';

/** A node of a TensorFlow graph. Its output k is called `name` where k is 0, else `name:k`. */
export interface GraphNode {
  name: string;
  operation: string;
  inputs: readonly string[];
  attributes: readonly GraphAttribute[];
  /** Shape of each output. */
  shapes: readonly (readonly number[])[];
}

/** An attribute of a kernel, or the value of a constant. */
export type GraphAttribute = KernelAttribute | { name: string; tensor: ConstantValue };

export interface ConstantValue {
  type: RecordedType;
  shape: readonly number[];
  /** One value is repeated over the shape. */
  values: readonly number[];
}

/** The name of the node and the number of the output that a reference means. */
export function parseReference(reference: string): { name: string; output: number } {
  const [name, output] = reference.split(':');
  return { name: name!, output: Number(output ?? 0) };
}

/** The bytes of a SavedModel (saved_model.proto) that holds the graph under the tag `serve`. */
export function encodeSavedModel(nodes: readonly GraphNode[]): Uint8Array {
  // GraphDef: node 1, versions 4 (producer 1). A graph of this age is read by every TensorFlow since 2.14.
  const graph = new ProtobufWriter();
  for (const node of nodes) graph.message(1, encodeNode(node));
  graph.message(4, new ProtobufWriter().integer(1, 1482));
  // MetaGraphDef: meta_info_def 1 (tags 4), graph_def 2; SavedModel: saved_model_schema_version 1, meta_graphs 2.
  const metaGraph = new ProtobufWriter().message(1, new ProtobufWriter().text(4, 'serve')).message(2, graph);
  return new ProtobufWriter().integer(1, 1).message(2, metaGraph).finish();
}

/** NodeDef: name 1, op 2, input 3, attr 5 (a map: key 1, value 2). */
function encodeNode(node: GraphNode): ProtobufWriter {
  const writer = new ProtobufWriter().text(1, node.name).text(2, node.operation);
  for (const input of node.inputs) writer.text(3, input);
  for (const attribute of node.attributes) {
    const value = 'tensor' in attribute ? encodeConstant(attribute.tensor) : encodeAttribute(attribute);
    writer.message(5, new ProtobufWriter().text(1, attribute.name).message(2, value));
  }
  return writer;
}

/** AttrValue: list 1, s 2, i 3, f 4, b 5, type 6, shape 7; its ListValue: i 3, f 4, b 5, type 6. */
function encodeAttribute({ name, type, value }: KernelAttribute): ProtobufWriter {
  const writer = new ProtobufWriter();
  if (Array.isArray(value)) {
    const numbers = value.map(Number);
    if (type === attributeKinds.shape) return writer.message(7, encodeShape(numbers));
    const list = new ProtobufWriter();
    if (type === attributeKinds.integer) return writer.message(1, list.packedSigned(3, numbers));
    if (type === attributeKinds.float) return writer.message(1, list.packedFloats(4, numbers));
    if (type === attributeKinds.boolean) return writer.message(1, list.packedSigned(5, numbers));
    if (type === attributeKinds.type) return writer.message(1, list.packedSigned(6, numbers));
  } else {
    if (type === attributeKinds.string) return writer.text(2, String(value));
    if (type === attributeKinds.integer) return writer.signed(3, Number(value));
    if (type === attributeKinds.float) return writer.float(4, Number(value));
    if (type === attributeKinds.boolean) return writer.integer(5, value ? 1 : 0);
    if (type === attributeKinds.type) return writer.integer(6, Number(value));
  }
  throw new Error(`The attribute ${name} is of a kind (${type}) that cannot be recorded.`);
}

/**
 * AttrValue.tensor 8, a TensorProto: dtype 1, tensor_shape 2; float_val 5, int_val 7 or bool_val 11, the last repeated.
 */
function encodeConstant({ type, shape, values }: ConstantValue): ProtobufWriter {
  const tensor = new ProtobufWriter().integer(1, typeNumbers[type]).message(2, encodeShape(shape));
  if (type === 'float32') tensor.packedFloats(5, values);
  else tensor.packedSigned(type === 'int32' ? 7 : 11, values);
  return new ProtobufWriter().message(8, tensor);
}

/** TensorShapeProto: dim 2 (size 1). */
function encodeShape(shape: readonly number[]): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const size of shape) writer.message(2, new ProtobufWriter().signed(1, size));
  return writer;
}
