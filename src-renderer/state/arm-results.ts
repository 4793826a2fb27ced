import type { ArmResult } from '../../src-main/contract/studies';
import type { ResultColumn } from '../../src-main/figures/result-columns';
import { mean, standardDeviation } from '../../src-main/math/statistics';
import { formatDelta, formatDuration, formatMeanSpread, NOTHING } from '../format';

export interface ResultCell {
  /** `0.742 ± 0.011`. */
  text: string;
  /** Signed difference of the mean to the baseline; null for the baseline and where one is missing. */
  delta: string | null;
  /** The delta is for the better; null where there is none, or no difference. */
  better: boolean | null;
}

/** Mean and standard deviation over the seeds, and the difference of the mean to the baseline (an arm, or a run). */
export function resultCell(column: ResultColumn, result: ArmResult, baseline: ArmResult | null): ResultCell {
  const values = finite(result.metrics[column.key]);
  if (values.length === 0) return { text: NOTHING, delta: null, better: null };
  const text = formatMeanSpread(mean(values), values.length > 1 ? standardDeviation(values) : null, column.decimals);
  const base = finite(baseline?.metrics[column.key]);
  if (result === baseline || base.length === 0) return { text, delta: null, better: null };
  const difference = mean(values) - mean(base);
  const delta = formatDelta(difference, column.decimals);
  const visible = /[1-9]/.test(delta);
  return {
    text,
    delta,
    better: visible && column.higherIsBetter !== null ? difference > 0 === column.higherIsBetter : null,
  };
}

/** Mean time of training over the seeds. */
export function meanTime(result: ArmResult): string {
  return result.trainingTime.length > 0 ? formatDuration(mean(result.trainingTime)) : NOTHING;
}

function finite(values: readonly number[] | undefined): number[] {
  return (values ?? []).filter(Number.isFinite);
}
