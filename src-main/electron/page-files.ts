import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** The page's own scheme and host: nothing else is ever loaded into a window. */
export const pageScheme = 'app';
export const pageHost = 'wavebench';
export const pageUrl = `${pageScheme}://${pageHost}/index.html`;

/** Scripts, styles and fonts of the app's own files only: nothing inline, nothing evaluated, nothing remote. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** True for addresses of the page itself. */
export function isPageUrl(url: string): boolean {
  try {
    const { protocol: scheme, host, username } = new URL(url);
    return scheme === `${pageScheme}:` && host === pageHost && username === '';
  } catch {
    return false;
  }
}

/** A file of `folder` for a GET of its address, with the security headers; 403, 404 or 405 otherwise. */
export async function answer(folder: string, request: { url: string; method: string }): Promise<Response> {
  if (request.method !== 'GET') return refusal(405);
  if (!isPageUrl(request.url)) return refusal(403);
  const path = fileFor(folder, request.url);
  const type = path && contentTypes[extname(path)];
  if (!path || !type) return refusal(404);
  try {
    // A link inside the folder must not lead out of it either.
    const [root, file] = await Promise.all([realpath(folder), realpath(path)]);
    if (!file.startsWith(root + sep)) return refusal(403);
    return new Response(await readFile(file), { headers: headers(type) });
  } catch {
    return refusal(404);
  }
}

/** The path under `folder` that an address names, or null for one that would leave it. */
export function fileFor(folder: string, url: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0 || parts.some((part) => part === '..' || /[\\\0:]/.test(part))) return null;
  return join(folder, ...parts);
}

function refusal(status: 403 | 404 | 405): Response {
  return new Response(null, { status, headers: headers('text/plain') });
}

function headers(contentType: string): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': contentSecurityPolicy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
}
