import type { MessageBoxOptions } from 'electron';

/** What would be cut short by quitting. */
export interface Unfinished {
  /** Trainings that run, and that wait. */
  running: number;
  queued: number;
  /** Generations that run or wait. */
  generations: number;
  /** Evaluations of images, and of drift, that run or wait. */
  evaluations: number;
  /** Whether the generators are being measured. */
  measuring: boolean;
  /** Studies that are being written into files, or read. */
  transfers: number;
}

/** What the person is asked when the last window closes while something is going on; null while nothing is. */
export function quitQuestion(unfinished: Unfinished): MessageBoxOptions | null {
  const { running, queued, generations, evaluations, measuring, transfers } = unfinished;
  const trains = running + queued > 0;
  const parts = [
    trains && { message: trainingsText(unfinished), detail: trainingDetail },
    generations > 0 && {
      message: generations === 1 ? 'Samples are being generated.' : `${generations} generations are under way.`,
      detail: 'What is being generated is not kept; the same seed gives it again.',
    },
    evaluations > 0 && {
      message: evaluations === 1 ? 'A model is being evaluated.' : `${evaluations} evaluations are under way.`,
      detail: 'What was evaluated so far is not kept; it can be done again.',
    },
    measuring && { message: 'The generators are being measured.', detail: 'What was measured so far is kept.' },
    transfers > 0 && {
      message: 'A study is being exported or imported.',
      detail: 'Nothing of it is kept; it can be done again.',
    },
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  return {
    type: 'question',
    title: 'Wavebench',
    message: parts.map(({ message }) => message).join(' '),
    detail: parts.map(({ detail }) => detail).join(' '),
    buttons: [trains ? 'Stop training and quit' : 'Quit', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  };
}

const trainingDetail =
  'Quitting stops training at a checkpoint. Nothing that was learned is lost: it can be resumed from the table of runs.';

function trainingsText({ running, queued }: Unfinished): string {
  const trains = running === 1 ? 'One training is running' : `${running} trainings are running`;
  const waits = queued === 0 ? '' : queued === 1 ? ', one is waiting' : `, ${queued} are waiting`;
  return `${trains}${waits}.`;
}
