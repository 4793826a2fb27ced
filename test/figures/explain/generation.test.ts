import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { ModelConfiguration } from '../../../src-main/architecture/configuration';
import { generationCost } from '../../../src-main/architecture/generation-cost';
import { receptiveField, temporalLayers } from '../../../src-main/architecture/receptive-field';
import { canDrawGeneration, computedInStep, drawGeneration } from '../../../src-main/figures/explain/draw-generation';
import { tapDelays } from '../../../src-main/figures/explain/lattice';
import { inputPadding, layerPadding } from '../../../src-main/figures/explain/padding';
import { queueStep } from '../../../src-main/figures/explain/queue';
import { roles } from '../../../src-main/figures/explain/shapes';
import { defaultGenerator } from '../../../src-main/generation/default';
import { queueGenerator } from '../../../src-main/generation/queue';
import { RollingBuffer } from '../../../src-main/generation/rolling-buffer';
import { anyModel, livelyParameters } from '../../model/models';

const anyLayer = fc.record({ kernelSize: fc.integer({ min: 1, max: 4 }), dilation: fc.integer({ min: 1, max: 5 }) });

describe('queues', () => {
  it('give what was written a multiple of the dilation ago, and are overwritten where they were oldest', () => {
    fc.assert(
      fc.property(anyLayer, fc.nat({ max: 40 }), (layer, time) => {
        const { slots, reads, write } = queueStep(layer, time);
        expect(slots).toHaveLength((layer.kernelSize - 1) * layer.dilation);
        expect(reads.map(({ delay }) => delay)).toEqual(tapDelays(layer).slice(0, -1));
        for (const { slot, delay, writtenAt } of reads) {
          expect([slots[slot], writtenAt]).toEqual([time - delay, time - delay]);
        }
        expect(write).toBe(reads[0]?.slot ?? null);
        const expected = slots.map((held, slot) => (slot === write ? time : held));
        expect(queueStep(layer, time + 1).slots).toEqual(expected);
      }),
    );
  });

  it('are the rolling buffers of the generator', () => {
    for (const layer of [
      { kernelSize: 2, dilation: 4 },
      { kernelSize: 3, dilation: 2 },
    ]) {
      const size = tapDelays(layer)[0]!;
      const times = Array.from({ length: size }, (_, slot) => tf.tensor2d([[slot - size]]));
      const buffer = new RollingBuffer(times);
      for (let time = 0; time < 3 * size + 1; time++) {
        for (const { delay, writtenAt } of queueStep(layer, time).reads) {
          expect(buffer.before(delay).dataSync()[0]).toBe(writtenAt);
        }
        const present = tf.tensor2d([[time]]);
        buffer.push(present);
        present.dispose();
      }
      buffer.dispose();
      tf.dispose(times);
    }
  });
});

describe('the cost of a generated sample', () => {
  it('is what the generators multiply', async () => {
    await fc.assert(
      fc.asyncProperty(anyModel, async (model) => {
        expect(await countedStep(model, 'default')).toBe(generationCost(model, 'default').multiplyAdds);
        expect(await countedStep(model, 'queue')).toBe(generationCost(model, 'queue').multiplyAdds);
      }),
      { numRuns: 20 },
    );
  });

  it('counts the samples that each layer is computed at, as the paddings do', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const layers = temporalLayers(model);
        const field = receptiveField(model);
        const isInput = model.family === 'wavenet' && model.padding === 'input';
        const rows = isInput ? inputPadding(layers, field) : layerPadding(layers, field);
        expect(generationCost(model, 'default').positions).toEqual(rows.slice(1).map(({ values }) => values));
        expect(generationCost(model, 'queue').positions).toEqual(layers.map(() => 1));
      }),
    );
  });
});

describe('the drawn step', () => {
  const layers = [1, 2, 4].map((dilation) => ({ kernelSize: 2, dilation }));
  const positions = [8, 8, 8];

  it('fills as many values as it says were computed', () => {
    for (let done = 0; done <= 3; done++) {
      const panel = drawGeneration({ layers, positions, time: 9, done });
      const filled = panel.shapes.filter((shape) => shape.type === 'circle' && shape.fill === roles.gradient).length;
      const { byDefinition, withQueues } = computedInStep({ positions, done });
      // The used output of the last frame is drawn once more, with a ring.
      expect(filled).toBe(byDefinition + withQueues + (done === 3 ? 1 : 0));
      const texts = panel.shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []));
      expect(texts).toContain(`${byDefinition} of 24 values computed in this step`);
      expect(texts).toContain(`${withQueues} of 3 values computed in this step`);
    }
  });

  it('marks one slot as read for each past tap', () => {
    for (let done = 1; done <= 3; done++) {
      const { shapes } = drawGeneration({ layers, positions, time: 9, done });
      const read = shapes.filter((shape) => shape.type === 'rectangle' && shape.fill === roles.queue);
      expect(read).toHaveLength(1);
    }
  });

  it('is drawn where its slots can be read', () => {
    expect(canDrawGeneration(layers)).toBe(true);
    expect(canDrawGeneration([])).toBe(false);
    expect(canDrawGeneration([...layers, { kernelSize: 2, dilation: 32 }])).toBe(false);
  });
});

/** Multiply-adds of the matrix products of one step after the receptive field is full. */
async function countedStep(model: ModelConfiguration, name: 'default' | 'queue'): Promise<number> {
  const length = receptiveField(model) + 2;
  const trained = { model, parameters: livelyParameters(model) };
  const counts: number[] = [];
  for (const steps of [2, 3]) {
    const generator = name === 'default' ? defaultGenerator(trained) : queueGenerator(trained);
    const channels = model.family === 'wavenet' ? model.localConditionChannels : null;
    const { kernels } = await tf.profile(async () => {
      const blocks = generator.generate({
        prompt: [Array.from({ length }, (_, i) => i % model.quantizationLevels)],
        steps,
        sampler: { kind: 'greedy' },
        seed: 1,
        classes: model.family === 'wavenet' && model.conditionClasses !== null ? [0] : null,
        local: channels === null ? null : new Float32Array((length + steps - 1) * channels),
      });
      for await (const _ of blocks);
      return tf.scalar(0);
    });
    generator.dispose();
    counts.push(kernels.reduce((sum, kernel) => sum + multiplyAdds(kernel), 0));
  }
  return counts[1]! - counts[0]!;
}

function multiplyAdds({
  name,
  inputShapes,
  outputShapes,
}: Awaited<ReturnType<typeof tf.profile>>['kernels'][number]): number {
  if (name !== 'BatchMatMul' && name !== '_FusedMatMul') return 0;
  const outputs = (outputShapes[0] as number[]).reduce((product, size) => product * size, 1);
  return outputs * inputShapes[0]!.at(-1)!;
}
