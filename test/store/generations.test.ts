import { expect, test } from 'vitest';
import {
  deleteGeneration,
  findGenerations,
  getGeneration,
  getPrompts,
  insertGeneration,
  listGenerations,
} from '../../src-main/store/generations';
import { addRun, addStudy, memoryStore, storedGeneration } from './support';

function store() {
  const db = memoryStore();
  addStudy(db);
  addRun(db, 'run');
  addRun(db, 'other', 2);
  return db;
}

test('a generation comes back as it was stored, its prompts apart from it', () => {
  const db = store();
  const { prompts, ...generation } = storedGeneration('a');
  insertGeneration(db, { ...generation, prompts });
  expect(getGeneration(db, 'a')).toEqual(generation);
  expect(getPrompts(db, 'a')).toEqual(prompts);
  expect(getGeneration(db, 'b')).toBeNull();
  expect(getPrompts(db, 'b')).toEqual([]);
});

test('lists are by run and newest first; models without a run are only among all', () => {
  const db = store();
  const without = storedGeneration('c');
  insertGeneration(db, { ...storedGeneration('a'), createdAt: 1 });
  insertGeneration(db, { ...storedGeneration('b'), createdAt: 2 });
  insertGeneration(db, {
    ...without,
    checkpoint: null,
    createdAt: 3,
    model: { ...without.model, runId: null, step: null },
  });
  insertGeneration(db, { ...storedGeneration('d', 'other'), createdAt: 4 });
  const ids = (runId: string | null) => listGenerations(db, runId).map(({ id }) => id);
  expect(ids('run')).toEqual(['b', 'a']);
  expect(ids(null)).toEqual(['d', 'c', 'b', 'a']);
  expect(findGenerations(db, '')).toEqual(['a', 'b', 'c', 'd']);
  expect(findGenerations(db, 'b')).toEqual(['b']);
});

test('the last generation of some weights tells that they are needed no more', () => {
  const db = store();
  insertGeneration(db, storedGeneration('a'));
  insertGeneration(db, storedGeneration('b'));
  insertGeneration(db, storedGeneration('c', 'other'));
  expect(deleteGeneration(db, 'a')).toEqual({ weightsInUse: true });
  expect(deleteGeneration(db, 'b')).toEqual({ weightsInUse: false });
  expect(deleteGeneration(db, 'b')).toEqual({ weightsInUse: true });
  expect(listGenerations(db, null).map(({ id }) => id)).toEqual(['c']);
});

test('a run takes its generations along', () => {
  const db = store();
  insertGeneration(db, storedGeneration('a'));
  db.prepare("DELETE FROM runs WHERE id = 'run'").run();
  expect(getGeneration(db, 'a')).toBeNull();
});
