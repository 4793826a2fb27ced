import { describe, expect, it, vi } from 'vitest';
import { describeKeys, keyName } from '../../src-renderer/keyboard';
import { Commands, type CommandEntry } from '../../src-renderer/state/commands.svelte';
import { rankCommands } from '../../src-renderer/state/rank-commands';

function entry(changes: Partial<CommandEntry>): CommandEntry {
  return { id: 'id', title: 'Title', group: 'Do', keys: [], run: () => {}, ...changes };
}

const key = (name: string, modifiers: Partial<KeyboardEvent> = {}) =>
  keyName({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers });

describe('keys', () => {
  it('have one name each', () => {
    expect(key('t')).toBe('t');
    expect(key('T', { shiftKey: true })).toBe('shift+t');
    expect(key('?', { shiftKey: true })).toBe('?');
    expect(key('k', { ctrlKey: true })).toBe('ctrl+k');
    expect(key('k', { metaKey: true })).toBe('ctrl+k');
    expect(key('ArrowLeft', { altKey: true })).toBe('alt+arrowleft');
    expect(key('Shift', { shiftKey: true })).toBeNull();
  });

  it('are written for people', () => {
    expect(describeKeys('ctrl+k')).toBe('Ctrl K');
    expect(describeKeys('g r')).toBe('G then R');
    expect(describeKeys('alt+arrowleft')).toBe('Alt ←');
    expect(describeKeys('+')).toBe('+');
  });
});

describe('commands', () => {
  it('of the screen take precedence, until it goes', () => {
    const commands = new Commands();
    commands.addLasting([entry({ id: 'window', keys: ['c'] })]);
    const remove = commands.addForScreen([entry({ id: 'screen', keys: ['c'] })]);
    expect(commands.byKeys('c').entry?.id).toBe('screen');
    remove();
    expect(commands.byKeys('c').entry?.id).toBe('window');
  });

  it('that cannot run now give way', () => {
    const commands = new Commands();
    const run = vi.fn();
    commands.addForScreen([entry({ id: 'no', keys: ['s'], enabled: () => false, run })]);
    expect(commands.byKeys('s').entry).toBeNull();
    expect(commands.run('no')).toBe(false);
    expect(run).not.toHaveBeenCalled();
  });

  it('know the beginning of a sequence', () => {
    const commands = new Commands();
    commands.addLasting([entry({ id: 'runs', keys: ['g r'] })]);
    expect(commands.byKeys('g')).toEqual({ entry: null, begins: true });
    expect(commands.byKeys('g r').entry?.id).toBe('runs');
    expect(commands.byKeys('x').begins).toBe(false);
  });
});

describe('the palette', () => {
  const entries = ['Compare', 'All commands', 'Show or hide the inspector', 'New study'].map((title) =>
    entry({ title }),
  );
  const titles = (text: string) => rankCommands(entries, text).map(({ title }) => title);

  it('ranks beginnings before beginnings of words before the rest', () => {
    expect(titles('com')).toEqual(['Compare', 'All commands']);
    expect(titles('ins')).toEqual(['Show or hide the inspector']);
  });

  it('finds scattered letters and lists all for nothing', () => {
    expect(titles('nst')[0]).toBe('New study');
    expect(titles('')).toHaveLength(4);
    expect(titles('zzz')).toEqual([]);
  });

  it('finds a run by its study', () => {
    const runs = ['One study', 'Another'].map((detail) => entry({ title: 'one-step · seed 1', detail }));
    expect(rankCommands(runs, 'seed 1 an').map(({ detail }) => detail)).toEqual(['Another']);
  });
});
