import type { FigureDescription } from './figure';

/** A report as data: HTML and PDF are written from the same blocks. */
export interface ReportDocument {
  title: string;
  /** Below the title: when, with what, on what. */
  subtitle: string;
  blocks: ReportBlock[];
}

export type ReportBlock =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: string[] }
  | ReportTable
  | ClaimBlock
  | { kind: 'figure'; figure: FigureDescription; file: string; caption: string };

/** Cells as they are printed; the first column stands left, the others right. */
export interface ReportTable {
  kind: 'table';
  title: string;
  columns: string[];
  rows: string[][];
}

/** For each column whether it holds numbers alone, which stand right. */
export function numberColumns({ columns, rows }: Pick<ReportTable, 'columns' | 'rows'>): boolean[] {
  return columns.map((_, index) => index > 0 && rows.every((row) => /^(?:$|[−+–\d])/.test(row[index] ?? '')));
}

/** `holds`, `does not hold` or `not decided`, in words that claim no more than was measured. */
export interface ClaimBlock {
  kind: 'claim';
  /** What the talk concludes. */
  says: string;
  verdict: TalkVerdict;
  sentence: string;
  /** How it was measured, written down before it was. */
  measure: string;
}

export const talkVerdicts = ['holds', 'does not hold', 'not decided'] as const;
export type TalkVerdict = (typeof talkVerdicts)[number];

/** What the process that draws is asked: a report as a PDF of A4 pages. */
export interface ReportPdfRequest {
  document: ReportDocument;
  path: string;
}
