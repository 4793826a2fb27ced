import { app } from 'electron';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../services/data-folder';
import { openApplication } from './application';
import { parseArguments } from './arguments';
import { failToStart, reportUnexpected } from './errors';
import { guardContents } from './guards';
import { OpenedFiles } from './opened-files';
import { registerPageScheme } from './scheme';

app.setName('Wavebench');
registerPageScheme();
guardContents();
const opened = new OpenedFiles();
// On macOS files come by this event, and maybe before everything else.
app.on('open-file', (event, path) => {
  event.preventDefault();
  opened.add([path]);
});
process.on('uncaughtException', reportUnexpected);
process.on('unhandledRejection', reportUnexpected);
start().catch(failToStart);

/** One app for each data folder: a second start brings a window of the first one forward and hands its files over. */
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
  const { files } = given;
  if (!app.requestSingleInstanceLock({ files })) {
    console.error(`Wavebench is open on ${folder} already; its window comes to the front.`);
    app.quit();
    return;
  }
  await app.whenReady();
  const root = join(__dirname, '..', '..');
  const windows = openApplication({ dataFolder: folder, studiesFolder: given.studiesFolder, root, opened });
  opened.add(files);
  app.on('second-instance', (_event, _argv, _folder, additional) => {
    windows.reveal();
    opened.add((additional as { files: string[] }).files);
  });
}
