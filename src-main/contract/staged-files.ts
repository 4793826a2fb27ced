/** Where files of an import lie until they have their places; folders in it are named so that leftovers can be told. */
export const stagingFolder = 'imports';

/** Written into the staging folder before the first file is moved out of it. */
export const journalName = 'moves.json';

/** What an import is about to move: where it was killed before its rows were there, these are removed again. */
export interface MoveJournal {
  /** Folders of runs that were not here before. */
  runs: string[];
  /** Identities of imported data that were not here before; absent in journals of old. */
  datasets?: string[];
  /** Files of generations of runs that were here before. */
  generations: { id: string; runId: string; tokens: string; weights: string }[];
}
