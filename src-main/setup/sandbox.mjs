import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.mjs';
import { isRoot } from './system.mjs';

/**
 * The arguments that Electron needs for its sandbox. Chromium refuses to run one as root; everybody else keeps it.
 *
 * @param {string} executable Electron's
 * @param {{ root?: boolean, procfs?: string }} [machine]
 * @returns {string[]}
 */
export function sandboxArguments(executable, { root = isRoot(), procfs = '/proc' } = {}) {
  if (process.platform !== 'linux') return [];
  if (root) return ['--no-sandbox'];
  const helper = join(dirname(executable), 'chrome-sandbox');
  if (userNamespaces(procfs) || isSetuidRoot(helper)) return [];
  throw new SetupError({
    what: 'Electron\'s sandbox cannot work here: this system forbids unprivileged user namespaces, and the helper'
      + ` ${helper} does not belong to root.`,
    todo: `Let the helper do it, then start again:\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  });
}

/**
 * Whether an ordinary user may make user namespaces, by the switches of the kernel, Debian's and Ubuntu's among them.
 *
 * @param {string} [procfs]
 * @returns {boolean}
 */
export function userNamespaces(procfs = '/proc') {
  const kernel = join(procfs, 'sys', 'kernel');
  return read(join(kernel, 'unprivileged_userns_clone')) !== '0'
    && read(join(kernel, 'apparmor_restrict_unprivileged_userns')) !== '1'
    && read(join(procfs, 'sys', 'user', 'max_user_namespaces')) !== '0';
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** @param {string} file */
function isSetuidRoot(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0;
}
