import { z } from 'zod';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the window was; kept between starts. Device-independent pixels. */
export const windowStateSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export const minimumSize = { width: 900, height: 600 };
const firstSize = { width: 1280, height: 800 };
/** So much of the title bar has to be on a screen for a window to be found and moved. */
const grip = { width: 160, height: 24 };

/**
 * The bounds for a new window: as it was left where its title bar is still on one of the screens, otherwise in the
 * middle of the first screen, never larger than it. `screens` are work areas, the primary one first.
 */
export function placeWindow(state: WindowState | null, screens: readonly Rectangle[]): Rectangle {
  const primary = screens[0] ?? { x: 0, y: 0, ...firstSize };
  if (state && screens.some((screen) => showsTitleBar(state, screen))) {
    return {
      x: state.x,
      y: state.y,
      width: Math.max(state.width, minimumSize.width),
      height: Math.max(state.height, minimumSize.height),
    };
  }
  const width = Math.min(state?.width ?? firstSize.width, primary.width);
  const height = Math.min(state?.height ?? firstSize.height, primary.height);
  return {
    x: primary.x + Math.round((primary.width - width) / 2),
    y: primary.y + Math.round((primary.height - height) / 2),
    width,
    height,
  };
}

function showsTitleBar(window: Rectangle, screen: Rectangle): boolean {
  const visibleWidth = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const insideTop = window.y >= screen.y && window.y + grip.height <= screen.y + screen.height;
  return insideTop && visibleWidth >= Math.min(grip.width, window.width);
}
