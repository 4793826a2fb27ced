import type { Provenance } from '../../src-main/contract/figure';
import type { RunDetail } from '../../src-main/contract/runs';

/** Where a figure of one run comes from, with what is to be said of it. */
export function runProvenance(run: RunDetail, remarks: readonly string[]): Provenance {
  const { id, name, seed, configurationHash } = run;
  return {
    study: run.studyTitle,
    runs: [{ id, name, seed, configurationHash }],
    versions: run.environment ? { tensorflow: run.environment.tensorflow } : {},
    dataHash: run.dataHash,
    remarks: [...remarks],
  };
}
