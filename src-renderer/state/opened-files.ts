import { bundleExtension } from '../../src-main/contract/bundle';
import { longestStudyFile, notOpenable } from '../../src-main/contract/opened-files';
import { readStudyText } from './brought-study';
import type { Workbench } from './workbench.svelte';

/** Series that can be imported, by their endings. */
const ofData = /\.(?:csv|tsv|txt|dat|npy|npz|wav)$/;

/** Takes a file that was dropped: a study file is shown to be started, a bundle is imported, data are looked at. */
export async function takeDropped(workbench: Workbench, file: File): Promise<void> {
  const ending = file.name.toLowerCase();
  if (ending.endsWith(bundleExtension)) return workbench.transfers.readDropped(file);
  if (ofData.test(ending)) {
    await workbench.datasets.takeDropped(file);
    workbench.navigation.go({ screen: 'data' });
    return;
  }
  if (!ending.endsWith('.json') || file.size > longestStudyFile) throw new Error(notOpenable(file.name));
  showStudy(workbench, file.name, await file.text());
}

/** Takes what was opened from outside since the last time; a problem of one file does not keep the others. */
export async function takeOpened(workbench: Workbench): Promise<void> {
  const files = await workbench.api.request('app:take-opened');
  for (const file of files) {
    await workbench.attempt(async () => {
      if (file.kind === 'problem') throw new Error(file.message);
      if (file.kind === 'bundle') workbench.transfers.begin(file.transfer);
      else showStudy(workbench, file.name, file.text);
    });
  }
}

function showStudy(workbench: Workbench, name: string, text: string): void {
  workbench.newStudy.bring(readStudyText(name, text));
  workbench.navigation.go({ screen: 'new-study', preset: null });
  workbench.messages.note(`Opened the study of ${name}.`);
}
