import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeWindow, type Rectangle, type WindowState } from '../../src-main/electron/window-bounds';

const laptop: Rectangle = { x: 0, y: 24, width: 1440, height: 876 };
const projector: Rectangle = { x: 1440, y: 0, width: 1920, height: 1080 };
const left: WindowState = { x: 1600, y: 100, width: 1200, height: 800, maximized: false };

describe('a new window', () => {
  test('opens in the middle of the first screen when nothing is known', () => {
    expect(placeWindow(null, [laptop, projector])).toEqual({ x: 80, y: 62, width: 1280, height: 800 });
  });

  test('opens where it was left', () => {
    expect(placeWindow(left, [laptop, projector])).toEqual({ x: 1600, y: 100, width: 1200, height: 800 });
  });

  test('comes back to the first screen when the one it was on is gone', () => {
    expect(placeWindow(left, [laptop])).toEqual({ x: 120, y: 62, width: 1200, height: 800 });
  });

  test('comes back when its title bar is above or beside every screen', () => {
    const above = { ...left, y: -40 };
    expect(placeWindow(above, [laptop, projector]).x).toBe(120);
    const beside = { ...left, x: 1440 + 1920 - 20 };
    expect(placeWindow(beside, [laptop, projector]).x).toBe(120);
  });

  test('is never larger than the screen it is moved to', () => {
    const huge = { x: 9000, y: 9000, width: 5000, height: 4000, maximized: false };
    expect(placeWindow(huge, [laptop])).toEqual(laptop);
  });

  test('always shows its title bar on a screen', () => {
    const number = fc.integer({ min: -5000, max: 8000 });
    const size = fc.integer({ min: 1, max: 6000 });
    const state = fc.record({ x: number, y: number, width: size, height: size, maximized: fc.boolean() });
    fc.assert(
      fc.property(state, (saved) => {
        const placed = placeWindow(saved, [laptop, projector]);
        return [laptop, projector].some((screen) => {
          const shown = Math.min(placed.x + placed.width, screen.x + screen.width) - Math.max(placed.x, screen.x);
          const isInside = placed.y >= screen.y && placed.y < screen.y + screen.height;
          return isInside && shown >= Math.min(160, placed.width, saved.width);
        });
      }),
    );
  });
});
