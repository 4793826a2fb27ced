import { expect, it } from 'vitest';
import { Pairing } from '../../src-main/generation/simd/pairing';

/** Shares of blocks that the pair makes while steps take so long. */
function share(pairing: Pairing, ms: { pair: number; single: number }, blocks = 320): number {
  let chosen = 0;
  for (let i = 0; i < blocks; i++) {
    const pair = pairing.choose();
    if (pair) chosen += 1;
    pairing.record({ pair, ms: 100 * ms[pair ? 'pair' : 'single'], steps: 100 });
  }
  return chosen / blocks;
}

it('leaves a row to the pair on a free machine and to one thread on a busy one, and notices a change', () => {
  const pairing = new Pairing();
  expect(pairing.choose()).toBe(true);
  expect(share(pairing, { pair: 0.6, single: 1 })).toBeGreaterThan(0.95);
  expect(share(pairing, { pair: 5, single: 1 })).toBeLessThan(0.1);
  expect(share(pairing, { pair: 0.6, single: 1 })).toBeGreaterThan(0.5);
});

it('does not learn from blocks that are mostly messages', () => {
  const pairing = new Pairing();
  for (let i = 0; i < 50; i++) pairing.record({ pair: true, ms: 1000, steps: 1 });
  expect(pairing.choose()).toBe(true);
});
