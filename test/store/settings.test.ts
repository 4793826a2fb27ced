import { expect, test } from 'vitest';
import { defaultSettings } from '../../src-main/contract/ipc';
import { getSettings, setSettings } from '../../src-main/store/settings';
import { memoryStore } from './support';

test('settings are the defaults until they are changed, one by one', () => {
  const db = memoryStore();
  expect(getSettings(db)).toEqual(defaultSettings);
  expect(setSettings(db, { parallelRuns: 3 })).toEqual({ ...defaultSettings, parallelRuns: 3 });
  setSettings(db, { theme: 'dark' });
  expect(getSettings(db)).toEqual({ ...defaultSettings, parallelRuns: 3, theme: 'dark' });
});

test('a value that is no longer allowed, or a setting that is not known, does no harm', () => {
  const db = memoryStore();
  setSettings(db, { theme: 'dark' });
  db.exec(
    `UPDATE settings SET value = '"sepia"'; INSERT INTO settings VALUES ('parallelRuns', '0'), ('__proto__', '1')`,
  );
  expect(getSettings(db)).toEqual(defaultSettings);
});
