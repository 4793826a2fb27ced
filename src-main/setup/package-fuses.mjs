import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/**
 * Closes in Electron's binary what a package needs nobody to open. `RunAsNode` stays: the `wavebench` command beside the
 * app runs by it, and its training processes. Files lie in a folder, not in an asar archive, because addons and workers
 * are loaded from there.
 *
 * @param {string} executable
 */
export async function setFuses(executable) {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableCookieEncryption]: false,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  });
}
