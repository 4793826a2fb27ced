import { z } from 'zod';

/**
 * What the set-up provisioned and where, written as JSON by `src-main/setup` and read by the app and by `doctor`.
 * Paths are absolute, or relative to the folder of the manifest, so that a package can be moved.
 */
export const runtimeManifestSchema = z.object({
  manifestVersion: z.literal(1),
  platform: z.string(),
  /** The folder that keeps what is expensive to make between clones. */
  cache: z.object({ folder: z.string() }),
  electron: z.object({
    version: z.string(),
    executable: z.string(),
    /** `vendor`: the electron package's own binary; `registry`: the older build found on the package registry. */
    source: z.enum(['vendor', 'registry']),
    notice: z.string().nullable(),
  }),
  tensorflow: z.object({
    version: z.string(),
    build: z.enum(['cpu', 'cuda']),
    source: z.enum(['vendor', 'registry']),
    /** Folders that the loader must search (CUDA libraries), to be put on LD_LIBRARY_PATH before a worker starts. */
    libraryFolders: z.array(z.string()),
    /** Why no GPU is used where there is one, or null. */
    notice: z.string().nullable(),
  }),
  sqlite: z.object({
    /** Compiled addon to load, or null for the prebuilt one inside the package. */
    nativeBinding: z.string().nullable(),
    source: z.enum(['prebuilt', 'compiled']),
  }),
});
export type RuntimeManifest = z.infer<typeof runtimeManifestSchema>;

/** One line of `wavebench doctor`: what was looked at, what was found, and what to do where it is not well. */
export interface DoctorCheck {
  name: string;
  value: string;
  ok: boolean;
  /** What it means or what to do; null where nothing is to be said. */
  advice: string | null;
}

export interface DoctorReport {
  ok: boolean;
  checks: DoctorCheck[];
}
