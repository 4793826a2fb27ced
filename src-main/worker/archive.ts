import { join } from 'node:path';
import type { ArchiveRequest, ArchiveResult } from '../contract/archive-job';
import { openStore, openStoreForReading, storeOfEnvironment } from '../store/open';
import { exportTables } from './archive/export-tables';
import { exportTensorboard } from './archive/export-tensorboard';
import { importBundle } from './archive/import-bundle';
import { writeBundle } from './archive/write-bundle';
import { answerOnce, connect } from './channel';
import { importDataset } from './import/import-dataset';

/** Entry of the process that takes something whole out of the store, or into it. Built to `out/main/archive.cjs`. */
const { dataFolder, ...connection } = storeOfEnvironment(process.env);
/** The document of the store, seen from `out/main`. */
const schema = join(__dirname, '..', '..', 'resources', 'docs', 'schema.md');
/** Milliseconds between two reports of progress. */
const reportInterval = 100;
const channel = connect<'archive'>();

answerOnce(channel, async (request) => channel.post({ type: 'result', result: await answer(request) }));

async function answer(request: ArchiveRequest): Promise<ArchiveResult> {
  const onProgress = progress();
  if (request.what === 'import') {
    const db = openStore(dataFolder, connection);
    const imported = await importBundle(db, { ...request, dataFolder, connection, onProgress });
    db.close();
    return { what: 'import', imported };
  }
  if (request.what === 'dataset') {
    return { what: 'dataset', ...(await importDataset({ ...request, onProgress })) };
  }
  const db = openStoreForReading(dataFolder, connection);
  switch (request.what) {
    case 'bundle':
      return { what: 'bundle', ...(await writeBundle(db, { ...request, dataFolder, onProgress })) };
    case 'tables':
      return { what: 'tables', ...(await exportTables(db, { ...request, schema, onProgress })) };
    case 'tensorboard':
      return { what: 'tensorboard', ...(await exportTensorboard(db, { ...request, dataFolder, onProgress })) };
  }
}

function progress(): (done: number, total: number) => void {
  let last = 0;
  return (done, total) => {
    if (performance.now() - last < reportInterval && done < total) return;
    last = performance.now();
    channel.post({ type: 'progress', done, total });
  };
}
