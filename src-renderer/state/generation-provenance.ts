import type { Provenance } from '../../src-main/contract/figure';
import type { GenerationSummary } from '../../src-main/contract/generations';
import { generatorNames } from '../../src-main/figures/describe-generator-benchmark';
import { formatCount, formatPlural } from '../format';
import type { GeneratedCurves } from './generated-curves.svelte';
import type { ShownGeneration } from './generation-figure';
import { samplerText } from './generation-words';
import { runsOf } from './model-provenance';

interface Drawn {
  curves: GeneratedCurves;
  /** Samples of each group that are drawn. */
  drawn: number;
  /** How what is drawn is to be read, in sentences. */
  looks: readonly string[];
}

/** Where a figure of samples comes from; there is at least one generation. */
export function generationProvenance(shown: readonly ShownGeneration[], { curves, drawn, looks }: Drawn): Provenance {
  const models = shown.flatMap(({ by }) => by ?? []);
  const versions = (name: string, all: readonly (string | undefined)[]) => {
    const known = [...new Set(all.filter((version) => version !== undefined))].sort();
    return known.length > 0 ? { [name]: known.join(', ') } : {};
  };
  const hashes = new Set(models.map(({ dataHash }) => dataHash));
  const { choice, trajectories } = shown[0]!.generation;
  const how = `${samplerText(choice)}, seed ${choice.seed}`;
  return {
    study: [...new Set(models.map(({ studyTitle }) => studyTitle))].join('; '),
    runs: runsOf(models),
    versions: {
      ...versions(
        'wavebench',
        shown.map(({ generation }) => curves.environment(generation.id)?.version),
      ),
      ...versions(
        'tensorflow',
        models.map(({ environment }) => environment?.tensorflow),
      ),
    },
    dataHash: hashes.size === 1 ? ([...hashes][0] ?? null) : null,
    remarks: [
      `${formatCount(trajectories)} × ${formatPlural(choice.steps, 'step')}, ${how}.`,
      ...looks,
      ...(drawn < choice.count ? [`Drawn: the first ${formatPlural(drawn, 'sample')} of each panel.`] : []),
      ...shown.map(({ generation }) => modelRemark(generation, curves)).filter((remark) => remark !== ''),
    ],
  };
}

function modelRemark({ id, model }: GenerationSummary, curves: GeneratedCurves): string {
  if (!model) return '';
  const by = curves.environment(id);
  const file = `Model: ${model.file}, SHA-256 ${model.sha256.slice(0, 12)}…`;
  if (!by) return `${file}.`;
  const variant = by.simd ? ` (${by.simd})` : '';
  return `${file}; ${generatorNames[by.method]} generator${variant}, threads: ${by.threads}.`;
}
