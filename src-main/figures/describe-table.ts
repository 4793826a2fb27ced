import type { FigureDescription, TableCell, TablePanel } from '../contract/figure';
import type { ArmResult } from '../contract/studies';
import { mean, standardDeviation } from '../math/statistics';
import { numberText } from './number-text';
import { resultColumns, type ResultColumn } from './result-columns';
import { provenanceOf, type StudyRun } from './study-run';

export interface ResultsTable {
  study: { name: string; title: string };
  /** Of the arms that have results, in the order of the study. */
  results: readonly ArmResult[];
  /** The runs behind them. */
  runs: readonly StudyRun[];
}

/** The arms of a study in numbers: mean ± standard deviation over the seeds. */
export function describeTable({ study, results, runs }: ResultsTable): FigureDescription {
  const columns = resultColumns(results);
  const several = results.some(({ seeds }) => seeds.length > 1);
  const remarks = [
    'Accuracies of the best checkpoint, errors at the end.',
    ...(several ? ['Mean ± standard deviation over the seeds.'] : ['One seed for each arm.']),
    'Training time: mean over the seeds, evaluations included.',
  ];
  const panel: TablePanel = {
    kind: 'table',
    title: '',
    columns: [
      { title: 'Arm', align: 'left' },
      { title: 'N', align: 'right' },
      ...columns.map(({ title, unit }) => ({
        title: unit === null ? title : `${title} (${unit})`,
        align: 'right' as const,
      })),
      { title: 'Training time (s)', align: 'right' },
    ],
    rows: results.map((result) => ({
      cells: [
        result.label,
        numberCell([result.seeds.length], 0),
        ...columns.map((column) => resultCell(column, result)),
        { ...numberCell([mean(result.trainingTime) / 1000], 0), spread: null },
      ],
      colorIndex: runs.find(({ armLabel }) => armLabel === result.label)?.colorIndex ?? null,
      ruled: false,
    })),
    notes: [],
  };
  return tableFigure(`${study.name}-table`, `${study.title}: results`, {
    panel,
    provenance: provenanceOf(study.title, runs, remarks),
  });
}

/** A figure of one table. */
export function tableFigure(
  name: string,
  title: string,
  { panel, provenance }: { panel: TablePanel } & Pick<FigureDescription, 'provenance'>,
): FigureDescription {
  return { name, title, panels: [panel], columns: 1, sharedX: false, legend: 'none', provenance };
}

/** Mean and standard deviation to the digits that the deviation leaves meaningful: two of its own, at most `decimals`. */
export function numberCell(values: readonly number[], decimals: number): Exclude<TableCell, string> {
  const value = mean(values);
  if (values.length < 2) return { text: numberText(value, decimals), value, spread: null };
  const spread = standardDeviation(values);
  const needed = spread > 0 ? Math.max(0, 1 - Math.floor(Math.log10(spread))) : decimals;
  const shown = Math.min(decimals, needed);
  return { text: `${numberText(value, shown)} ± ${numberText(spread, shown)}`, value, spread };
}

function resultCell({ key, decimals }: ResultColumn, { metrics }: ArmResult): TableCell {
  const values = (metrics[key] ?? []).filter(Number.isFinite);
  return values.length === 0 ? '–' : numberCell(values, decimals);
}
