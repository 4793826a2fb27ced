import { defaultSettings, settingsSchema, type Settings } from '../contract/ipc';
import { statement, transaction, type ReadableDatabase, type WritableDatabase } from './database';

/** The settings as kept; what is missing or no longer valid takes its default. */
export function getSettings(db: ReadableDatabase): Settings {
  const settings: Record<string, unknown> = { ...defaultSettings };
  for (const { key, value } of statement<[], { key: string; value: string }>(
    db,
    'SELECT key, value FROM settings',
  ).all()) {
    if (!Object.hasOwn(defaultSettings, key)) continue;
    const parsed = settingsSchema.shape[key as keyof Settings].safeParse(JSON.parse(value));
    if (parsed.success) settings[key] = parsed.data;
  }
  return settingsSchema.parse(settings);
}

/** Changes some settings and gives all of them. */
export function setSettings(db: WritableDatabase, changes: Partial<Settings>): Settings {
  const save = 'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value';
  return transaction(db, () => {
    for (const [key, value] of Object.entries(changes)) {
      if (value !== undefined) statement(db, save).run(key, JSON.stringify(value));
    }
    return getSettings(db);
  });
}
