import type { Provenance } from '../contract/figure';

/** Where a figure comes from, a line for each fact, for the comments of text files. */
export function provenanceLines({ study, runs, versions, dataHash }: Provenance): string[] {
  return [
    `study: ${study}`,
    ...runs.map(({ id, name, seed, configurationHash }) => {
      return `run ${id}: ${name}, seed ${seed}, configuration ${configurationHash}`;
    }),
    ...Object.entries(versions).map(([name, version]) => `version of ${name}: ${version}`),
    ...(dataHash === null ? [] : [`data: ${dataHash}`]),
  ].map((line) => line.replace(/\s+/g, ' '));
}
