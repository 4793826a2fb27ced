import type { KernelAttribute, RecordedType, TensorFlowBackend } from './tensorflow-backend';
import { typeNumbers } from './tensorflow-backend';
import { ProtobufWriter } from './protobuf';

/**
 * A TensorFlow graph under construction, written node by node in the form of graph.proto. Field numbers are those of
 * TensorFlow's protocol files, named beside each.
 */
export class GraphBuilder {
  private readonly graph = new ProtobufWriter();
  private count = 0;

  constructor(private readonly binding: TensorFlowBackend['binding']) {}

  /** Nodes so far. */
  get nodes(): number {
    return this.count;
  }

  /** Adds a node and returns its name; output k > 0 of it is `name:k`. */
  node(operation: string, inputs: readonly string[], attributes: readonly KernelAttribute[]): string {
    const encoded = attributes.map(({ name, type, value }): [string, ProtobufWriter] => [
      name,
      attributeValue(this.binding, type, value),
    ]);
    return this.write(operation, inputs, encoded);
  }

  placeholder(name: string, type: RecordedType, shape: readonly number[]): string {
    const dtype = new ProtobufWriter().integer(6, typeNumbers[type]);
    const dimensions = new ProtobufWriter().message(7, shapeMessage(shape));
    return this.write('Placeholder', [], [['dtype', dtype], ['shape', dimensions]], `input/${name}`);
  }

  /** Adds a constant; a single value is repeated over the shape. */
  constant(type: RecordedType, shape: readonly number[], values: readonly number[]): string {
    // TensorProto: dtype 1, tensor_shape 2, and the values as float_val 5, int_val 7 or bool_val 11, the last repeated.
    const tensor = new ProtobufWriter().integer(1, typeNumbers[type]).message(2, shapeMessage(shape));
    if (type === 'float32') tensor.packedFloats(5, values);
    else tensor.packedSigned(type === 'int32' ? 7 : 11, values);
    return this.write('Const', [], [
      ['dtype', new ProtobufWriter().integer(6, typeNumbers[type])],
      ['value', new ProtobufWriter().message(8, tensor)],
    ]);
  }

  /** The bytes of a SavedModel (saved_model.proto) with this graph under the tag `serve`. */
  savedModel(): Uint8Array {
    // VersionDef: producer 1. A graph of this age is read by every TensorFlow since 2.14, with today's checks.
    const graph = new ProtobufWriter().message(4, new ProtobufWriter().integer(1, 1482));
    const information = new ProtobufWriter().text(4, 'serve');
    const nodes = this.graph.finish();
    const whole = new Uint8Array(nodes.length + graph.finish().length);
    whole.set(nodes);
    whole.set(graph.finish(), nodes.length);
    const metaGraph = new ProtobufWriter().message(1, information).data(2, whole);
    return new ProtobufWriter().integer(1, 1).message(2, metaGraph).finish();
  }

  private write(
    operation: string,
    inputs: readonly string[],
    attributes: readonly [string, ProtobufWriter][],
    name = `${operation}_${this.count}`,
  ): string {
    // NodeDef: name 1, op 2, input 3, attr 5 (map: key 1, value 2).
    const node = new ProtobufWriter().text(1, name).text(2, operation);
    for (const input of inputs) node.text(3, input);
    for (const [key, value] of attributes) node.message(5, new ProtobufWriter().text(1, key).message(2, value));
    this.graph.message(1, node);
    this.count += 1;
    return name;
  }
}

/** AttrValue: list 1, s 2, i 3, f 4, b 5, type 6, shape 7; ListValue has i 3, f 4, b 5, type 6. */
function attributeValue(
  binding: TensorFlowBackend['binding'],
  type: number,
  value: KernelAttribute['value'],
): ProtobufWriter {
  const writer = new ProtobufWriter();
  if (Array.isArray(value)) {
    const numbers = value.map(Number);
    if (type === binding.TF_ATTR_SHAPE) return writer.message(7, shapeMessage(numbers));
    const list = new ProtobufWriter();
    if (type === binding.TF_ATTR_INT) list.packedSigned(3, numbers);
    else if (type === binding.TF_ATTR_FLOAT) list.packedFloats(4, numbers);
    else if (type === binding.TF_ATTR_BOOL) list.packedSigned(5, numbers);
    else if (type === binding.TF_ATTR_TYPE) list.packedSigned(6, numbers);
    else throw new Error(`A list attribute of kind ${type} cannot be recorded.`);
    return writer.message(1, list);
  }
  if (type === binding.TF_ATTR_STRING) return writer.text(2, String(value));
  if (type === binding.TF_ATTR_INT) return writer.signed(3, Number(value));
  if (type === binding.TF_ATTR_FLOAT) return writer.float(4, Number(value));
  if (type === binding.TF_ATTR_BOOL) return writer.integer(5, value ? 1 : 0);
  if (type === binding.TF_ATTR_TYPE) return writer.integer(6, Number(value));
  throw new Error(`An attribute of kind ${type} cannot be recorded.`);
}

/** TensorShapeProto: dim 2 (size 1). */
function shapeMessage(shape: readonly number[]): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const size of shape) writer.message(2, new ProtobufWriter().signed(1, size));
  return writer;
}
