import { open, rm } from 'node:fs/promises';
import { putInPlace, unfinishedName } from '../safe-files';

/** Bytes that are collected before they are written. */
const atOnce = 2 ** 20;

/** Writes a file from pieces, never all of them in memory; under its own name it is whole. Gives its bytes. */
export async function writeStream(
  path: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number> {
  const unfinished = unfinishedName(path);
  const file = await open(unfinished, 'w');
  try {
    let waiting: Uint8Array[] = [];
    let [bytes, held] = [0, 0];
    for await (const piece of pieces) {
      waiting.push(piece);
      held += piece.length;
      if (held < atOnce) continue;
      await file.writeFile(Buffer.concat(waiting));
      bytes += held;
      [waiting, held] = [[], 0];
    }
    await file.writeFile(Buffer.concat(waiting));
    await file.sync();
    await file.close();
    await putInPlace(unfinished, path);
    return bytes + held;
  } catch (error) {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
}
