import { dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { Activity } from './activity';

type Training = Pick<Activity, 'running' | 'queued'>;

/** What the person is asked when the window closes while something trains. */
export function quitQuestion({ running, queued }: Training): MessageBoxOptions {
  const trains = running === 1 ? 'One training is running' : `${running} trainings are running`;
  const waits = queued === 0 ? '' : queued === 1 ? ', one is waiting' : `, ${queued} are waiting`;
  return {
    type: 'question',
    title: 'Wavebench',
    message: `${trains}${waits}.`,
    detail:
      'Quitting stops it at a checkpoint. Nothing that was learned is lost: it can be resumed from the table of runs.',
    buttons: ['Stop training and quit', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
}

/** Asks; true when training is to be stopped and the app to be quit. */
export async function confirmQuit(window: BrowserWindow | null, activity: Training): Promise<boolean> {
  const question = quitQuestion(activity);
  const { response } = await (window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question));
  return response === 0;
}
