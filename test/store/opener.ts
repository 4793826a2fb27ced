import { schemaVersion } from '../../src-main/store/migrate';
import { openStore } from '../../src-main/store/open';

/** Opens a data folder at a given moment and says which schema it found. */
const [dataFolder, nativeBinding, moment] = process.argv.slice(2) as [string, string, string];
while (Date.now() < Number(moment)) continue;
process.stdout.write(String(schemaVersion(openStore(dataFolder, { nativeBinding: nativeBinding || null }))));
