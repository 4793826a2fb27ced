import { shell } from 'electron';
import { join } from 'node:path';
import type { About, RequestName } from '../contract/ipc';
import { nodeFiles } from '../services/files';
import { resultsOf, writeReport } from '../services/talk/report-files';
import type { Workbench } from '../services/workbench';
import type { Handlers } from './answer-requests';

type TalkRequest = Extract<RequestName, `talk:${string}`>;

/** What the page's requests about the talk's experiments do. */
export function createTalkHandlers(
  { talk, figure }: Pick<Workbench, 'talk' | 'figure'>,
  about: () => About,
): Pick<Handlers, TalkRequest> {
  return {
    'talk:state': (choice) => talk.state(choice),
    'talk:start': (request) => talk.start(request),
    'talk:stop': () => talk.stop(),
    'talk:report': async (choice) => {
      const { dataFolder, version } = about();
      const date = new Date().toISOString().slice(0, 10);
      const folder = join(dataFolder, 'talk', `report-${choice.scale}`);
      await writeReport({ files: nodeFiles, drawing: figure }, resultsOf(talk, { choice, version, date }), folder);
      await shell.openPath(join(folder, 'report.html'));
      return { folder };
    },
  };
}
