import type { FigureDescription, Panel, Provenance } from '../../contract/figure';

/** A picture of the talk as a figure; a run whose model it shows is named in its provenance. */
export function describeExplanation(
  panel: Panel,
  {
    name,
    title,
    remarks,
    runs = [],
  }: { name: string; title: string; remarks: readonly string[]; runs?: Provenance['runs'] },
): FigureDescription {
  return {
    name: `explain-${name}`,
    title,
    panels: [panel],
    columns: 1,
    sharedX: false,
    legend: panel.kind === 'chart' ? 'top' : 'none',
    provenance: { study: '', runs, versions: {}, dataHash: null, remarks: [...remarks] },
  };
}
