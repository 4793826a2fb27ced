import type { StudyRun } from '../figures/study-run';
import type { ReadableDatabase } from '../store/database';
import { getRunDetail, getRunOrigin } from '../store/run-rows';

/** A stored run as the figures of its study need it. */
export function studyRun(db: ReadableDatabase, { id }: { id: string }): StudyRun {
  const { configurationHash, programVersion } = getRunOrigin(db, id)!;
  const { name, armLabel, colorIndex, seed, dataHash, environment } = getRunDetail(db, id)!;
  return {
    id,
    name,
    armLabel,
    colorIndex,
    seed,
    configurationHash,
    dataHash,
    versions: { wavebench: programVersion, ...(environment ? { tensorflow: environment.tensorflow } : {}) },
  };
}
