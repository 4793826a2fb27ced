import type { ModelConfiguration } from '../architecture/configuration';
import { elements, parameterSpecs } from '../architecture/parameters';
import type { RandomStream } from '../math/random';

/**
 * One parameter in the flat vector of all: weights are kept as [kernel, in, out], the reverse of PyTorch's layout, so
 * that each tap is a matrix that multiplies rows from the right; biases as [out].
 */
export interface ParameterLayout {
  name: string;
  shape: number[];
  /** PyTorch's [out, in, kernel], or [out]. */
  pytorchShape: number[];
  /** First element in the flat vector. */
  offset: number;
  size: number;
}

/** Every parameter of a model in the order of the flat vector. */
export function parameterLayouts(model: ModelConfiguration): ParameterLayout[] {
  let offset = 0;
  return parameterSpecs(model).map(({ name, shape }) => {
    const size = elements(shape);
    const layout = { name, shape: [...shape].reverse(), pytorchShape: shape, offset, size };
    offset += size;
    return layout;
  });
}

/**
 * Fresh parameters as one flat vector: weights Xavier-uniform (Glorot & Bengio 2010), biases normal with mean 1e-3 and
 * standard deviation 1e-2, as in the talk. Each parameter has a stream of its own, named like it.
 */
export function initialParameters(model: ModelConfiguration, stream: RandomStream): Float32Array {
  const layouts = parameterLayouts(model);
  const flat = new Float32Array(layouts.reduce((sum, { size }) => sum + size, 0));
  for (const { name, pytorchShape, offset, size } of layouts) {
    const own = stream.fork(name);
    const draw = pytorchShape.length === 1 ? () => 1e-3 + 1e-2 * own.normal() : xavierUniform(pytorchShape, own);
    for (let i = 0; i < size; i++) flat[offset + i] = draw();
  }
  return flat;
}

/** The flat vector as arrays by PyTorch name, in PyTorch's layout: what a weights file holds. */
export function toPyTorch(
  model: ModelConfiguration,
  flat: Float32Array,
): Map<string, { shape: number[]; data: Float32Array }> {
  return new Map(
    parameterLayouts(model).map(({ name, shape, pytorchShape, offset, size }) => [
      name,
      { shape: pytorchShape, data: reverseAxes(flat.subarray(offset, offset + size), shape) },
    ]),
  );
}

/**
 * Inverse of toPyTorch. Throws an Error naming the parameter when one is missing or of another shape, or when the
 * arrays hold one that the model does not have.
 */
export function fromPyTorch(
  model: ModelConfiguration,
  arrays: ReadonlyMap<string, { shape: readonly number[]; data: ArrayLike<number> }>,
): Float32Array {
  const layouts = parameterLayouts(model);
  const known = new Set(layouts.map(({ name }) => name));
  const foreign = [...arrays.keys()].find((name) => !known.has(name));
  if (foreign !== undefined) {
    throw new Error(`The weights hold "${foreign}", which a model of this configuration does not have.`);
  }
  const flat = new Float32Array(layouts.reduce((sum, { size }) => sum + size, 0));
  for (const { name, pytorchShape, offset } of layouts) {
    const array = arrays.get(name);
    if (!array) throw new Error(`The weights lack "${name}" of shape [${pytorchShape.join(', ')}].`);
    if (array.shape.join() !== pytorchShape.join()) {
      throw new Error(
        `"${name}" has shape [${array.shape.join(', ')}]; this configuration needs [${pytorchShape.join(', ')}].`,
      );
    }
    flat.set(reverseAxes(array.data, pytorchShape), offset);
  }
  return flat;
}

/** Transposes [a, b, c] to [c, b, a]; arrays of one axis stay as they are. */
function reverseAxes(data: ArrayLike<number>, shape: readonly number[]): Float32Array {
  if (shape.length === 1) return Float32Array.from(data);
  const [first, second, third] = shape as [number, number, number];
  const out = new Float32Array(data.length);
  let source = 0;
  for (let i = 0; i < first; i++) {
    for (let j = 0; j < second; j++) {
      for (let k = 0; k < third; k++) out[(k * second + j) * first + i] = data[source++]!;
    }
  }
  return out;
}

function xavierUniform([outputs, inputs, kernel]: readonly number[], stream: RandomStream): () => number {
  const bound = Math.sqrt(6 / ((inputs! + outputs!) * kernel!));
  return () => bound * (2 * stream.uniform() - 1);
}
