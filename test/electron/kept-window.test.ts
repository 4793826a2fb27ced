import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readWindowState, writeWindowState } from '../../src-main/electron/kept-window';

test('the place of the window is kept; a damaged or missing file counts as none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-window-'));
  try {
    const file = join(folder, 'deep', 'window.json');
    expect(readWindowState(file)).toBeNull();
    const state = { x: -10, y: 5, width: 1000, height: 700, maximized: true };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
    for (const text of ['{"x":', '[]', '{"x":0,"y":0,"width":"1","height":1,"maximized":false}']) {
      writeFileSync(file, text);
      expect(readWindowState(file), text).toBeNull();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
