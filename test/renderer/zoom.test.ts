import { expect, test } from 'vitest';
import type { Plot } from '../../src-renderer/components/plot';
import { framed, panned, stretched } from '../../src-renderer/components/zoom';

const linear: Plot = {
  left: 100,
  right: 300,
  top: 0,
  bottom: 100,
  xScale: { min: 0, max: 1000, logarithmic: false },
  yScale: { min: -1, max: 1, logarithmic: false },
};
const logarithmic: Plot = { ...linear, xScale: { min: 1, max: 10_000, logarithmic: true } };

test('a rectangle frames what lies in it, whichever corner it begins at', () => {
  const wanted = { x: [250, 750], y: [-0.5, 0.5] };
  expect(framed(linear, { x: 150, y: 25 }, { x: 250, y: 75 })).toEqual(wanted);
  expect(framed(linear, { x: 250, y: 75 }, { x: 150, y: 25 })).toEqual(wanted);
});

test('a flat rectangle leaves y alone, a tiny one is a slip, and none reaches out of the plot', () => {
  expect(framed(linear, { x: 150, y: 40 }, { x: 250, y: 50 })).toEqual({ x: [250, 750], y: null });
  expect(framed(linear, { x: 150, y: 0 }, { x: 154, y: 90 })).toBeNull();
  expect(framed(linear, { x: 0, y: 0 }, { x: 999, y: 100 })).toEqual({ x: [0, 1000], y: [-1, 1] });
});

test('zooming keeps the place that is pointed at, also on a logarithmic axis', () => {
  expect(stretched(linear, { factor: 0.5, about: 0.2 }).x).toEqual([expect.closeTo(100, 9), expect.closeTo(600, 9)]);
  expect(stretched(linear, { factor: 2, about: 0.5 }).x).toEqual([-500, 1500]);
  const [low, high] = stretched(logarithmic, { factor: 0.5, about: 0.5 }).x;
  expect([low, high]).toEqual([expect.closeTo(10, 9), expect.closeTo(1000, 9)]);
});

test('panning moves by shares of the width', () => {
  expect(panned(linear, 0.25).x).toEqual([250, 1250]);
  expect(panned(logarithmic, -0.25).x).toEqual([expect.closeTo(0.1, 9), expect.closeTo(1000, 9)]);
});
