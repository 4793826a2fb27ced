import { backend, getBackend } from '@tensorflow/tfjs-core';
import type { DataId, DataType, Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** An attribute of a kernel as tfjs-node passes it: `type` is one of `attributeKinds`. */
export interface KernelAttribute {
  name: string;
  type: number;
  value: AttributeValue;
}
export type AttributeValue = number | boolean | string | number[] | boolean[];

export interface SavedModelInput {
  name: string;
  shape: number[];
  dtype: string;
  tfDtype: string;
}

/**
 * The part of tfjs-node's backend through which every one of its kernels passes. tfjs-node declares some of it private,
 * so its shape is written down here; the tests of this folder fail when a new version moves it.
 */
export interface TensorFlowBackend {
  /** Wraps a handle as a tensor; `dtype` is TensorFlow's number. */
  createOutputTensor(metadata: { shape: number[]; dtype: number; id: number }): Tensor;
  executeSingleOutput(name: string, attributes: KernelAttribute[], inputs: TensorInfo[]): Tensor;
  executeMultipleOutputs(name: string, attributes: KernelAttribute[], inputs: TensorInfo[], outputs: number): Tensor[];
  readSync(id: DataId): ArrayLike<number>;
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(id: number, inputs: Tensor[], infos: SavedModelInput[], outputs: string[]): Tensor[];
  deleteSavedModel(id: number): void;
}

/** tfjs-node's backend; throws where another one is active. */
export function tensorFlowBackend(): TensorFlowBackend {
  if (getBackend() !== 'tensorflow') {
    throw new Error(`Recording needs the backend "tensorflow" of tfjs-node; active is "${getBackend()}".`);
  }
  return backend() as unknown as TensorFlowBackend;
}

/** The kinds of attributes by TensorFlow's numbers (TF_AttrType, tf_attrtype.h). */
export const attributeKinds = { string: 0, integer: 1, float: 2, boolean: 3, type: 4, shape: 5 } as const;

/** The types of tensors that a recorded function may use. */
export type RecordedType = Extract<DataType, 'float32' | 'int32' | 'bool'>;

/** TensorFlow's numbers of those types (types.proto). */
export const typeNumbers: Readonly<Record<RecordedType, number>> = { float32: 1, int32: 3, bool: 10 };
export const typeNames: Readonly<Record<RecordedType, string>> = {
  float32: 'DT_FLOAT',
  int32: 'DT_INT32',
  bool: 'DT_BOOL',
};

/** The type with TensorFlow's number; throws for one that no recorded function may use. */
export function typeOfNumber(number: number): RecordedType {
  for (const [type, candidate] of Object.entries(typeNumbers)) if (candidate === number) return type as RecordedType;
  throw new Error(
    `TensorFlow's type number ${number} cannot be recorded; allowed are float32 (1), int32 (3), bool (10).`,
  );
}
