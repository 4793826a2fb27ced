/** A checkpoint with the validation accuracy that it reached. */
export interface ScoredCheckpoint {
  step: number;
  file: string;
  score: number;
}

export interface Ranking {
  /** Best first; of equal scores the earlier step stays ahead. */
  best: ScoredCheckpoint[];
  /** Whether the candidate is among them. */
  enters: boolean;
  /** Files that fell out. */
  dropped: string[];
}

/** Ranks a candidate among the best so far and keeps `keep` of them. */
export function rankCheckpoint(best: ScoredCheckpoint[], candidate: ScoredCheckpoint, keep: number): Ranking {
  const ranked = [...best, candidate].sort((a, b) => b.score - a.score || a.step - b.step);
  const kept = ranked.slice(0, keep);
  return {
    best: kept,
    enters: kept.includes(candidate),
    dropped: ranked
      .slice(keep)
      .filter((entry) => entry !== candidate)
      .map((entry) => entry.file),
  };
}
