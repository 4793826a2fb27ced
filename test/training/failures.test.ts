import * as tf from '@tensorflow/tfjs-node-gpu';
import { beforeAll, describe, expect, test } from 'vitest';
import type { UserError } from '../../src-main/contract/errors';
import { readSafetensors, writeSafetensors } from '../../src-main/model/safetensors';
import { decodeCheckpoint, encodeCheckpoint } from '../../src-main/training/checkpoint';
import { explainFailure, requireMemory } from '../../src-main/training/failures';
import { train } from '../../src-main/training/train';
import { collect, computedPoints, MemoryFiles, ofType, request, resources, tinyConfiguration } from './tiny-run';

const configuration = tinyConfiguration({ training: { execution: 'graph' } });
const files = new MemoryFiles();
const file = 'last-00000004.safetensors';

beforeAll(async () => {
  await tf.ready();
  for await (const event of train(request(configuration), resources(files))) {
    if (event.type === 'checkpoint' && event.checkpoint.file === file) break;
  }
});

describe('numbers that are not finite', () => {
  test.each([NaN, Infinity])('(%s) end the run with step, metric and last good checkpoint', async (value) => {
    const checkpoint = decodeCheckpoint(await files.read(file), file);
    checkpoint.step.parameters[5] = value;
    const damaged = new MemoryFiles();
    await damaged.write(file, encodeCheckpoint(checkpoint));
    const before = tf.memory().numTensors;
    const error = await failureOf(request(configuration, { resumeFrom: [file] }), damaged);
    expect(error.name).toBe('UserError');
    expect(error.message).toMatch(/^Training diverged: \w+ is (NaN|Infinity) at step 5\./);
    expect(error.message).toMatch(/Last good checkpoint: last-00000004/);
    expect(error.advice).toMatch(/learningRate.*clipNorm/);
    expect(tf.memory().numTensors).toBe(before);
    // The last good checkpoint is still there, and none of the broken state was written.
    expect([...damaged.contents.keys()]).toEqual([file]);
  });
});

describe('a checkpoint', () => {
  test('opens again exactly as it was written, weights under their PyTorch names', async () => {
    const bytes = await files.read(file);
    const checkpoint = decodeCheckpoint(bytes, file);
    expect(encodeCheckpoint(checkpoint)).toEqual(bytes);
    expect(checkpoint.state).toMatchObject({ step: 4, evaluatedStep: 4 });
    expect(checkpoint.step.steps).toBe(4);
    const { tensors } = readSafetensors(bytes, file);
    expect(tensors.get('layers.1.conv_dilation.weight')!.shape).toEqual([6, 4, 2]);
    expect(tensors.get('adam.second_moment.logits.transform.3.bias')!.shape).toEqual([7]);
  });

  test('that is cut off, altered, foreign or of another version is refused with what is wrong', async () => {
    const bytes = await files.read(file);
    expect(() => decodeCheckpoint(bytes.subarray(0, bytes.length - 8), file)).toThrow(/last-00000004.*is not a valid/);
    expect(() => decodeCheckpoint(bytes.subarray(0, 3), file)).toThrow(/it has 3 bytes/);
    expect(() => decodeCheckpoint(new Uint8Array(), file)).toThrow(/it has 0 bytes/);

    const { tensors, metadata } = readSafetensors(bytes, file);
    const refused = (changes: Record<string, string>) =>
      expect(() => decodeCheckpoint(writeSafetensors({ tensors, metadata: { ...metadata, ...changes } }), file));
    refused({ format: 'pt' }).toThrow(/is no checkpoint of a training/);
    refused({ version: '2' }).toThrow(/version 2; this build reads version 1/);
    refused({ checkpoint: '{' }).toThrow(/not JSON/);
    refused({ checkpoint: metadata.checkpoint!.replace('"step":4', '"step":-4') }).toThrow(/state\.step.*-4/);
    const narrower = metadata.checkpoint!.replace('"dilationChannels":3', '"dilationChannels":2');
    refused({ checkpoint: narrower }).toThrow(/shape/);
    tensors.delete('layers.0.conv_res.bias');
    refused({}).toThrow(/lack "layers\.0\.conv_res\.bias"/);
  });

  test('that is damaged is passed over with a notice; the one before it gives the same points', async () => {
    const own = new MemoryFiles();
    const whole = await collect(train(request(configuration), resources(own)));
    const last = ofType(whole, 'checkpoint').filter(({ checkpoint }) => checkpoint.kind === 'last');
    const [older, newer] = last.slice(-2).map(({ checkpoint }) => checkpoint.file);
    own.contents.set(newer!, own.contents.get(newer!)!.subarray(0, 100));
    const after = await collect(train(request(configuration, { resumeFrom: [newer!, older!] }), resources(own)));
    expect(ofType(after, 'notice')[0]!.message).toMatch(new RegExp(`${newer}.*goes on from ${older}`));
    expect(ofType(after, 'done')).toEqual(ofType(whole, 'done'));
    expect(computedPoints(whole)).toEqual(expect.arrayContaining(computedPoints(after)));

    for (const file of [older!, newer!]) own.contents.set(file, new Uint8Array(3));
    const error = await failureOf(request(configuration, { resumeFrom: [newer!, older!] }), own);
    expect(error.message).toContain(newer);
  });

  test('of another run is refused with what differs', async () => {
    const other = tinyConfiguration({ training: { execution: 'graph', batchSize: 3 } });
    const foreign = await failureOf(request(other, { resumeFrom: [file] }), files);
    expect(foreign.message).toMatch(/another run: configuration\.training\.batchSize is not the same/);
    const seed = await failureOf(request(configuration, { resumeFrom: [file], seed: 2 }), files);
    expect(seed.message).toMatch(/another run: seed is not the same/);
    const missing = await failureOf(request(configuration, { resumeFrom: ['last-00000007.safetensors'] }), files);
    expect(missing.message).toMatch(/last-00000007/);
  });

  test('among the best that is gone gives way to the next at the end', async () => {
    const own = new MemoryFiles();
    let stop = false;
    const events = train(request(configuration), resources(own, { stopRequested: () => stop }));
    const seen = [];
    for await (const event of events) {
      seen.push(event);
      // Both of the best are there after the second evaluation.
      if (event.type === 'checkpoint' && event.checkpoint.file === 'last-00000008.safetensors') stop = true;
    }
    const state = decodeCheckpoint(await own.read('last-00000008.safetensors'), 'last').state;
    await own.remove(state.best[0]!.file);
    const resumed = request(configuration, { resumeFrom: ['last-00000008.safetensors'] });
    const after = await collect(train(resumed, resources(own)));
    expect(after.at(-1)).toMatchObject({ reason: 'completed' });
    expect(ofType(after, 'forecasts')).toHaveLength(1);
    const gone = ofType(after, 'notice').map(({ message }) => message);
    expect(gone.length <= 1 && gone.every((message) => /not made by best-/.test(message))).toBe(true);
  });
});

describe('memory', () => {
  test('that does not suffice names the size and what to lower', () => {
    const oom = new Error(
      'OOM when allocating tensor with shape[64,2048,127] and type float on /job:localhost/replica:0/device:GPU:0',
    );
    const explained = explainFailure(oom, configuration, 2) as UserError;
    expect(explained.message).toBe('Out of memory: a tensor of [64, 2048, 127] (66.6 MB) did not fit.');
    for (const field of ['microBatch (now 2)', 'windowLength (now 24)', 'origins (now 4)', 'horizon (now 3)']) {
      expect(explained.advice).toContain(field);
    }
    const plain = explainFailure(new RangeError('Array buffer allocation failed'), configuration, 2) as UserError;
    expect(plain.message).toMatch(/a micro-batch of 2 windows/);
    expect(explainFailure(new Error('something else'), configuration, 2)).toEqual(new Error('something else'));
  });

  test('that is certain not to suffice is refused before anything starts', () => {
    expect(() => requireMemory(1e9, 2e9, configuration, 2)).not.toThrow();
    expect(() => requireMemory(2.9e9, 2e9, configuration, 2)).not.toThrow();
    const refused = () => requireMemory(3.1e9, 2e9, configuration, 2);
    expect(refused).toThrow(/about 3\.1 GB of activations \(2\.0 GB are free\)/);
  });

  test('of a machine that has almost none left ends a run before its first step', async () => {
    const events = train(request(configuration), resources(new MemoryFiles(), { availableMemory: () => 1000 }));
    await expect(collect(events)).rejects.toThrow(/Out of memory: about .* of activations \(1\.0 kB are free\)/);
  });
});

async function failureOf(of: ReturnType<typeof request>, from: MemoryFiles): Promise<UserError> {
  try {
    await collect(train(of, resources(from)));
  } catch (error) {
    return error as UserError;
  }
  throw new Error('The training did not fail.');
}
