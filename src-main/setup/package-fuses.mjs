/**
 * What is switched in Electron's binary of a package: nothing may make it another program than this one. `RunAsNode`
 * stays, because the `wavebench` command beside the app runs by it, and its training processes. Files lie in a folder,
 * not in an asar archive, because addons and workers are loaded from there.
 */
const fuses = {
  RunAsNode: true,
  EnableCookieEncryption: false,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: false,
  OnlyLoadAppFromAsar: false,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
};

/**
 * Sets the fuses that this Electron knows; an older one has fewer.
 *
 * @param {string} executable
 */
export async function setFuses(executable) {
  // Loaded here: in a fresh clone the package is only there once the set-up has run.
  const { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } = await import('@electron/fuses');
  const known = await getCurrentFuseWire(executable);
  /** @param {string} name */
  const option = (name) => FuseV1Options[/** @type {keyof typeof FuseV1Options} */ (name)];
  const wanted = Object.entries(fuses).filter(([name]) => option(name) in known);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    ...Object.fromEntries(wanted.map(([name, state]) => [option(name), state])),
  });
}
