import type { DensitySet } from '../../src-main/contract/evaluations';

/** Images whose density can be asked for without a file, with what they are called. */
export const densitySets = [
  { set: { kind: 'test' }, label: 'Test images' },
  { set: { kind: 'rotated', degrees: 90 }, label: 'Rotated by 90°' },
  { set: { kind: 'rotated', degrees: 180 }, label: 'Rotated by 180°' },
  { set: { kind: 'rotated', degrees: 270 }, label: 'Rotated by 270°' },
  { set: { kind: 'noise', levels: 'as-data' }, label: 'Noise, levels as in the images' },
  { set: { kind: 'noise', levels: 'uniform' }, label: 'Noise, all levels alike' },
] as const satisfies readonly { set: DensitySet; label: string }[];

export function sameSet(a: DensitySet, b: DensitySet): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
