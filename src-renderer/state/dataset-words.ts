import type { OwnDataset } from '../../src-main/contract/own-data';
import { formatCount, formatSetting } from '../format';

/** What is known of a dataset, as names and values. */
export function datasetFacts(dataset: OwnDataset): [name: string, value: string][] {
  const { counts, classes, source, choice } = dataset;
  const rows: [string, string][] = [...source.facts];
  if (dataset.kind === 'images') rows.push(['Pixels', `${dataset.width} × ${dataset.height}`]);
  else {
    const { error, range, series } = dataset;
    const unit = choice.meaning.valueUnit ? ` ${choice.meaning.valueUnit}` : '';
    rows.push(
      ['Series', formatCount(series.length)],
      ['Range', `${formatSetting(range.low)} … ${formatSetting(range.high)}`],
      ['Quantization error', `${rounded(error.rootMeanSquare)}${unit}, at most ${rounded(error.largest)}${unit}`],
      ['Beyond the range', `${rounded(100 * error.clamped)} %`],
    );
  }
  if (classes) rows.push(['Classes', classes.length > 8 ? formatCount(classes.length) : classes.join(', ')]);
  rows.push(
    ['Training', formatCount(counts.train)],
    ['Validation', formatCount(counts.validation)],
    ['Test', formatCount(counts.test)],
  );
  return rows;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
