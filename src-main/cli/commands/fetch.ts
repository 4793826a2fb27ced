import { Argument, type Command } from 'commander';
import { systemClock } from '../../services/clock';
import { fetchedSetsFolder } from '../../services/data-folder';
import { fetchMnist, type FetchProgress } from '../../services/fetch-mnist';
import type { Context } from '../context';
import { bytesText, printResult, tell } from '../output';

/** `wavebench fetch`: the only command that uses the network. */
export function addFetchCommand(program: Command, context: Context): void {
  program
    .command('fetch')
    .description('download a data set into the data folder; goes on where an earlier attempt ended')
    .addArgument(new Argument('<set>', 'mnist: all 70,000 digits, 12 MB').choices(['mnist']))
    .option('--data-dir <folder>', 'where studies and runs are kept (default: the app’s own folder)')
    .action(async (_: string, { dataDir }: { dataDir?: string }) => {
      const folder = fetchedSetsFolder(context.dataFolder(dataDir));
      printResult(await fetchMnist(folder, { fetch, clock: systemClock, onProgress: tellTenths() }));
    });
}

/** Tells of each tenth once. */
function tellTenths(): (progress: FetchProgress) => void {
  let told = 0;
  return ({ bytes, total }) => {
    const tenth = Math.floor((10 * bytes) / total);
    if (tenth <= told) return;
    told = tenth;
    tell(`${10 * tenth} %, ${bytesText(bytes)} of ${bytesText(total)}`);
  };
}
