import type { Series } from '../../src-main/contract/figure';

const dashes: readonly Series['dash'][] = ['solid', 'dashed', 'dash-dot', 'dotted'];

/** The dash that goes with a colour: what tells curves apart without it. */
export function dashOf(colorIndex: number): Series['dash'] {
  return dashes[colorIndex % dashes.length]!;
}
