import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { record, type InputSpec } from '../../../src-main/model/compile/record';
import { difference } from '../models';

/** A term of a sum [4, 3]. */
type Term = 'product' | 'large product' | 'scattered' | 'plain';

describe('rewritten sums', () => {
  it('have the values of the plain ones, whatever their terms', () => {
    const term = fc.constantFrom<Term>('product', 'large product', 'scattered', 'plain');
    fc.assert(
      fc.property(fc.array(term, { minLength: 2, maxLength: 6 }), fc.boolean(), (terms, leftFirst) => {
        const specs = terms.flatMap(inputsOf);
        const f = (...inputs: tf.Tensor[]) => [sumOf(terms, inputs, leftFirst)];
        const inputs = specs.map(({ shape, dtype }, i) =>
          dtype === 'int32' ? tf.tensor1d([3, i % 4], 'int32') : tf.randomNormal([...shape], 0, 1, 'float32', i),
        );
        const recorded = record(f, specs);
        const [result] = recorded.run(inputs);
        const [expected] = f(...inputs);
        expect(difference(result!.dataSync(), expected!.dataSync())).toBeLessThan(2e-4);
        recorded.dispose();
        tf.dispose([inputs, result!, expected!]);
      }),
      { numRuns: 40 },
    );
  });

  it('make one product of small ones', () => {
    const kernels = (terms: Term[]) => {
      const recorded = record((...inputs) => [sumOf(terms, inputs, true)], terms.flatMap(inputsOf));
      recorded.dispose();
      return recorded.kernels;
    };
    expect(kernels(['product', 'product', 'product', 'product'])).toBe(3); // two concatenations, one product
    expect(kernels(['large product', 'large product'])).toBe(3);
    expect(kernels(['plain', 'product'])).toBe(2);
  });

  it('leave a product alone that something else takes, too', () => {
    const specs = [...inputsOf('product', 0), ...inputsOf('product', 1)];
    const f = (...[a, b, c, d]: tf.Tensor[]) => {
      const first = tf.matMul(a!, b!, true);
      return [tf.add(first, tf.matMul(c!, d!, true)), tf.neg(first)];
    };
    const recorded = record(f, specs);
    expect(recorded.kernels).toBe(4);
    recorded.dispose();
  });
});

function inputsOf(term: Term, position: number): InputSpec[] {
  const name = (part: string) => `${part}${position}`;
  const rows = term === 'product' ? 5 : 3000;
  if (term === 'plain') return [{ name: name('x'), shape: [4, 3], dtype: 'float32' }];
  if (term === 'scattered') {
    return [
      { name: name('rows'), shape: [2, 3], dtype: 'float32' },
      { name: name('places'), shape: [2], dtype: 'int32' },
    ];
  }
  return [
    { name: name('x'), shape: [rows, 4], dtype: 'float32' },
    { name: name('y'), shape: [rows, 3], dtype: 'float32' },
  ];
}

function sumOf(terms: Term[], inputs: tf.Tensor[], leftFirst: boolean): tf.Tensor {
  let next = 0;
  const values = terms.map((term) => {
    const [first, second] = [inputs[next]!, inputs[next + 1]!];
    next += term === 'plain' ? 1 : 2;
    if (term === 'plain') return first;
    return term === 'scattered'
      ? tf.unsortedSegmentSum(first, second as tf.Tensor1D, 4)
      : tf.matMul(first, second, true);
  });
  return leftFirst
    ? values.reduce((sum, value) => tf.add(sum, value))
    : values.reduceRight((sum, value) => tf.add(value, sum));
}
