import '@tensorflow/tfjs-node-gpu';
import fc from 'fast-check';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { WaveNetConfiguration } from '../../../src-main/architecture/configuration';
import { receptiveField, temporalLayers, type TemporalLayer } from '../../../src-main/architecture/receptive-field';
import { drawLattice, latticeColumn, latticeColumns } from '../../../src-main/figures/explain/draw-lattice';
import { inputUse, pathCounts, tapDelays } from '../../../src-main/figures/explain/lattice';
import { roles } from '../../../src-main/figures/explain/shapes';
import { forward } from '../../../src-main/model/forward';
import { loadNetwork } from '../../../src-main/model/network';
import { computeTidily } from '../../../src-main/model/tidy';
import { anyWaveNet, livelyParameters, smallWaveNet } from '../../model/models';

const doubling = (count: number) => Array.from({ length: count }, (_, i) => ({ kernelSize: 2, dilation: 2 ** i }));

describe('paths through the lattice', () => {
  it('begin at as many inputs as the receptive field has samples', () => {
    fc.assert(
      fc.property(anyWaveNet, (model) => {
        const counts = pathCounts(temporalLayers(model));
        expect(counts[0]).toHaveLength(receptiveField(model));
        expect(counts.at(-1)).toEqual(Float64Array.of(1));
      }),
    );
  });

  it('are the sums of one tap of each layer', () => {
    fc.assert(
      fc.property(anyWaveNet, (model) => {
        const layers = temporalLayers(model);
        const delays = layers.reduce(
          (sums, layer) => sums.flatMap((sum) => tapDelays(layer).map((delay) => sum + delay)),
          [0],
        );
        const expected = Array.from({ length: receptiveField(model) }, () => 0);
        for (const delay of delays) expected[delay]! += 1;
        expect(Array.from(pathCounts(layers)[0]!)).toEqual(expected);
      }),
    );
  });

  it.each([1, 3, 9])('use each input exactly once where %i dilations double', (count) => {
    expect(inputUse(pathCounts(doubling(count))[0]!)).toEqual({ used: 2 ** count, fewest: 1, most: 1 });
  });

  it('use each input exactly once where dilations are powers of the kernel size', () => {
    const layers = [1, 3, 9].map((dilation) => ({ kernelSize: 3, dilation }));
    expect(inputUse(pathCounts(layers)[0]!)).toEqual({ used: 27, fewest: 1, most: 1 });
  });

  it('leave gaps and repeat where the dilations do', () => {
    expect(inputUse(pathCounts([{ kernelSize: 2, dilation: 4 }])[0]!)).toEqual({ used: 2, fewest: 1, most: 1 });
    const twice = [...doubling(2), ...doubling(2)];
    expect(Array.from(pathCounts(twice)[0]!)).toEqual([1, 2, 3, 4, 3, 2, 1]);
  });

  it('are cut to the newest inputs', () => {
    expect(pathCounts(doubling(10), 5)[0]).toEqual(Float64Array.of(1, 1, 1, 1, 1));
  });

  it('begin where the real network’s output depends on the input, and nowhere else', () => {
    const models: WaveNetConfiguration[] = [
      smallWaveNet,
      { ...smallWaveNet, dilations: [4], inputKernelSize: 1 },
      { ...smallWaveNet, dilations: [2, 3], kernelSize: 3, inputKernelSize: 1, padding: 'input' },
    ];
    for (const model of models) {
      const network = loadNetwork({ model, parameters: livelyParameters(model) });
      const length = receptiveField(model) + 3;
      const last = (tokens: number[]) =>
        computeTidily(() => {
          const logits = forward(network, tf.tensor2d([tokens], [1, length], 'int32'));
          return Array.from(tf.slice(logits, [0, length - 1, 0], [1, 1, -1]).dataSync());
        });
      const tokens = Array.from({ length }, (_, i) => i % model.quantizationLevels);
      const before = last(tokens);
      const counts = pathCounts(temporalLayers(model))[0]!;
      for (let delay = 0; delay < length; delay++) {
        const changed = [...tokens];
        changed[length - 1 - delay] = (changed[length - 1 - delay]! + 1) % model.quantizationLevels;
        const differs = last(changed).some((value, i) => Math.abs(value - before[i]!) > 1e-7);
        expect(differs, `delay ${delay} of ${JSON.stringify(model.dilations)}`).toBe((counts[delay] ?? 0) > 0);
      }
      tf.dispose(network as unknown as tf.TensorContainer);
    }
  });
});

describe('the drawn lattice', () => {
  const draw = (layers: TemporalLayer[], back = 0) => {
    const field = layers.reduce((sum, layer) => sum + tapDelays(layer)[0]!, 1);
    const columns = latticeColumns(layers, field);
    const output = columns - 1 - back;
    return {
      columns,
      panel: drawLattice({ layers, counts: pathCounts(layers, columns), receptiveField: field, columns, output }),
    };
  };
  const litInputs = (panel: ReturnType<typeof draw>['panel']) =>
    panel.shapes.filter((shape) => shape.type === 'circle' && shape.fill === roles.observed).length;

  it('lights the receptive field of every output, as far as it lies in the series', () => {
    const { columns } = draw(doubling(3));
    for (let back = 0; back < columns; back++) {
      expect(litInputs(draw(doubling(3), back).panel)).toBe(Math.min(8, columns - back));
    }
  });

  it('finds the column under a point', () => {
    const columns = 12;
    const { panel } = draw(doubling(3));
    const inputs = panel.shapes.filter((shape) => shape.type === 'circle').slice(0, columns);
    inputs.forEach((shape, column) => {
      if (shape.type === 'circle') expect(latticeColumn(columns, shape.x + 3)).toBe(column);
    });
    expect([latticeColumn(columns, -50), latticeColumn(columns, 5000)]).toEqual([0, columns - 1]);
  });

  it('stays drawable for networks of any depth', () => {
    const deep = Array.from({ length: 3 }, () => doubling(14)).flat();
    const { columns, panel } = draw(deep);
    expect(columns * (deep.length + 1)).toBeLessThan(50_000);
    expect(panel.shapes.length).toBeLessThan(1000);
    const texts = panel.shapes.flatMap((shape) => (shape.type === 'text' ? [shape.text] : []));
    expect(texts.at(-1)).toMatch(/^R = 49\u2009150, of which the newest 1\u2009?\d+ are drawn$/);
  });
});
