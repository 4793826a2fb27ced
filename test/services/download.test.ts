import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src-main/contract/errors';
import { download, type DownloadOptions } from '../../src-main/services/download';
import { fetchMnist, mnistSource } from '../../src-main/services/fetch-mnist';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251);
const sha256 = createHash('sha256').update(content).digest('hex');

/** What the server answers to the next requests; the last one stays. */
let answers: ((request: IncomingMessage, response: ServerResponse) => void)[] = [];
let ranges: (string | undefined)[] = [];
const server = createServer((request, response) => {
  ranges.push(request.headers.range);
  (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response);
});
const base = new Promise<string>((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
});
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebench-download-'));
  ranges = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const timers: (() => void)[] = [];
const options: Omit<DownloadOptions, 'onProgress'> = {
  fetch,
  clock: {
    after: (_, callback) => {
      timers.push(callback);
      return () => void timers.splice(timers.indexOf(callback), 1);
    },
  },
};

describe('a download', () => {
  test('comes to its place whole, and tells how far it is', async () => {
    answers = [whole];
    const seen: number[] = [];
    await download(await file(), { ...options, onProgress: (bytes) => seen.push(bytes) });
    expect(Buffer.compare(readFileSync(join(folder, 'set.gz')), content)).toBe(0);
    expect(readdirSync(folder)).toEqual(['set.gz']);
    expect(seen.at(-1)).toBe(content.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(timers).toHaveLength(0);
  });

  test('that is there already is not asked for again', async () => {
    writeFileSync(join(folder, 'set.gz'), content);
    await download(await file(), options);
    expect(ranges).toEqual([]);
  });

  test('goes on where a broken connection left it', async () => {
    answers = [broken(100_000), ranged];
    await expect(download(await file(), options)).rejects.toThrow(UserError);
    const left = readFileSync(join(folder, 'set.gz.part')).length;
    expect(left).toBeGreaterThan(0);
    await download(await file(), options);
    expect(ranges).toEqual([undefined, `bytes=${left}-`]);
    expect(Buffer.compare(readFileSync(join(folder, 'set.gz')), content)).toBe(0);
  });

  test('begins anew with a server that does not know ranges', async () => {
    writeFileSync(join(folder, 'set.gz.part'), content.subarray(0, 10));
    answers = [whole];
    await download(await file(), options);
    expect(Buffer.compare(readFileSync(join(folder, 'set.gz')), content)).toBe(0);
  });

  test('takes the next mirror when one is down, has something else, sends too much or too little', async () => {
    const other = content.slice().fill(7);
    const longer = new Uint8Array(content.length + 1);
    answers = [status(503), status(404), sends(other), sends(longer), sends(content.subarray(0, 50)), ranged];
    await download(await file(6), options);
    expect(ranges).toHaveLength(6);
    expect(Buffer.compare(readFileSync(join(folder, 'set.gz')), content)).toBe(0);
  });

  test('that fails everywhere says why for each mirror, what to do, and leaves nothing in its place', async () => {
    answers = [status(404), sends(content.slice().fill(1))];
    const closed = 'http://127.0.0.1:1/set.gz';
    const { urls, ...rest } = await file(2);
    const error = await download({ ...rest, urls: [...urls, closed] }, options).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(
      /it answered 404 Not Found; .*its content has the SHA-256 [0-9a-f]{64}, .* expected; 127\.0\.0\.1:1: /,
    );
    expect((error as UserError).advice).toMatch(/try again/);
    expect(existsSync(join(folder, 'set.gz'))).toBe(false);
  });

  test('damaged on the disk before it was whole is found out and fetched anew', async () => {
    writeFileSync(join(folder, 'set.gz.part'), content.slice(0, 1000).fill(3));
    answers = [ranged];
    await download(await file(2), options);
    expect(ranges).toEqual(['bytes=1000-', undefined]);
    expect(Buffer.compare(readFileSync(join(folder, 'set.gz')), content)).toBe(0);
  });

  test('that stalls is given up for the next mirror', async () => {
    answers = [stalls, ranged];
    const done = download(await file(2), options);
    await expect.poll(() => ranges.length).toBe(1);
    await expect.poll(() => timers.length).toBe(1);
    timers[0]!();
    await done;
    expect(ranges).toHaveLength(2);
  });

  test('that a person ends keeps what has come, and says no more than that', async () => {
    answers = [stalls];
    const controller = new AbortController();
    const done = download(await file(2), { ...options, signal: controller.signal });
    await expect.poll(() => existsSync(join(folder, 'set.gz.part'))).toBe(true);
    controller.abort(new Error('cancelled'));
    await expect(done).rejects.toThrow('cancelled');
    expect(ranges).toHaveLength(1);
    expect(timers).toHaveLength(0);
  });
});

describe('the whole MNIST set', () => {
  test('appears in its folder once all files are there, and is then left alone', async () => {
    const parts = mnistSource.files.map(({ name }, i) => ({ name, bytes: content.subarray(i, 1000 + i) }));
    const files = parts.map(({ name, bytes }) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
    const source = { files, mirrors: [await base] };
    const serve = (request: IncomingMessage, response: ServerResponse) =>
      response.end(parts.find(({ name }) => request.url === `/${name}`)!.bytes);
    answers = [serve, serve, status(500), serve];
    await expect(fetchMnist(folder, options, source)).rejects.toThrow(
      /t10k-images-idx3-ubyte.gz could not be downloaded/,
    );
    expect(readdirSync(folder)).toEqual(['mnist.part']);

    const progress: number[] = [];
    expect(await fetchMnist(folder, { ...options, onProgress: ({ bytes }) => progress.push(bytes) }, source)).toBe(
      join(folder, 'mnist'),
    );
    expect(readdirSync(folder)).toEqual(['mnist']);
    expect(readdirSync(join(folder, 'mnist')).sort()).toEqual(files.map(({ name }) => name).sort());
    expect(progress.at(-1)).toBe(4000);
    expect(ranges).toHaveLength(5);
    await fetchMnist(folder, options, source);
    expect(ranges).toHaveLength(5);
  });

  test('is had from several mirrors over https, each file with its size and checksum', () => {
    expect(mnistSource.mirrors.length).toBeGreaterThan(1);
    for (const mirror of mnistSource.mirrors) expect(mirror).toMatch(/^https:\/\/.*\/$/);
    expect(mnistSource.files).toHaveLength(4);
    for (const { sha256: hash } of mnistSource.files) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

async function file(mirrors = 1) {
  const url = `${await base}set.gz`;
  return { urls: Array<string>(mirrors).fill(url), bytes: content.length, sha256, path: join(folder, 'set.gz') };
}

function whole(_: IncomingMessage, response: ServerResponse): void {
  response.end(content);
}

function sends(bytes: Uint8Array) {
  return (_: IncomingMessage, response: ServerResponse) => void response.end(bytes);
}

function status(code: number) {
  return (_: IncomingMessage, response: ServerResponse) => void response.writeHead(code).end();
}

function ranged(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = { 'Content-Range': `bytes ${from}-${content.length - 1}/${content.length}` };
  response.writeHead(from > 0 ? 206 : 200, from > 0 ? headers : {}).end(content.subarray(from));
}

/** Promises the whole file and hangs up in the middle of it. */
function broken(after: number) {
  return (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(0, after), () => setTimeout(() => response.destroy(), 50));
  };
}

function stalls(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Length': content.length });
  response.write(content.subarray(0, 5000));
}
