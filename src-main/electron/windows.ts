import type { BrowserWindow } from 'electron';
import { eventChannel } from '../contract/channels';
import type { EventName, Events } from '../contract/ipc';
import { UserError } from '../contract/errors';
import { readWindowState, writeWindowState } from './kept-window';
import { openPageWindow } from './page-window';

export interface WindowsOptions {
  preload: string;
  icon: string;
  /** Where the place of the window is kept that was moved last. */
  stateFile: string;
}

/** More windows than anybody looks at; a page that has gone mad is stopped here. */
const MOST_WINDOWS = 12;
/** Pixels by which a further window lies beside the one before it. */
const STEP = 28;

/** The windows of the app, each with its own view; whoever has to choose one takes the one that was used last. */
export class Windows {
  readonly #options: WindowsOptions;
  /** The one that was used last comes last. */
  #windows: BrowserWindow[] = [];

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  get all(): readonly BrowserWindow[] {
    return this.#windows;
  }

  /** Null before the first is open and after the last is closed. */
  get current(): BrowserWindow | null {
    return this.#windows.at(-1) ?? null;
  }

  /** Opens a window where the last one was left, or beside the one that is used now. */
  open(): BrowserWindow {
    if (this.#windows.length >= MOST_WINDOWS)
      throw new UserError(`${MOST_WINDOWS} windows are open; there are no more at once.`, 'Close one of them first.');
    const { preload, icon, stateFile } = this.#options;
    const beside = this.current?.getNormalBounds();
    const state = beside
      ? { ...beside, x: beside.x + STEP, y: beside.y + STEP, maximized: false }
      : readWindowState(stateFile);
    const window = openPageWindow({
      preload,
      icon,
      state,
      stateChanged: (changed) => writeWindowState(stateFile, changed),
    });
    this.#windows = [...this.#windows, window];
    window.on('focus', () => (this.#windows = [...this.#without(window), window]));
    window.on('closed', () => (this.#windows = this.#without(window)));
    return window;
  }

  /** Brings the window forward that was used last. */
  reveal(): void {
    const { current } = this;
    if (current?.isMinimized()) current.restore();
    current?.focus();
  }

  /** Tells the window that was used last, and no other. */
  tell<Name extends EventName>(name: Name, payload: Events[Name]): void {
    const { current } = this;
    if (current && !current.webContents.isDestroyed()) current.webContents.send(eventChannel, name, payload);
  }

  #without(window: BrowserWindow): BrowserWindow[] {
    return this.#windows.filter((other) => other !== window);
  }
}
