import '@tensorflow/tfjs-node-gpu';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataSchema, parseWith, type DataConfiguration } from '../../src-main/contract/configuration';
import { conditionedFor } from '../../src-main/data/curves';
import { openDataset } from '../../src-main/data/dataset';
import { bayesClassify, classLikelihoods } from '../../src-main/generation/classification';
import { scoreClassifier } from '../../src-main/math/classifier-scores';
import { StepLikelihoods } from '../../src-main/model/step-likelihoods';
import { readWeights } from '../../src-main/model/weights';

const folder = 'resources/models';
const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));

describe.each(files)('the model %s that comes along', (name) => {
  const path = join(folder, name);
  const { model, parameters, metadata } = readWeights(readFileSync(path), name);
  const data: DataConfiguration = parseWith(dataSchema, JSON.parse(metadata.data!), 'data');

  test('is small, and says what it was trained on and how', () => {
    expect(statSync(path).size).toBeLessThan(5_000_000);
    expect(data.quantizationLevels).toBe(model.quantizationLevels);
    expect(JSON.parse(metadata.training!)).toMatchObject({
      study: expect.any(String),
      scale: 'quick',
      step: expect.any(Number),
    });
  });

  test.runIf(data.source === 'images')('tells test images apart, as it says it does', async () => {
    const whole = await openDataset(data, { bundled: 'resources/datasets', fetched: '' });
    const { test: own } = conditionedFor(whole, model);
    const batch = 60;
    const length = own.samples - 1;
    const tokens = Int32Array.from(own.tokens.subarray(0, batch * own.samples));
    const options = { rows: 20, length, execution: 'graph', parallelParts: 2 } as const;
    const steps = new StepLikelihoods({ model, parameters, ...options });
    const series = { tokens, batch, length, local: null };
    const likelihoods = classLikelihoods(series, 10, (rows) => steps.evaluate(rows));
    steps.dispose();
    const { accuracy } = scoreClassifier(
      likelihoods.map((one) => bayesClassify(one)),
      own.classes!.subarray(0, batch),
    );
    const { classification } = JSON.parse(metadata.training!) as { classification: number };
    // Of 60 images; three standard deviations.
    expect(Math.abs(accuracy - classification)).toBeLessThan(
      3 * Math.sqrt((classification * (1 - classification)) / batch) + 0.02,
    );
  });
});
