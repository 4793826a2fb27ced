import type { DoctorCheck, DoctorReport, RuntimeManifest } from '../contract/environment';
import type { JobHost, ProbeResult } from '../contract/jobs';
import type { Files } from './files';
import { runJob } from './run-job';

export interface DoctorOptions {
  manifest: RuntimeManifest | null;
  jobs: JobHost;
  files: Files;
  /** `process.versions` of the process that asks; with `electron` inside the app. */
  versions: NodeJS.ProcessVersions;
  environment: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  dataFolder: string;
  /** Opens the store of the data folder and looks it over; rejects where it cannot be opened. */
  examineStore: () => Promise<{ sqliteVersion: string; damage: string | null }>;
}

/** Looks at everything that training and drawing need here, and says what to do where something is not well. */
export async function examine(options: DoctorOptions): Promise<DoctorReport> {
  const probe = await probeNativeParts(options.jobs);
  const checks = [
    electronCheck(options),
    nodeCheck(options),
    napiCheck(options),
    ...tensorflowChecks(options, probe.tensorflow),
    ...(await storeChecks(options)),
    canvasCheck(probe.canvas),
    displayCheck(options),
    await cacheCheck(options),
  ];
  return { ok: checks.every(({ ok }) => ok), checks };
}

/** Loads TensorFlow and the canvas in a process of their own, where a crash does no harm. */
export async function probeNativeParts(jobs: JobHost): Promise<ProbeResult> {
  let result: ProbeResult | null = null;
  try {
    await runJob(jobs, 'probe', {
      request: { type: 'start' },
      onReport: ({ tensorflow, canvas }) => {
        result = { tensorflow, canvas };
      },
    });
  } catch (error) {
    const data = { name: 'Error', message: (error as Error).message, advice: null, stack: null };
    return result ?? { tensorflow: { error: data }, canvas: { error: data } };
  }
  return result ?? missing;
}

const missing: ProbeResult = {
  tensorflow: { error: { name: 'Error', message: 'The probe said nothing.', advice: null, stack: null } },
  canvas: { error: { name: 'Error', message: 'The probe said nothing.', advice: null, stack: null } },
};

const setUpAgain = 'Run npm start again: the set-up mends what is missing.';

function electronCheck({ manifest, versions }: DoctorOptions): DoctorCheck {
  const version = versions.electron ?? manifest?.electron.version;
  if (!version) return failed('Electron', 'not provisioned', 'Run npm start once: it fetches Electron.');
  return fine('Electron', version, manifest?.electron.notice ?? null);
}

function nodeCheck({ versions }: DoctorOptions): DoctorCheck {
  return fine('Node', versions.node, versions.electron ? 'The one inside Electron.' : null);
}

function napiCheck({ versions }: DoctorOptions): DoctorCheck {
  const version = Number(versions.napi);
  if (version >= 8) return fine('Node-API', String(version), null);
  return failed('Node-API', versions.napi ?? 'none', 'Node-API 8 or newer is needed: install Node 20.19 or newer.');
}

function tensorflowChecks({ manifest }: DoctorOptions, probed: ProbeResult['tensorflow']): DoctorCheck[] {
  const build = manifest ? ` (${manifest.tensorflow.build === 'cuda' ? 'CUDA' : 'CPU'} build)` : '';
  if ('error' in probed) {
    return [
      failed('TensorFlow', `does not load: ${probed.error.message}`, probed.error.advice ?? setUpAgain),
      failed('Device', 'none', 'Nothing can be trained before TensorFlow loads.'),
    ];
  }
  const device = `${probed.device.toUpperCase()}, ${probed.deviceName}`;
  return [
    fine('TensorFlow', `${probed.version}${build}`, null),
    fine('Device', device, probed.device === 'gpu' ? null : (manifest?.tensorflow.notice ?? null)),
  ];
}

async function storeChecks({ examineStore, dataFolder, manifest }: DoctorOptions): Promise<DoctorCheck[]> {
  try {
    const { sqliteVersion, damage } = await examineStore();
    const source = manifest ? ` (${manifest.sqlite.source} addon)` : '';
    return [
      fine('SQLite', `${sqliteVersion}${source}`, null),
      damage === null
        ? fine('Data folder', dataFolder, null)
        : failed('Data folder', `${dataFolder}: ${damage}`, 'The database is damaged; restore a copy of it.'),
    ];
  } catch (error) {
    const advice = (error as { advice?: string | null }).advice ?? setUpAgain;
    return [failed('SQLite', (error as Error).message, advice), failed('Data folder', dataFolder, null)];
  }
}

function canvasCheck(probed: ProbeResult['canvas']): DoctorCheck {
  if (!('error' in probed)) return fine('Canvas', probed.version, null);
  return failed('Canvas', `does not load: ${probed.error.message}`, setUpAgain);
}

function displayCheck({ environment, platform, versions }: DoctorOptions): DoctorCheck {
  const { DISPLAY, WAYLAND_DISPLAY } = environment;
  if (platform !== 'linux' || versions.electron) return fine('Display', 'there', null);
  if (WAYLAND_DISPLAY || DISPLAY) return fine('Display', WAYLAND_DISPLAY ?? DISPLAY!, null);
  // Not a fault: all but the window works without one.
  return fine('Display', 'none', 'The window needs one; everything on the command line works without.');
}

async function cacheCheck({ manifest, files }: DoctorOptions): Promise<DoctorCheck> {
  if (!manifest) return fine('Cache', 'none', 'The packages’ own native parts are used.');
  const { folder } = manifest.cache;
  return fine('Cache', `${folder}, ${Math.round((await files.size(folder)) / 1e6)} MB`, null);
}

function fine(name: string, value: string, advice: string | null): DoctorCheck {
  return { name, value, ok: true, advice };
}

function failed(name: string, value: string, advice: string | null): DoctorCheck {
  return { name, value, ok: false, advice };
}
