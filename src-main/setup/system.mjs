import { SetupError } from './setup-error.mjs';

/** The oldest Node that the packages run on. */
export const oldestNode = [20, 19];

/**
 * Refuses a Node that is too old.
 *
 * @param {string} [version]
 */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new SetupError({
    what: `This is Node ${version}; Wavebench needs ${oldestNode.join('.')} or newer.`,
    todo: 'Install a newer Node (https://nodejs.org, or your distribution\'s package) and start again.',
  });
}

/**
 * What to say about a platform that nobody has tried.
 *
 * @param {string} [platform] @param {string} [arch]
 * @returns {string | null}
 */
export function platformNotice(platform = process.platform, arch = process.arch) {
  if (platform === 'linux' && arch === 'x64') return null;
  return `Wavebench is tested on Linux x64. This is ${platform} ${arch}: it may work where the packages' own downloads`
    + ' exist for it, and nobody has tried.';
}

/**
 * Refuses to fetch from a package registry what is there for Linux x64 only.
 *
 * @param {string} what
 */
export function requireLinuxX64(what, platform = process.platform, arch = process.arch) {
  if (platform === 'linux' && arch === 'x64') return;
  throw new SetupError({
    what: `${what}'s own download did not work, and for ${platform} ${arch} the package registries hold no other.`,
    todo: 'Try again where the download works, or on Linux x64.',
  });
}

/**
 * Whether a window can be shown.
 *
 * @param {NodeJS.ProcessEnv} [env]
 */
export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

export function isRoot() {
  return process.getuid?.() === 0;
}
