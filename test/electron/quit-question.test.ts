import { expect, test } from 'vitest';
import { quitQuestion } from '../../src-main/electron/quit-question';

const nothing = { running: 0, queued: 0, generations: 0, evaluations: 0, measuring: false, transfers: 0 };

test('nobody is asked while nothing is going on', () => {
  expect(quitQuestion(nothing)).toBeNull();
});

test('the question names all that would be cut short, and what becomes of it', () => {
  expect(quitQuestion({ ...nothing, running: 1, queued: 2 })).toMatchObject({
    message: 'One training is running, 2 are waiting.',
    buttons: ['Stop training and quit', 'Cancel'],
  });
  const all = quitQuestion({ running: 2, queued: 0, generations: 1, evaluations: 1, measuring: true, transfers: 1 })!;
  expect(all.message).toBe(
    '2 trainings are running. Samples are being generated. A model is being evaluated. ' +
      'The generators are being measured. A study is being exported or imported.',
  );
  expect(all.detail).toMatch(/resumed.*is not kept.*so far is kept/);
  expect(quitQuestion({ ...nothing, generations: 3 })).toMatchObject({
    message: '3 generations are under way.',
    buttons: ['Quit', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
});
