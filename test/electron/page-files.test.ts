import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answer, contentSecurityPolicy, isPageUrl } from '../../src-main/electron/page-files';

let outside: string;
let folder: string;

beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), 'wavebench-page-'));
  folder = join(outside, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'a b.js'), '1;');
  writeFileSync(join(folder, 'notes.txt'), 'no type of the page');
  writeFileSync(join(outside, 'secret.json'), '{}');
  symlinkSync(join(outside, 'secret.json'), join(folder, 'link.json'));
});
afterAll(() => rmSync(outside, { recursive: true, force: true }));

const get = (url: string, method = 'GET') => answer(folder, { url, method });

test('a file comes with its type and the security headers', async () => {
  const response = await get('app://wavebench/index.html');
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('<!doctype html>');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('escaped names, queries and fragments are understood', async () => {
  expect((await get('app://wavebench/assets/a%20b.js?v=1#x')).status).toBe(200);
});

describe('nothing outside the folder is served', () => {
  test.each([
    'app://wavebench/../secret.json',
    'app://wavebench/%2e%2e/secret.json',
    'app://wavebench/assets/%2e%2e%2f%2e%2e%2fsecret.json',
    'app://wavebench/..%5csecret.json',
    'app://wavebench/%00',
    'app://wavebench/%',
    'app://wavebench//etc/passwd.json',
    'app://wavebench/link.json',
    'app://wavebench/notes.txt',
    'app://wavebench/assets',
    'app://wavebench/',
    'app://elsewhere/index.html',
    'app://name@wavebench/index.html',
    'file:///etc/passwd',
    'https://wavebench/index.html',
  ])('%s', async (url) => {
    const response = await get(url);
    expect([403, 404]).toContain(response.status);
    expect(await response.text()).toBe('');
  });
});

test('only GET is answered', async () => {
  expect((await get('app://wavebench/index.html', 'POST')).status).toBe(405);
});

test('the policy allows nothing inline, evaluated or remote', () => {
  expect(contentSecurityPolicy).toMatch(/^default-src 'none';/);
  expect(contentSecurityPolicy).not.toMatch(/unsafe|http|\*/);
});

test('only the page itself is the page', () => {
  expect(isPageUrl('app://wavebench/index.html#runs')).toBe(true);
  for (const url of ['app://wavebench.example/index.html', 'app:wavebench', 'https://wavebench/', 'about:blank', '']) {
    expect(isPageUrl(url), url).toBe(false);
  }
});
