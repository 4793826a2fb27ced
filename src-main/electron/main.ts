import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../services/data-folder';
import { openApplication } from './application';
import { parseArguments } from './arguments';
import { failToStart, reportUnexpected } from './errors';
import { guardContents } from './guards';
import { registerPageScheme } from './scheme';

app.setName('Wavebench');
registerPageScheme();
guardContents();
process.on('uncaughtException', reportUnexpected);
process.on('unhandledRejection', reportUnexpected);
start().catch(failToStart);

/** One app for each data folder: a second start brings the window of the first one forward. */
async function start(): Promise<void> {
  const given = parseArguments(process.argv.slice(1), process.cwd());
  const folder = dataFolder({
    given: given.dataFolder,
    environment: process.env,
    platform: process.platform,
    homeFolder: homedir(),
    workingFolder: process.cwd(),
  });
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
  // What Chromium keeps for itself stays apart from what the person owns.
  app.setPath('sessionData', join(folder, 'browser'));
  if (!app.requestSingleInstanceLock()) {
    console.error(`Wavebench is open on ${folder} already; its window comes to the front.`);
    app.quit();
    return;
  }
  await app.whenReady();
  openApplication({ dataFolder: folder, studiesFolder: given.studiesFolder, root: join(__dirname, '..', '..') });
}
