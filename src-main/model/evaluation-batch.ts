/** Some rows of curves to evaluate on. */
export interface EvaluationBatch {
  /** [B, T + 1] row after row: inputs are the first T of each row. */
  tokens: Int32Array;
  batch: number;
  length: number;
  /** Class of each row [B], or null. */
  classes: Int32Array | null;
  /** [B, T, C], or null. */
  local: Float32Array | null;
}

/** Where the forecasts of an evaluation begin, the same for all rows, and their steps H. */
export interface Origins {
  /** Index of the last observed sample, 0 … T − H. */
  origins: readonly number[];
  horizon: number;
}

/** `count` rows of a batch from row `first` on. */
export function rowsOf(whole: EvaluationBatch, first: number, count: number): EvaluationBatch {
  const { tokens, batch, length, classes, local } = whole;
  const cut = <Values extends Int32Array | Float32Array>(values: Values) => {
    const perRow = values.length / batch;
    return values.subarray(first * perRow, (first + count) * perRow) as Values;
  };
  return { tokens: cut(tokens), batch: count, length, classes: classes && cut(classes), local: local && cut(local) };
}
