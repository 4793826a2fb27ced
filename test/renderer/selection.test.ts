import { describe, expect, it } from 'vitest';
import { Selection } from '../../src-renderer/state/selection.svelte';
import { memoryStorage } from './memory-storage';

const order = ['a', 'b', 'c', 'd', 'e'];
const shift = { shift: true, ctrl: false };
const ctrl = { shift: false, ctrl: true };
const chosen = (selection: Selection) => [...selection.ids].sort().join('');

describe('a selection', () => {
  it('is one row by a click', () => {
    const selection = new Selection();
    selection.select('b', order);
    selection.select('d', order);
    expect(chosen(selection)).toBe('d');
  });

  it('grows by ctrl and gives back by ctrl', () => {
    const selection = new Selection();
    selection.select('b', order);
    selection.select('d', order, ctrl);
    expect(chosen(selection)).toBe('bd');
    selection.select('b', order, ctrl);
    expect(chosen(selection)).toBe('d');
  });

  it('is a range from the anchor by shift, in either direction', () => {
    const selection = new Selection();
    selection.select('c', order);
    selection.select('e', order, shift);
    expect(chosen(selection)).toBe('cde');
    selection.select('a', order, shift);
    expect(chosen(selection)).toBe('abc');
  });

  it('moves by arrows and stays inside the list', () => {
    const selection = new Selection();
    selection.move(1, order);
    expect(selection.current).toBe('a');
    selection.move(-1, order);
    expect(selection.current).toBe('a');
    selection.move(Infinity, order);
    expect(selection.current).toBe('e');
    selection.move(-2, order, { shift: true });
    expect(chosen(selection)).toBe('cde');
  });

  it('goes on from the current row after all were selected', () => {
    const selection = new Selection();
    selection.select('c', order);
    selection.all(order);
    expect(selection.ids.size).toBe(5);
    selection.move(1, order);
    expect(chosen(selection)).toBe('d');
  });

  it('is remembered where it shall be', () => {
    const kept = { storage: memoryStorage(), key: 'rows' };
    const selection = new Selection(kept);
    selection.select('b', order);
    selection.select('d', order, shift);
    const again = new Selection(kept);
    expect(chosen(again)).toBe('bcd');
    expect(again.current).toBe('d');
    expect(chosen(new Selection({ ...kept, storage: { getItem: () => '{"ids":7}', setItem: () => {} } }))).toBe('');
  });
});
