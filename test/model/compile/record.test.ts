import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-node-gpu';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { recordOrRunEagerly } from '../../../src-main/model/compile/executable';
import { UnsupportedKernelError } from '../../../src-main/model/compile/kernel-rules';
import { record, type InputSpec } from '../../../src-main/model/compile/record';
import { tensorFlowBackend } from '../../../src-main/model/compile/tensorflow-backend';

const vector = (name: string, size: number): InputSpec => ({ name, shape: [size], dtype: 'float32' });
const values = (tensor: tf.Tensor | undefined) => Array.from(tensor!.dataSync());

describe('a recorded function', () => {
  it('gives what the function gives, for each value of its inputs', () => {
    const recorded = record((x, y) => [tf.add(tf.mul(x, y), 1), tf.sum(x)], [vector('x', 3), vector('y', 3)]);
    const [product, sum] = recorded.run([tf.tensor1d([1, 2, 3]), tf.tensor1d([4, 5, 6])]);
    expect([values(product), values(sum)]).toEqual([[5, 11, 19], [6]]);
    expect(values(recorded.run([tf.tensor1d([0, 0, 1]), tf.tensor1d([7, 7, 7])])[0])).toEqual([1, 1, 8]);
    expect(recorded.kernels).toBe(3);
    recorded.dispose();
  });

  it('may return an input, and one tensor twice', () => {
    const recorded = record((x) => [x, x], [vector('x', 2)]);
    expect(recorded.run([tf.tensor1d([1, 2])]).map(values)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    recorded.dispose();
  });

  it('keeps out of the graph what no result depends on', () => {
    const recorded = record(
      (x) => {
        tf.exp(x);
        return [tf.neg(x)];
      },
      [vector('x', 2)],
    );
    expect(recorded.kernels).toBe(1);
    recorded.dispose();
  });

  it('leaves no tensor, no folder and no changed backend behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wavebench-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    vi.stubEnv('TMPDIR', folder);
    const before = tf.memory().numTensors;
    const recorded = record((x) => [tf.square(tf.sub(x, tf.tensor1d([1, 2])))], [vector('x', 2)]);
    expect(readdirSync(tmpdir())).toEqual([]);
    vi.unstubAllEnvs();
    const x = tf.tensor1d([3, 3]);
    tf.dispose([recorded.run([x]), x]);
    recorded.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(values(tf.add(1, 1))).toEqual([2]);
    expect(() => tf.gather(tf.tensor1d([1, 2]), tf.tensor1d([5], 'int32'))).toThrow('GatherV2');
  });

  it('puts the backend back when the function throws', () => {
    const fail = () => {
      throw new Error('no');
    };
    expect(() => record(fail, [vector('x', 2)])).toThrow('no');
    expect(values(tf.square(tf.tensor1d([3])))).toEqual([9]);
  });

  it('refuses inputs of another number, shape or type by name', () => {
    const recorded = record((x) => [tf.neg(x)], [vector('x', 2)]);
    expect(() => recorded.run([])).toThrow('takes 1 tensors, given 0');
    expect(() => recorded.run([tf.zeros([3])])).toThrow(
      'Input "x" of the recorded function is float32[2], given float32[3]',
    );
    expect(() => recorded.run([tf.zeros([2], 'int32')])).toThrow('given int32[2]');
    recorded.dispose();
    expect(() => recorded.run([tf.zeros([2])])).toThrow('disposed');
  });
});

describe('what must not be frozen', () => {
  it('refuses a function that reads the values of an input', () => {
    expect(() => record((x) => [tf.mul(x, x.dataSync()[0]!)], [vector('x', 2)])).toThrow(
      'reads the values of a tensor',
    );
  });

  it('refuses a shape that depends on an input', () => {
    const fill = (sizes: tf.Tensor) => [tensorFlowBackend().executeSingleOutput('Fill', [], [sizes, tf.scalar(1)])];
    expect(() => record(fill, [{ name: 'sizes', shape: [2], dtype: 'int32' }])).toThrow(
      'the size of what Fill returns',
    );
  });

  it('refuses what differs from call to call, by the kernel that takes it', () => {
    const noisy = (x: tf.Tensor) => [tf.add(x, tf.tensor1d([Math.random(), Math.random()]))];
    expect(() => record(noisy, [vector('x', 2)])).toThrow(
      'two recordings of it differ in a frozen float32[2] that Add takes',
    );
    expect(() => record((x) => [tf.dropout(x, 0.5)], [vector('x', 2)])).toThrow('differ');
  });

  it('refuses large tensors that are no inputs, unless their values are all equal or they are allowed', () => {
    const large = tf.linspace(0, 1, 2000);
    const f = (x: tf.Tensor) => [tf.add(x, large)];
    expect(() => record(f, [vector('x', 2000)])).toThrow('Add takes a tensor float32[2000] that is no input');
    record(f, [vector('x', 2000)], { maxFrozenElements: 2000 }).dispose();
    const recorded = record((x) => [tf.add(x, tf.zeros([2000]))], [vector('x', 2000)]);
    expect(recorded.bytes).toBeLessThan(1000);
    recorded.dispose();
  });

  it('lists what became part of the graph', () => {
    const recorded = record((x) => [tf.add(tf.mul(x, 3), tf.tensor1d([1, 2]))], [vector('x', 2)]);
    expect(recorded.constants).toEqual([
      { kernel: 'Mul', shape: [], dtype: 'float32', values: [3] },
      { kernel: 'Add', shape: [2], dtype: 'float32', values: [1, 2] },
    ]);
    recorded.dispose();
  });
});

describe('a kernel that cannot be recorded', () => {
  const f = (x: tf.Tensor) => [tf.erf(x)];

  it('is refused by name', () => {
    expect(() => record(f, [vector('x', 2)])).toThrow(UnsupportedKernelError);
    expect(() => record(f, [vector('x', 2)])).toThrow('"Erf"');
  });

  it('lets the function run eagerly, with a notice', () => {
    const notice = vi.fn();
    const executable = recordOrRunEagerly(f, [vector('x', 2)], notice);
    expect(executable.recorded).toBe(false);
    expect(notice).toHaveBeenCalledWith(expect.stringContaining('"Erf"'));
    expect(values(executable.run([tf.tensor1d([0, 100])])[0])).toEqual([0, 1]);
  });
});
