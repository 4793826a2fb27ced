import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import { minimumSize, placeWindow, type WindowState } from './window-bounds';
import { pageUrl } from './page-files';

export interface PageWindowOptions {
  preload: string;
  icon: string;
  state: WindowState | null;
  /** Called when the window has been moved, sized or maximised, a moment after the last change. */
  stateChanged(state: WindowState): void;
}

/** Milliseconds of rest after which a moved window's place is kept. */
const restBeforeKeeping = 500;

/** Opens the one window: sandboxed, isolated, without Node; shown once the page has something to show. */
export function openPageWindow({ preload, icon, state, stateChanged }: PageWindowOptions): BrowserWindow {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const window = new BrowserWindow({
    ...placeWindow(
      state,
      [primary, ...others].map((display) => display.workArea),
    ),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    title: 'Wavebench',
    icon,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181b' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // The dictionaries would be fetched from the network.
      spellcheck: false,
      // Live curves go on while another window covers this one, or the points would pile up.
      backgroundThrottling: false,
    },
  });
  if (state?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  keepState(window, stateChanged);
  reviveWhenGone(window);
  void window.loadURL(pageUrl);
  return window;
}

/** A page that crashes takes no training along: they go on in their own processes, and the page is loaded anew. */
function reviveWhenGone(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const message = {
      type: 'warning' as const,
      title: 'Wavebench',
      message: `What the window shows has ended unexpectedly (${reason}).`,
      detail: 'Nothing is lost, and trainings go on. The window is loaded anew.',
      buttons: ['Load anew'],
      noLink: true,
    };
    void dialog.showMessageBox(window, message).then(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    });
  });
}

function keepState(window: BrowserWindow, stateChanged: (state: WindowState) => void): void {
  let timer: NodeJS.Timeout | null = null;
  const keep = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (!window.isDestroyed()) stateChanged({ ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  const changed = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(keep, restBeforeKeeping);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    window.on(event as 'resize', changed);
  }
  window.on('close', keep);
}
