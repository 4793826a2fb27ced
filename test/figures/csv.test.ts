import { describe, expect, it } from 'vitest';
import { figureCsv } from '../../src-main/figures/csv';
import { chartPanel, figure, samples, series } from './samples';

describe('the table of a figure', () => {
  it('has just the plotted points, exact to the last bit', () => {
    const y = [0.1 + 0.2, 1 / 3, null, 1e-300];
    const rows = dataRows(figureCsv(figure('x', [chartPanel({ series: [series('a', [1, 2, 3, 4], y)] })], {})));
    expect(rows.map((row) => [Number(row[4]), row[5] === '' ? null : Number(row[5])])).toEqual([
      [1, y[0]],
      [2, y[1]],
      [3, null],
      [4, y[3]],
    ]);
  });

  it('has a row for each point of each series, with run, role and band', () => {
    const described = samples.validation!();
    const [panel] = described.panels;
    const points = panel!.kind === 'chart' ? panel!.series.flatMap(({ x }) => x).length : 0;
    const rows = dataRows(figureCsv(described));
    expect(rows).toHaveLength(points);
    const mean = rows.find((row) => row[2] === 'curve')!;
    expect(mean.slice(0, 4)).toEqual(['a', 'One-step', 'curve', 'One-step']);
    expect(mean.slice(8)).toEqual(['range', '3']);
    expect(Number(mean[6])).toBeLessThanOrEqual(Number(mean[7]));
  });

  it('quotes what has to be quoted, and lets no spreadsheet take a name for a formula', () => {
    const labels = ['a, "b"', '=1+1', '+1', '-1', '@x', '− fine'];
    const panel = chartPanel({ series: labels.map((label) => series(label, [1], [2], { runIds: [] })) });
    const lines = figureCsv(figure('x', [panel], {}))
      .split('\r\n')
      .filter((line) => line.startsWith('a,'));
    expect(lines.map((line) => line.slice(2, line.indexOf(',curve')))).toEqual([
      '"a, ""b"""',
      "'=1+1",
      "'+1",
      "'-1",
      "'@x",
      '− fine',
    ]);
  });

  it('tells its provenance in comments', () => {
    const text = figureCsv(samples.validation!());
    expect(text).toContain('# run run-1: one-step, seed 1, configuration c0ffee');
    expect(text).toContain('# Band: least to greatest value over 3 seeds.');
    expect(text).toContain('# panel a: x is Training step, y is Validation accuracy, 8 steps');
  });

  it('gives images pixel by pixel', () => {
    const rows = dataRows(figureCsv(samples.images!()));
    expect(rows).toHaveLength(18 * 64);
    expect(rows[9]!.slice(0, 6)).toEqual(['a', 'image 1', 'image', '', '1', '1']);
    expect(rows.every((row) => Number(row[10]) >= 0 && Number(row[10]) <= 1)).toBe(true);
  });
});

function dataRows(text: string): string[][] {
  const lines = text.split('\r\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.slice(1).map((line) => line.split(','));
}
