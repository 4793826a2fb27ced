import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleOf, makeStudy } from '../worker/archive/study';
import { argumentReader } from './feed/command-line';
import { gzipReader, idxReader, npyReader, safetensorsReader, wavReader, zipReader } from './feed/files';
import { feed, type Reader } from './feed/reader';
import { requestReader } from './feed/requests';
import { configurationReader, filterReader, promptReader, studyReader, tableReader } from './feed/texts';
import { cases, seeds } from './settings';

const bundle = await smallBundle();

const readers: Reader<never>[] = [
  safetensorsReader(),
  idxReader(),
  gzipReader(),
  npyReader(),
  wavReader(),
  zipReader(bundle),
  studyReader(),
  configurationReader(),
  promptReader(),
  tableReader(),
  filterReader(),
  requestReader(),
  argumentReader(),
] as never[];

test.each(readers.map((reader) => [reader.name, reader] as const))(
  '%s: whatever it is fed, it reads it right or refuses it by a sentence that says where',
  { timeout: 4 * 3_600_000, retry: 0 },
  async (name, reader) => {
    for (const seed of seeds) {
      const { read, refused, slowest, held } = await feed(reader, { cases: Math.ceil(cases / seeds.length), seed });
      console.log(
        `${name}: seed ${seed}, ${read} read, ${refused} refused, slowest ${slowest.toFixed(0)} ms, ` +
          `${Math.max(0, held / 2 ** 20).toFixed(0)} MiB`,
      );
      // Some readers refuse one case of twenty: of a few cases maybe none.
      if (cases >= 500) expect(refused, `${name}: cases that were refused`).toBeGreaterThan(0);
    }
  },
);

async function smallBundle(): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-test-'));
  const db = makeStudy(folder);
  try {
    return readFileSync(await bundleOf(db, folder));
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}
