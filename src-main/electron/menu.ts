import type { MenuItemConstructorOptions } from 'electron';
import type { Command } from '../contract/ipc';

export interface MenuActions {
  command(command: Command): void;
  about(): void;
  openDataFolder(): void;
  openExternal(url: string): void;
}

/** The window's menu: standard roles and their accelerators; what belongs to the page is sent to it as a command. */
export function menuTemplate(actions: MenuActions, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const item = (label: string, accelerator: string | undefined, command: Command): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => actions.command(command),
  });
  const mac = platform === 'darwin';
  /** The key is the page's own, which does not take it while text is written; the menu only shows it. */
  const shown = (label: string, key: string | undefined, command: Command): MenuItemConstructorOptions => ({
    ...item(label, mac ? undefined : key, command),
    registerAccelerator: false,
  });
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('&New study', 'CmdOrCtrl+N', 'show-new-study'),
      item('New &window', 'CmdOrCtrl+Shift+N', 'new-window'),
      { type: 'separator' },
      item('&Import…', 'CmdOrCtrl+I', 'import'),
      item('&Export figure…', 'CmdOrCtrl+E', 'export'),
      { type: 'separator' },
      { label: 'Open data &folder', click: () => actions.openDataFolder() },
      item('&Settings', 'CmdOrCtrl+,', 'show-settings'),
      { type: 'separator' },
      { role: 'close' },
      ...(mac ? [] : [{ role: 'quit' } as const]),
    ],
  };
  // Text fields undo by themselves before an accelerator is looked at; what arrives here is meant for the view.
  const edit: MenuItemConstructorOptions = {
    label: '&Edit',
    submenu: [
      item('&Undo', 'CmdOrCtrl+Z', 'undo'),
      item('&Redo', mac ? 'Cmd+Shift+Z' : 'Ctrl+Y', 'redo'),
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      { type: 'separator' },
      shown('&Filter the runs', '/', 'filter'),
      item('All &commands', 'CmdOrCtrl+K', 'palette'),
    ],
  };
  const run: MenuItemConstructorOptions = {
    label: '&Run',
    submenu: [
      shown('&Train', 'T', 'train'),
      item('&Generate', 'CmdOrCtrl+Enter', 'generate'),
      { type: 'separator' },
      shown('&Stop', 'S', 'stop'),
      shown('&Resume', 'R', 'resume'),
      { type: 'separator' },
      shown('&Edit…', 'F2', 'edit'),
      shown('&Duplicate…', 'D', 'duplicate'),
      shown('&Archive or bring back', 'A', 'archive'),
      shown('De&lete…', 'Shift+Delete', 'delete-runs'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      item('&Studies', 'CmdOrCtrl+1', 'show-studies'),
      item('&Runs', 'CmdOrCtrl+2', 'show-runs'),
      item('&Compare', 'CmdOrCtrl+3', 'show-compare'),
      item('&Live', 'CmdOrCtrl+4', 'show-live'),
      item('&Generate', 'CmdOrCtrl+5', 'show-generate'),
      item('&Data', 'CmdOrCtrl+6', 'show-data'),
      item('C&lassify', 'CmdOrCtrl+7', 'show-classify'),
      item('Fi&gures', undefined, 'show-figures'),
      item('&Benchmark', 'CmdOrCtrl+8', 'show-benchmark'),
      item('&Explain', 'CmdOrCtrl+9', 'show-explain'),
      shown('&Talk', '0', 'show-talk'),
      { type: 'separator' },
      item('Bac&k', 'Alt+Left', 'back'),
      item('&Forward', 'Alt+Right', 'forward'),
      { type: 'separator' },
      item('&Narrow or widen the rail', 'CmdOrCtrl+B', 'toggle-rail'),
      shown('&Inspector', 'I', 'toggle-inspector'),
      { type: 'separator' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'resetZoom' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'toggleDevTools' },
    ],
  };
  const help: MenuItemConstructorOptions = {
    label: '&Help',
    role: 'help',
    submenu: [
      item('&Keyboard shortcuts', 'F1', 'show-shortcuts'),
      { label: '&WaveNet, the paper', click: () => actions.openExternal('https://arxiv.org/abs/1609.03499') },
      {
        label: 'The &talk and its library',
        click: () => actions.openExternal('https://github.com/cheind/autoregressive'),
      },
      { type: 'separator' },
      { label: '&About Wavebench', click: () => actions.about() },
    ],
  };
  const windowMenu: MenuItemConstructorOptions = { label: '&Window', role: 'windowMenu' };
  return [...(mac ? [{ role: 'appMenu' } as const] : []), file, edit, run, view, windowMenu, help];
}
