import { describe, expect, it } from 'vitest';
import { createApi } from '../../src-renderer/api';
import { UserError } from '../../src-main/contract/errors';
import { Layout } from '../../src-renderer/state/layout.svelte';
import { Navigation } from '../../src-renderer/state/navigation.svelte';
import { UndoState } from '../../src-renderer/state/undo.svelte';
import { memoryStorage } from './memory-storage';

describe('navigation', () => {
  it('goes back and forth, and forgets the way forth when it goes elsewhere', () => {
    const navigation = new Navigation(memoryStorage());
    navigation.go({ screen: 'runs' });
    navigation.go({ screen: 'compare', studyId: 'a' });
    navigation.back();
    expect(navigation.place.screen).toBe('runs');
    navigation.forward();
    expect(navigation.place.screen).toBe('compare');
    navigation.back();
    navigation.go({ screen: 'settings' });
    expect(navigation.canGoForward).toBe(false);
  });

  it('does not step to where it is, nor for a choice on a screen', () => {
    const navigation = new Navigation(memoryStorage());
    navigation.go({ screen: 'compare', studyId: null });
    navigation.go({ screen: 'compare', studyId: null });
    navigation.replace({ screen: 'compare', studyId: 'b' });
    navigation.back();
    expect(navigation.place.screen).toBe('studies');
    expect(navigation.canGoBack).toBe(false);
  });

  it('begins where it was left, and at Studies where that makes no sense', () => {
    const storage = memoryStorage();
    new Navigation(storage).go({ screen: 'compare', studyId: 'a' });
    expect(new Navigation(storage).place).toEqual({ screen: 'compare', studyId: 'a' });
    for (const text of ['{', 'null', '{"screen":"nowhere"}', '{"screen":"live","studyId":{}}']) {
      expect(new Navigation({ getItem: () => text, setItem: () => {} }).place).toEqual({ screen: 'studies' });
    }
  });

  it('counts screens that have no entry of their own to Studies', () => {
    const navigation = new Navigation(memoryStorage());
    navigation.go({ screen: 'live', studyId: null });
    expect(navigation.railScreen).toBe('studies');
  });
});

describe('undo', () => {
  it('takes changes back in order and does them again', async () => {
    const undo = new UndoState();
    const done: string[] = [];
    const change = (label: string) => ({
      label,
      undo: () => void done.push(`undo ${label}`),
      redo: () => void done.push(`redo ${label}`),
    });
    undo.add(change('one'));
    undo.add(change('two'));
    await undo.undo();
    await undo.undo();
    expect(await undo.undo()).toBeNull();
    await undo.redo();
    expect(done).toEqual(['undo two', 'undo one', 'redo one']);
    undo.add(change('three'));
    expect(undo.nextRedo).toBeNull();
    expect(undo.next?.label).toBe('three');
  });

  it('takes a gesture of many changes back at once', async () => {
    const undo = new UndoState();
    let width = 1;
    const to = (after: number, gesture?: string) => {
      const before = width;
      width = after;
      undo.add({
        label: '',
        undo: () => void (width = before),
        redo: () => void (width = after),
        ...(gesture && { gesture }),
      });
    };
    to(2);
    for (const after of [3, 4, 5]) to(after, 'drag');
    await undo.undo();
    expect(width).toBe(2);
    await undo.redo();
    expect(width).toBe(5);
    await undo.undo();
    await undo.undo();
    expect(width).toBe(1);
  });

  it('drops a change that cannot be taken back', async () => {
    const undo = new UndoState();
    undo.add({ label: 'broken', undo: () => Promise.reject(new Error('no')), redo: () => {} });
    await expect(undo.undo()).rejects.toThrow('no');
    expect(undo.next).toBeNull();
    expect(undo.nextRedo).toBeNull();
  });
});

describe('the layout', () => {
  it('is remembered, within its limits', () => {
    const storage = memoryStorage();
    const layout = new Layout(storage);
    layout.toggleRail();
    layout.resizeInspector(10_000);
    const again = new Layout(storage);
    expect(again.railCollapsed).toBe(true);
    expect(again.inspectorWidth).toBe(again.inspectorLimits.max);
  });

  it('begins anew where what was remembered makes no sense', () => {
    for (const text of ['{', '{"inspectorWidth":"wide"}', '[]']) {
      const layout = new Layout({ getItem: () => text, setItem: () => {} });
      expect(layout.inspectorWidth).toBe(layout.inspectorLimits.initial);
    }
  });
});

describe('the bridge', () => {
  it('throws errors again as what they were', async () => {
    const api = createApi({
      request: async () => ({ error: { name: 'UserError', message: 'No.', advice: 'Do so.', stack: null } }),
      listen: () => () => {},
      takeDropped: async () => ({ error: { name: 'UserError', message: 'No.', advice: 'Do so.', stack: null } }),
      importDropped: async () => ({ error: { name: 'UserError', message: 'No.', advice: 'Do so.', stack: null } }),
    });
    const error: unknown = await api.request('studies:list').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).advice).toBe('Do so.');
  });
});
