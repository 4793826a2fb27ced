import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportDocument } from '../../src-main/contract/report';
import { registerFonts } from '../../src-main/worker/figure/fonts';
import { reportPdf } from '../../src-main/worker/figure/report-pdf';

registerFonts(join('resources', 'fonts'));

const report: ReportDocument = {
  title: 'A report',
  subtitle: 'of today',
  blocks: [
    { kind: 'heading', level: 2, text: 'A section' },
    { kind: 'text', text: Array.from({ length: 400 }, (_, i) => `word${i}`).join(' ') },
    { kind: 'list', items: ['one', 'two'] },
    { kind: 'claim', says: 'It holds.', verdict: 'holds', sentence: 'So it does.', measure: 'By looking.' },
    {
      kind: 'table',
      title: 'Numbers',
      columns: ['Name', 'Words that do not fit into any column of a page of this size, however it is turned', 'Value'],
      rows: Array.from({ length: 80 }, (_, i) => [`row ${i}`, 'some words', String(i)]),
    },
    {
      kind: 'figure',
      file: 'figure',
      caption: 'A figure.',
      figure: {
        name: 'figure',
        title: 'Figure',
        panels: [
          {
            kind: 'chart',
            title: '',
            x: { title: 'x', unit: null, scale: 'linear', min: null, max: null },
            y: { title: 'y', unit: null, scale: 'linear', min: null, max: null },
            series: [
              {
                label: 'a',
                runIds: [],
                x: [0, 1, 2],
                y: [0, 2, 1],
                band: null,
                role: 'curve',
                colorIndex: 0,
                dash: 'dashed',
              },
            ],
            marks: [],
          },
        ],
        columns: 1,
        sharedX: false,
        legend: 'top',
        provenance: { study: '', runs: [], versions: {}, dataHash: null, remarks: [] },
      },
    },
  ],
};

test('a report goes on over pages, with embedded fonts and without bitmaps; the same report gives the same bytes', () => {
  const pdf = reportPdf(report);
  const text = pdf.toString('latin1');
  expect(text.startsWith('%PDF-')).toBe(true);
  expect(text.match(/\/Type \/Page\b/g)!.length).toBeGreaterThanOrEqual(3);
  expect(text).toContain('/FontFile2');
  expect(text).not.toContain('/Subtype /Image');
  expect(reportPdf(report).equals(pdf)).toBe(true);
});
