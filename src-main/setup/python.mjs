import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, runCommand } from './command.mjs';
import { wheelTarget } from './pins.mjs';
import { watchDownload } from './progress.mjs';
import { MissingTool } from './setup-error.mjs';

/** Refuses to go on where Python or its pip is missing, with the command that installs it. */
export async function requirePip() {
  const packages = ['python3', 'python3-pip'];
  if (!findProgram('python3')) {
    throw new MissingTool('Python 3, whose package registry holds TensorFlow, is not installed.', packages);
  }
  try {
    await runCommand('python3', ['-m', 'pip', '--version']);
  } catch {
    throw new MissingTool("Python's pip, which fetches TensorFlow, is not installed.", packages);
  }
}

/**
 * Downloads wheels with pip, which refuses any that does not hash to what is pinned.
 *
 * @param {{ wheels: { name: string, version: string, sha256: string }[], folder: string, bytes: number,
 *   task: import('./progress.mjs').Task, text: string }} job
 * @returns {Promise<string[]>} the files
 */
export async function downloadWheels({ wheels, folder, bytes, task, text }) {
  const downloads = join(folder, 'wheels');
  const temporary = join(folder, 'temporary');
  mkdirSync(downloads);
  mkdirSync(temporary);
  const requirements = join(folder, 'requirements.txt');
  const lines = wheels.map(({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}`);
  writeFileSync(requirements, `${lines.join('\n')}\n`);
  const args = [
    '-m', 'pip', 'download', '--no-deps', '--require-hashes', '--only-binary=:all:', '--no-cache-dir',
    '--disable-pip-version-check', '--progress-bar', 'off', '--implementation', 'cp',
    '--python-version', wheelTarget.python, '--abi', wheelTarget.abi, '--abi', 'none',
    ...wheelTarget.platforms.flatMap((platform) => ['--platform', platform]),
    '--dest', downloads, '-r', requirements,
  ];
  await watchDownload(task, text, folder, bytes, () =>
    runCommand('python3', args, { env: { ...process.env, TMPDIR: temporary } }));
  rmSync(temporary, { recursive: true });
  return readdirSync(downloads).map((name) => join(downloads, name));
}

/**
 * Unpacks those files of a wheel whose path matches, under the name that the replacement gives.
 *
 * @param {string} wheel
 * @param {string} folder
 * @param {[pattern: string, replacement: string][]} rules Python regular expressions that match whole paths
 */
export async function unpackWheel(wheel, folder, rules) {
  await runCommand('python3', ['-c', unpackScript, wheel, folder, JSON.stringify(rules)]);
}

const unpackScript = `
import json, os, re, shutil, sys, zipfile
wheel, folder, rules = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
with zipfile.ZipFile(wheel) as archive:
    for item in archive.infolist():
        for pattern, replacement in rules:
            match = re.fullmatch(pattern, item.filename)
            if not match or item.is_dir():
                continue
            target = os.path.join(folder, match.expand(replacement))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with archive.open(item) as source, open(target, 'wb') as out:
                shutil.copyfileobj(source, out, 1 << 20)
            if (item.external_attr >> 16) & 0o111:
                os.chmod(target, 0o755)
            break
`;
