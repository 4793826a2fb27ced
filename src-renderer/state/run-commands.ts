import type { RunSummary } from '../../src-main/contract/runs';
import { canStop } from './runs.svelte';
import type { Workbench } from './workbench.svelte';

/** Something to do with the selected runs, in menus, by keys and in the palette. */
export interface RunCommand {
  id: string;
  /** In a menu; the palette adds that it is about the selected runs. */
  label: string;
  title: string;
  keys: string[];
  enabled: boolean;
  run: () => void;
}

/** What opens a dialog of the screen. */
export interface RunDialogs {
  edit(runs: readonly RunSummary[]): void;
  remove(runs: readonly RunSummary[]): void;
}

/** What can be done with the selected runs; `current` is the one that the inspector shows. */
export function runCommands(
  workbench: Workbench,
  selected: readonly RunSummary[],
  current: RunSummary | null,
  dialogs: RunDialogs,
): RunCommand[] {
  const toStop = selected.filter(canStop);
  const toResume = selected.filter((run) => run.canResume);
  const over = selected.filter((run) => !canStop(run));
  const toArchive = over.filter((run) => !run.archived);
  const toBringBack = selected.filter((run) => run.archived);
  const waiting = selected.filter((run) => run.status === 'queued');
  const isBack = toBringBack.length > 0;
  const one = current !== null;
  return [
    command('show-selected', 'Show live', 'Show the selected run live', ['enter'], one, () =>
      workbench.openLive(current!.studyId),
    ),
    command('compare-selected', 'Compare', 'Compare the study of the selected run', ['c'], one, () =>
      workbench.openCompare(current!.studyId),
    ),
    command(
      'duplicate',
      'Duplicate…',
      'New study with the settings of the selected run',
      ['d'],
      one,
      () => void workbench.runActions.duplicate(current!),
    ),
    command('edit', 'Edit…', 'Edit title, tags and notes of the selected runs', ['e', 'f2'], selected.length > 0, () =>
      dialogs.edit(selected),
    ),
    command(
      'to-front',
      'To the front of the queue',
      'Move the selected runs to the front of the queue',
      [],
      waiting.length > 0,
      () => void workbench.runActions.moveInQueue(waiting, 'front'),
    ),
    command('stop', 'Stop', 'Stop the selected runs', ['s'], toStop.length > 0, () => void workbench.stop(toStop)),
    command(
      'resume',
      'Resume',
      'Resume the selected runs',
      ['r'],
      toResume.length > 0,
      () => void workbench.resume(toResume),
    ),
    command(
      'archive',
      isBack ? 'Bring back' : 'Archive',
      'Archive the selected runs, or bring them back',
      ['a', 'delete'],
      isBack || toArchive.length > 0,
      () => void workbench.archive(isBack ? toBringBack : toArchive, !isBack),
    ),
    command(
      'delete-runs',
      'Delete…',
      'Delete the selected runs with their files',
      ['shift+delete'],
      over.length > 0,
      () => dialogs.remove(over),
    ),
  ];
}

function command(
  id: string,
  label: string,
  title: string,
  keys: string[],
  enabled: boolean,
  run: () => void,
): RunCommand {
  return { id, label, title, keys, enabled, run };
}
