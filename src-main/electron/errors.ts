import { app, dialog } from 'electron';
import { toErrorData, UserError } from '../contract/errors';

/** The app cannot start: says why and what to do, on the terminal and in a box, and ends. */
export function failToStart(error: unknown): void {
  const text = describe(error);
  console.error(error instanceof UserError ? text : error);
  dialog.showErrorBox('Wavebench cannot start', text);
  app.exit(1);
}

const reassurance = 'What is stored is safe, and trainings go on. If the window behaves oddly, start the app again.';
let isShown = false;

/** Something that nobody expected: said once at a time, without holding up the trainings that are being stored. */
export function reportUnexpected(error: unknown): void {
  console.error(error);
  if (isShown || !app.isReady()) return;
  isShown = true;
  void dialog
    .showMessageBox({
      type: 'error',
      title: 'Wavebench',
      message: 'Something went wrong that should not have.',
      detail: `${describe(error)}\n\n${reassurance}`,
      buttons: ['Close'],
      noLink: true,
    })
    .finally(() => (isShown = false));
}

function describe(error: unknown): string {
  const { message, advice } = toErrorData(error);
  return advice ? `${message}\n\n${advice}` : message;
}
