import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../contract/errors';
import type { Clock } from './clock';

/** A file as it has to be, and where it can be had. */
export interface Download {
  /** Tried in this order. */
  urls: readonly string[];
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  /** Absolute path; what has come so far is kept beside it, with `.part` appended. */
  path: string;
}

export interface DownloadOptions {
  /** The only thing here that touches the network. */
  fetch: typeof fetch;
  clock: Pick<Clock, 'after'>;
  signal?: AbortSignal | undefined;
  /** Told with the bytes that are there so far. */
  onProgress?: (bytes: number) => void;
}

/** Milliseconds without a byte after which the next mirror is tried. */
const stalledAfter = 30_000;

/**
 * Downloads a file, or goes on with what an earlier attempt left. It comes to its place only when size and checksum are
 * right; a mirror that fails, stalls or gives something else is followed by the next.
 *
 * Throws a UserError that says for each mirror what was wrong, and the signal's reason when it is aborted.
 */
export async function download(file: Download, options: DownloadOptions): Promise<void> {
  if ((await sizeOf(file.path)) === file.bytes && (await hashOf(file.path)) === file.sha256) return;
  const failures: string[] = [];
  for (const url of file.urls) {
    try {
      await downloadFrom(url, file, options);
      return;
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(`${new URL(url).host}: ${reasonOf(error)}`);
    }
  }
  throw new UserError(
    `${file.path} could not be downloaded (${failures.join('; ')}).`,
    'Check the connection and try again: it goes on with what has come so far. Or get the file by other means and ' +
      'choose its folder.',
  );
}

async function downloadFrom(url: string, file: Download, options: DownloadOptions): Promise<void> {
  const part = `${file.path}.part`;
  let present = (await sizeOf(part)) ?? 0;
  if (present > file.bytes) present = 0;
  if (present < file.bytes) await append(url, { ...file, part, present }, options);
  const hash = await hashOf(part);
  if (hash !== file.sha256) {
    await rm(part);
    throw new Error(`its content has the SHA-256 ${hash}, ${file.sha256} is expected`);
  }
  await rename(part, file.path);
}

/** Requests the missing bytes and writes them as they come; throws where they are fewer or more. */
async function append(
  url: string,
  { part, present, bytes }: { part: string; present: number; bytes: number },
  { fetch, clock, signal, onProgress }: DownloadOptions,
): Promise<void> {
  const stalled = new AbortController();
  const stop = () => stalled.abort(signal!.reason);
  signal?.throwIfAborted();
  signal?.addEventListener('abort', stop);
  const watch = () =>
    clock.after(stalledAfter, () => stalled.abort(new Error(`nothing came for ${stalledAfter / 1000} s`)));
  let cancel = watch();
  let handle: FileHandle | null = null;
  try {
    const headers: Record<string, string> = present > 0 ? { Range: `bytes=${present}-` } : {};
    const response = await fetch(url, { headers, signal: stalled.signal, redirect: 'follow' });
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status} ${response.statusText}`.trim());
    // A server that does not know ranges sends all of it.
    const from = response.status === 206 ? present : 0;
    handle = await open(part, from === 0 ? 'w' : 'a');
    let written = from;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      cancel();
      cancel = watch();
      written += chunk.length;
      if (written > bytes) {
        await handle.truncate(0);
        throw new Error(`it sent more than the ${bytes} bytes that are expected`);
      }
      await handle.write(chunk);
      onProgress?.(written);
    }
    if (written < bytes) throw new Error(`it ended after ${written} of ${bytes} bytes`);
    await handle.sync();
  } finally {
    cancel();
    signal?.removeEventListener('abort', stop);
    await handle?.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** What lies behind "fetch failed" is its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: unknown };
  return cause instanceof Error && cause.message ? cause.message : message;
}
