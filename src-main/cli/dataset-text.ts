import type { DatasetSummary } from '../contract/own-data';
import { bytesText, numberText } from './output';

/** What is known of an imported dataset, in lines. */
export function datasetText({ id, name, dataset }: DatasetSummary): string {
  const { source, counts, classes, choice } = dataset;
  const bytes = source.files.reduce((sum, file) => sum + file.bytes, 0);
  const files = source.files.length === 1 ? source.files[0]!.name : `${source.files.length} files`;
  const rows: [string, string][] = [['Source', `${files}, ${bytesText(bytes)}`], ...source.facts];
  if (dataset.kind === 'images') rows.push(['Pixels', `${dataset.width} × ${dataset.height}`]);
  else {
    const { quantizationLevels, law, windowLength, stride } = choice.preparation;
    const { error, range } = dataset;
    const unit = choice.meaning.valueUnit ? ` ${choice.meaning.valueUnit}` : '';
    rows.push(
      ['Series', String(dataset.series.length)],
      ['Levels', `${quantizationLevels}, ${law === 'linear' ? 'linear' : 'µ-law'}`],
      ['Range', `${numberText(range.low)} … ${numberText(range.high)}`],
      ['Windows', `${windowLength} samples, every ${stride}`],
      [
        'Quantization error',
        `${numberText(error.rootMeanSquare, 3)}${unit} (root mean square), at most ${numberText(error.largest, 3)}${unit}`,
      ],
      ['Values beyond the range', `${numberText(100 * error.clamped, 3)} %`],
    );
    for (const { name: column, lag } of dataset.conditions) {
      rows.push(['Condition', lag === 0 ? `${column}, known in advance` : `${column}, ${lag} samples late`]);
    }
  }
  if (classes) rows.push(['Classes', classes.length > 12 ? String(classes.length) : classes.join(', ')]);
  rows.push(['Train, validation, test', `${counts.train}, ${counts.validation}, ${counts.test}`]);
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    `${name} (dataset ${id.slice(0, 12)})`,
    ...rows.map(([title, value]) => `  ${title.padEnd(width)}  ${value}`),
  ].join('\n');
}
