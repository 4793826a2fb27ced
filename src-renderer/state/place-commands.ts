import type { CommandEntry } from './commands.svelte';
import type { Workbench } from './workbench.svelte';

/** The studies and runs that one can go to, for the palette; archived runs are left out. */
export function placeCommands(workbench: Workbench): CommandEntry[] {
  const { studies, runs, runTable, runActions, navigation } = workbench;
  return [
    ...studies.all.flatMap((study): CommandEntry[] => [
      place(`compare-${study.id}`, `Compare: ${study.title}`, study.scale, () => workbench.openCompare(study.id)),
      place(`live-${study.id}`, `Live: ${study.title}`, study.scale, () => workbench.openLive(study.id)),
    ]),
    ...runs.all
      .filter((run) => !run.archived)
      .map((run) =>
        place(`run-${run.id}`, run.title ?? run.name, run.studyTitle, () => {
          navigation.go({ screen: 'runs' });
          if (!runTable.order.includes(run.id)) runActions.look({ filter: '', groupBy: null }, 'Cleared the filter');
          runTable.selection.select(run.id, runTable.order);
        }),
      ),
  ];
}

function place(id: string, title: string, detail: string, run: () => void): CommandEntry {
  return { id, title, detail, group: 'Go to', keys: [], run };
}
