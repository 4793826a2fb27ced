import { forecastRows, type ForecastRow, type StudyBaselines } from '../contract/baselines';
import { numberText, table, type Column } from './output';

/** The errors of a study's arms and of simple forecasts, the least first, and whether a model is worth it. */
export function baselinesTable(study: StudyBaselines): string {
  const { curves, horizon, origin, unit } = study;
  const rows = forecastRows(study);
  const horizons = [...new Set(rows.flatMap(({ accuracy }) => accuracy.map((one) => one.horizon)))];
  const columns: Column<ForecastRow>[] = [
    { title: 'Forecast', text: ({ label }) => label },
    { title: `Error, ${horizon} steps (levels)`, text: ({ error }) => error.toFixed(2), align: 'right' },
  ];
  if (unit !== null) {
    const text = ({ valueError }: ForecastRow) => (valueError === null ? '' : numberText(valueError, 4));
    columns.push({ title: unit, text, align: 'right' });
  }
  columns.push({ title: 'Skill', text: ({ skill }) => (skill === null ? '' : skill.toFixed(3)), align: 'right' });
  for (const wanted of horizons) {
    const text = ({ accuracy }: ForecastRow) => accuracy.find((one) => one.horizon === wanted)?.share.toFixed(3) ?? '';
    columns.push({ title: `Accuracy, ${wanted} steps`, text, align: 'right' });
  }
  return [
    table(columns, rows),
    '',
    `Mean absolute error over ${curves} test curves, ${origin + 1} samples observed; skill: 1 − error / error of the best`,
    'simple forecast. Accuracy: share of exact levels on the rolling origins of the validation.',
  ].join('\n');
}
