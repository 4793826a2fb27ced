import '@tensorflow/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-core';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { WaveNetConfiguration } from '../../src-main/architecture/configuration';
import { goldenModel } from '../../src-main/contract/golden';
import { forward } from '../../src-main/model/forward';
import { loadNetwork } from '../../src-main/model/network';
import { fromPyTorch } from '../../src-main/model/parameters';
import { writeWeights } from '../../src-main/model/weights';
import { readGoldenCase } from '../../src-main/worker/golden-files';
import { livelyParameters } from '../model/models';
import { checkpointOf } from '../services/generation-support';
import { configuration, projectRoot, temporaryFolder } from '../store/support';

const document = readFileSync(join(projectRoot, 'resources', 'docs', 'checkpoints.md'), 'utf8');
const [, script] = /```python\n([\s\S]+?)```/.exec(document)!;

/** A Python that has torch and safetensors: the one that WAVEBENCH_TORCH_PYTHON names, or the system's. */
const python = process.env.WAVEBENCH_TORCH_PYTHON ?? 'python3';
const hasTorch = spawnSync(python, ['-c', 'import torch, safetensors']).status === 0;

/** Prints for each file the greatest difference of the script's logits from those of a golden case. */
const comparison = `
import json, sys
import torch
from safetensors.torch import load_file
from loading import load, logits
golden, *files = sys.argv[1:]
case = json.load(open(golden + '/case.json'))
classes = None if case['condition'] is None else torch.tensor(case['condition'])
expected = load_file(golden + '/expected.safetensors')['logits']
for file in files:
    found = logits(*load(file), torch.tensor(case['inputs']), classes)
    assert found.shape == expected.shape
    print((found - expected).abs().max().item())
`;

test('the document’s script is short, and whole', () => {
  expect(script!.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
});

describe.skipIf(!hasTorch)('the document’s script (skipped where Python has no packages torch and safetensors)', () => {
  test.each(['tiny', 'conditional', 'fourier'])(
    'loads weights and a checkpoint of the golden case %s',
    async (name) => {
      const golden = join(projectRoot, 'test', 'golden', name);
      const files = await readGoldenCase(golden);
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'loading.py'), script!);
      writeFileSync(join(folder, 'compare.py'), comparison);
      const model = goldenModel(files.golden);
      const parameters = fromPyTorch(model, files.weights);
      const written = {
        weights: writeWeights({ model, parameters, metadata: {} }),
        checkpoint: await checkpointOf({ ...configuration, model }, parameters),
      };
      const paths = Object.entries(written).map(([kind, bytes]) => {
        const path = join(folder, `${kind}.safetensors`);
        writeFileSync(path, bytes);
        return path;
      });
      const { stdout, stderr } = spawnSync(python, [join(folder, 'compare.py'), golden, ...paths], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      const differences = stdout.trim().split('\n').map(Number);
      expect(differences).toHaveLength(2);
      for (const difference of differences) expect(difference).toBeLessThan(1e-4);
    },
  );

  test('gives the logits of this program for a model that pads its input alone', () => {
    const model = { ...configuration.model, padding: 'input' } as WaveNetConfiguration;
    const parameters = livelyParameters(model);
    const folder = temporaryFolder();
    const path = join(folder, 'weights.safetensors');
    const tokens = Array.from({ length: 30 }, (_, index) => (index * 5) % 7);
    writeFileSync(path, writeWeights({ model, parameters, metadata: {} }));
    writeFileSync(join(folder, 'loading.py'), script!);
    const program = `import json, sys, torch
from loading import load, logits
print(json.dumps(logits(*load(sys.argv[1]), torch.tensor([json.loads(sys.argv[2])])).mT.flatten().tolist()))`;
    writeFileSync(join(folder, 'print.py'), program);
    const { stdout } = spawnSync(python, [join(folder, 'print.py'), path, JSON.stringify(tokens)], {
      encoding: 'utf8',
    });
    const theirs = JSON.parse(stdout) as number[];
    const ours = tf.tidy(() => {
      const network = loadNetwork({ model, parameters });
      return forward(network, tf.tensor2d([tokens], [1, tokens.length], 'int32')).dataSync();
    });
    expect(theirs).toHaveLength(ours.length);
    theirs.forEach((value, index) => expect(value).toBeCloseTo(ours[index]!, 4));
  });
});
