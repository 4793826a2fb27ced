import { readdirSync, readFileSync } from 'node:fs';

/** Names of the NVIDIA GPUs that the driver knows, as it writes them under /proc; none where there is no driver. */
export function gpuNames(folder = '/proc/driver/nvidia/gpus'): string[] {
  try {
    return readdirSync(folder).map((gpu) => {
      const information = readFileSync(`${folder}/${gpu}/information`, 'utf8');
      return /^Model:\s*(.+)$/m.exec(information)?.[1] ?? 'NVIDIA GPU';
    });
  } catch {
    return [];
  }
}
