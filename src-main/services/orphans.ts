import { transaction, type WritableDatabase } from '../store/database';
import { activeRuns, type Owner } from '../store/ownership';
import { endRun } from '../store/runs';
import type { Clock } from './clock';
import type { Processes } from './processes';

/** Queued and running runs that a process looks after, in the order of the queue. */
export function runsOf(store: WritableDatabase, { host, pid, start }: Owner): string[] {
  return activeRuns(store)
    .filter(({ owner }) => owner?.host === host && owner.pid === pid && owner.start === start)
    .map(({ id }) => id);
}

/** Marks the runs whose owner is gone and gives their ids; those of living owners, here or elsewhere, are left. */
export function interruptOrphans({
  store,
  processes,
  clock,
}: {
  store: WritableDatabase;
  processes: Processes;
  clock: Clock;
}): string[] {
  const now = clock.now();
  const orphans = () =>
    activeRuns(store).filter(({ owner, heartbeatAt }) => !owner || !processes.isAlive(owner, now - (heartbeatAt ?? 0)));
  if (orphans().length === 0) return [];
  return transaction(store, () =>
    // Looked for again under the lock: another process may just have marked one, and resumed it.
    orphans().map(({ id, status }) => {
      const reason = `The program that ${status === 'running' ? 'trained it' : 'had queued it'} ended unexpectedly.`;
      endRun(store, id, { status: 'interrupted', reason, now });
      return id;
    }),
  );
}
