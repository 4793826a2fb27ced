import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, runCommand } from './command.mjs';

/**
 * Looks for an NVIDIA driver: the kernel's own word, a WSL2 guest's, or what `nvidia-smi` says.
 *
 * @param {{ system?: string, env?: NodeJS.ProcessEnv }} [options] `system`: the folder that stands for `/`
 * @returns {Promise<{ driver: string | null }>} the driver's description, or null
 */
export async function findGpu({ system = '/', env = process.env } = {}) {
  const kernelModule = join(system, 'proc', 'driver', 'nvidia', 'version');
  if (existsSync(kernelModule)) return { driver: readFileSync(kernelModule, 'utf8').split('\n')[0].trim() };
  const wsl = join(system, 'usr', 'lib', 'wsl', 'lib', 'libcuda.so.1');
  if (existsSync(join(system, 'dev', 'dxg')) && existsSync(wsl)) return { driver: 'NVIDIA driver of Windows (WSL 2)' };
  const tool = findProgram('nvidia-smi', env);
  if (!tool) return { driver: null };
  try {
    const list = await runCommand(tool, ['--list-gpus'], { env });
    return { driver: list.trim().split('\n')[0] || null };
  } catch {
    // The tool is installed, but there is no driver or no card for it.
    return { driver: null };
  }
}
