import type { FigureDescription, Provenance } from '../contract/figure';
import { panelLetter } from './panel-letter';
import { joinedVersions } from './study-run';

/**
 * One figure with the panels of several in their order, two in a row unless there are fewer; its provenance is that of
 * all, each remark with the letters of the panels that it speaks of. Throws without any figure.
 */
export function composeFigures(
  figures: readonly FigureDescription[],
  { name, title }: Pick<FigureDescription, 'name' | 'title'>,
): FigureDescription {
  const [first, ...others] = figures;
  if (!first) throw new Error('A figure is composed of at least one.');
  if (others.length === 0) return { ...first, name };
  const panels = figures.flatMap((figure) => titledPanels(figure));
  return {
    name,
    title,
    panels,
    columns: Math.min(2, panels.length),
    sharedX: false,
    legend: figures.every(({ legend }) => legend === first.legend) ? first.legend : 'top',
    provenance: composedProvenance(figures),
  };
}

/** A single panel has no title of its own: its figure's tells it. */
function titledPanels({ panels, title }: FigureDescription): FigureDescription['panels'] {
  const [only, ...others] = panels;
  return only && others.length === 0 && only.title === '' ? [{ ...only, title }] : panels;
}

function composedProvenance(figures: readonly FigureDescription[]): Provenance {
  const all = figures.map(({ provenance }) => provenance);
  const runs = new Map(all.flatMap((one) => one.runs.map((run) => [run.id, run] as const)));
  const hashes = new Set(all.map(({ dataHash }) => dataHash));
  const [dataHash = null] = hashes;
  return {
    study: [...new Set(all.map(({ study }) => study))].join('; '),
    runs: [...runs.values()],
    versions: joinedVersions(all),
    dataHash: hashes.size === 1 ? dataHash : null,
    remarks: composedRemarks(figures),
  };
}

function composedRemarks(figures: readonly FigureDescription[]): string[] {
  const lettersOf = new Map<string, string[]>();
  let panel = 0;
  for (const { panels, provenance } of figures) {
    const letters = panels.map((_, index) => panelLetter(panel + index));
    for (const remark of provenance.remarks) lettersOf.set(remark, [...(lettersOf.get(remark) ?? []), ...letters]);
    panel += panels.length;
  }
  return [...lettersOf].map(([remark, letters]) => {
    return letters.length === panel ? remark : `(${letters.join(', ')}) ${remark}`;
  });
}
