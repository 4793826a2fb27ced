import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atStep, courseSteps, storedSteps } from '../../src-renderer/state/training-course';

const at = (step: number) => ({ model: null, checkpoint: { step } });

describe('the course of a training', () => {
  it('has every stored step once, rising', () => {
    expect(storedSteps([{ step: 250 }, { step: 21 }, { step: 250 }])).toEqual([21, 250]);
  });

  it('joins the steps of models side by side, and shows each at its last one so far', () => {
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 3000 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(steps, steps, fc.integer({ min: 0, max: 3000 }), (first, second, step) => {
        const lanes = [first, second].map((own) => [...own].sort((a, b) => a - b).map(at));
        expect(courseSteps(lanes)).toEqual([...new Set([...first, ...second])].sort((a, b) => a - b));
        for (const lane of lanes) {
          const shown = atStep(lane, step)!.checkpoint.step;
          const before = lane.map((one) => one.checkpoint.step).filter((own) => own <= step);
          expect(shown).toBe(before.at(-1) ?? lane[0]!.checkpoint.step);
        }
      }),
    );
  });

  it('is none where each model has one checkpoint', () => {
    expect(courseSteps([[at(100)], [at(200)]])).toEqual([]);
    expect(atStep([], 10)).toBeNull();
  });
});
