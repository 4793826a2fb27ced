import { app, dialog, powerMonitor } from 'electron';
import type { Workbench } from '../services/workbench';
import { Quitting } from './quitting';
import { quitQuestion, type Unfinished } from './quit-question';
import type { Windows } from './windows';

/** Every way to leave goes through one question and one orderly end; a window beside others just closes. */
export function leaveOnce(workbench: Workbench, windows: Windows): void {
  const quitting = new Quitting({
    confirm: async () => {
      const question = quitQuestion(unfinished(workbench));
      if (question === null) return true;
      const parent = windows.current;
      const { response } = await (parent ? dialog.showMessageBox(parent, question) : dialog.showMessageBox(question));
      return response !== question.cancelId;
    },
    close: async () => {
      workbench.talk.stop();
      await workbench.runs.stopAll();
      await workbench.talk.ended();
      await workbench.tensorboard.written();
      workbench.close();
    },
    quit: () => app.quit(),
  });
  const ask = (event: { preventDefault(): void }) => {
    if (quitting.isDone) return;
    event.preventDefault();
    void quitting.request({ ask: true });
  };
  const leaveNow = () => void quitting.request({ ask: false });
  app.on('browser-window-created', (_event, created) =>
    created.on('close', (event) => {
      if (windows.all.length <= 1) ask(event);
    }),
  );
  app.on('before-quit', ask);
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leaveNow);
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    event?.preventDefault();
    leaveNow();
  });
}

function unfinished({ runs, generations, evaluations, drift, benchmarks, transfers }: Workbench): Unfinished {
  const own = new Set(runs.own());
  const active = runs.list({ archived: false }).filter((run) => own.has(run.id));
  const running = active.filter((run) => run.status === 'running').length;
  return {
    running,
    queued: active.length - running,
    generations: generations.unfinished,
    evaluations: evaluations.unfinished + (drift.progress === null ? 0 : 1),
    measuring: benchmarks.isRunning,
    transfers: transfers.unfinished,
  };
}
