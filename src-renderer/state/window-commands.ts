import type { Command } from '../../src-main/contract/ipc';
import type { CommandEntry } from './commands.svelte';
import { railEntries } from './navigation.svelte';
import type { Workbench } from './workbench.svelte';

/** The commands that the window has on every screen. */
export function windowCommands(workbench: Workbench): CommandEntry[] {
  const { navigation, layout } = workbench;
  const goTo: Record<(typeof railEntries)[number]['screen'], () => void> = {
    studies: () => navigation.go({ screen: 'studies' }),
    runs: () => navigation.go({ screen: 'runs' }),
    compare: () => workbench.openCompare(),
    generate: () => workbench.openGenerate(),
    data: () => navigation.go({ screen: 'data' }),
    benchmark: () => navigation.go({ screen: 'benchmark' }),
    explain: () => navigation.go({ screen: 'explain' }),
    settings: () => navigation.go({ screen: 'settings' }),
  };
  return [
    ...railEntries.map(({ screen, label, keys }): CommandEntry => ({
      id: `show-${screen}`,
      title: label,
      group: 'Go to',
      keys,
      run: goTo[screen],
    })),
    { id: 'show-live', title: 'Live', group: 'Go to', keys: ['l', 'g l'], run: () => workbench.openLive() },
    { id: 'show-new-study', title: 'New study', group: 'Do', keys: ['n', 'g n'], run: () => workbench.openNewStudy() },
    {
      id: 'import',
      title: 'Import a study…',
      group: 'Do',
      keys: [],
      run: () => void workbench.attempt(() => workbench.transfers.read()),
    },
    {
      id: 'undo',
      title: 'Undo',
      group: 'Do',
      keys: ['ctrl+z'],
      enabled: () => workbench.undo.next !== null,
      run: () => void workbench.undoLast(),
    },
    {
      id: 'redo',
      title: 'Redo',
      group: 'Do',
      keys: ['ctrl+y', 'ctrl+shift+z'],
      enabled: () => workbench.undo.nextRedo !== null,
      run: () => void workbench.redoLast(),
    },
    {
      id: 'back',
      title: 'Back',
      group: 'Go to',
      keys: ['alt+arrowleft'],
      enabled: () => navigation.canGoBack,
      run: () => navigation.back(),
    },
    {
      id: 'forward',
      title: 'Forward',
      group: 'Go to',
      keys: ['alt+arrowright'],
      enabled: () => navigation.canGoForward,
      run: () => navigation.forward(),
    },
    {
      id: 'palette',
      title: 'All commands',
      group: 'Window',
      keys: ['ctrl+k'],
      run: () => workbench.openDialog('palette'),
    },
    {
      id: 'show-shortcuts',
      title: 'Keyboard shortcuts',
      group: 'Window',
      keys: ['?'],
      run: () => workbench.openDialog('shortcuts'),
    },
    {
      id: 'toggle-rail',
      title: 'Narrow or widen the rail',
      group: 'Window',
      keys: ['ctrl+b'],
      run: () => layout.toggleRail(),
    },
    {
      id: 'toggle-inspector',
      title: 'Show or hide the inspector',
      group: 'Window',
      keys: ['i'],
      run: () => layout.toggleInspector(),
    },
    ...(['light', 'dark', 'system'] as const).map((theme): CommandEntry => ({
      id: `theme-${theme}`,
      title: theme === 'system' ? 'Theme of the system' : `${theme === 'light' ? 'Light' : 'Dark'} theme`,
      group: 'Window',
      keys: [],
      run: () => void workbench.attempt(() => workbench.settings.change({ theme })),
    })),
  ];
}

/** The command of the native menu's entry; the same everywhere but for their names. */
export function runMenuCommand(workbench: Workbench, command: Command): void {
  if (command === 'undo') void workbench.undoLast();
  else if (command === 'redo') void workbench.redoLast();
  else if (!workbench.commands.run(command) && command === 'export') {
    workbench.messages.note('There is no figure to export here: open Compare, Data, Benchmark or Explain.');
  }
}
