import { tick } from 'svelte';
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
    classify: () => navigation.go({ screen: 'classify' }),
    data: () => navigation.go({ screen: 'data' }),
    figures: () => navigation.go({ screen: 'figures', figureId: null }),
    benchmark: () => navigation.go({ screen: 'benchmark' }),
    explain: () => navigation.go({ screen: 'explain' }),
    talk: () => navigation.go({ screen: 'talk' }),
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
      id: 'new-window',
      title: 'New window',
      group: 'Window',
      keys: ['ctrl+shift+n'],
      run: () => void workbench.attempt(() => workbench.api.request('app:new-window')),
    },
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

/** What the menu offers on every screen and what is there on some, with where it is. */
const elsewhere: Partial<Record<Command, string>> = {
  export: 'There is no figure to export here: open Compare, Data, Figures, Benchmark or Explain.',
  train: 'There is nothing to train here: open New study.',
  generate: 'There is nothing to generate here: open Generate.',
  stop: 'Nothing is selected that could be stopped: choose runs that train on Runs, or open Live.',
  resume: 'Nothing is selected that could be resumed: choose runs that were stopped on Runs, or open Live.',
  edit: 'No run is selected: choose one or more on Runs.',
  duplicate: 'No run is selected: choose one on Runs.',
  archive: 'No run is selected that could be archived: choose runs that have ended on Runs.',
  'delete-runs': 'No run is selected that could be deleted: choose runs that have ended on Runs.',
  back: 'This is where you began.',
  forward: 'You have not gone back.',
};

/** The command of the native menu's entry; the same everywhere but for their names. */
export async function runMenuCommand(workbench: Workbench, command: Command): Promise<void> {
  if (command === 'undo') return workbench.undoLast();
  if (command === 'redo') return workbench.redoLast();
  if (command === 'filter') {
    workbench.navigation.go({ screen: 'runs' });
    await tick();
  }
  if (!workbench.commands.run(command) && elsewhere[command]) workbench.messages.note(elsewhere[command]);
}
