import type { AttributeValue, RecordedType } from './tensorflow-backend';
import { typeOfNumber } from './tensorflow-backend';

export interface TensorSpec {
  shape: readonly number[];
  dtype: RecordedType;
}

export interface KernelInput extends TensorSpec {
  /** Values of an input that is known at recording (shapes, axes, sizes); throws for one that is not. */
  values(): number[];
}

/** One call of a TensorFlow kernel, as seen by the rules that infer its outputs. */
export class KernelCall {
  constructor(
    readonly kernel: string,
    readonly inputs: readonly KernelInput[],
    readonly attributes: ReadonlyMap<string, AttributeValue>,
    /** Number of outputs that the caller asked for. */
    readonly outputs: number,
  ) {}

  input(index: number): KernelInput {
    const input = this.inputs[index];
    if (!input) {
      throw new Error(`${this.kernel} was called with ${this.inputs.length} inputs; input ${index} is missing.`);
    }
    return input;
  }

  number(attribute: string): number {
    const value = this.attributes.get(attribute);
    if (typeof value !== 'number') throw new Error(`${this.kernel} needs the number attribute ${attribute}.`);
    return value;
  }

  flag(attribute: string): boolean {
    return this.attributes.get(attribute) === true;
  }

  /** The type that a type attribute names. */
  type(attribute: string): RecordedType {
    return typeOfNumber(this.number(attribute));
  }

  /** An axis counted from the front, given one that may be negative. */
  axis(axis: number, rank: number): number {
    const positive = axis < 0 ? axis + rank : axis;
    if (positive < 0 || positive >= rank) throw new Error(`${this.kernel}: axis ${axis} is outside rank ${rank}.`);
    return positive;
  }
}

/** The shape that two shapes broadcast to. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new Error(`Shapes [${a.join()}] and [${b.join()}] do not broadcast.`);
    }
    return left === 1 ? right : left;
  });
}
