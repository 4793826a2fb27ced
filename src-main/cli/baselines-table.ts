import type { StudyBaselines } from '../contract/baselines';
import { numberText, table, type Column } from './output';

interface Row {
  label: string;
  error: number;
}

/** The errors of a study's arms and of simple forecasts, the least first. */
export function baselinesTable({ arms, baselines, curves, horizon, origin, unit }: StudyBaselines): string {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rows: Row[] = [...arms, ...baselines.map(({ label, error }) => ({ label, error: mean(error) }))];
  rows.sort((a, b) => a.error - b.error);
  const columns: Column<Row>[] = [
    { title: 'Forecast', text: ({ label }) => label },
    { title: `Error, ${horizon} steps (levels)`, text: ({ error }) => error.toFixed(2), align: 'right' },
  ];
  if (unit) columns.push({ title: unit.name, text: ({ error }) => numberText(error * unit.perLevel, 4), align: 'right' });
  return `${table(columns, rows)}\n\nMean absolute error over ${curves} test curves, ${origin + 1} samples observed.`;
}
