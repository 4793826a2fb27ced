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
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('&New study', 'CmdOrCtrl+N', 'show-new-study'),
      item('&Import…', 'CmdOrCtrl+I', 'import'),
      item('&Export figure…', 'CmdOrCtrl+E', 'export'),
      { type: 'separator' },
      { label: 'Open data &folder', click: () => actions.openDataFolder() },
      item('&Settings', 'CmdOrCtrl+,', 'show-settings'),
      { type: 'separator' },
      mac ? { role: 'close' } : { role: 'quit' },
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
      item('&Benchmark', 'CmdOrCtrl+8', 'show-benchmark'),
      item('&Explain', 'CmdOrCtrl+9', 'show-explain'),
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
  return [...(mac ? [{ role: 'appMenu' } as const] : []), file, edit, view, windowMenu, help];
}
