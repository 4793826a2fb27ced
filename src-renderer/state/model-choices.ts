import type { BundledModel } from '../../src-main/contract/evaluations';
import type { RunSummary } from '../../src-main/contract/runs';
import { modelKey } from './asked-model';

/** A model in a list to choose from; `id` is its key. */
export interface ModelChoice {
  id: string;
  label: string;
  group: string;
  /** What is asked when it is chosen: of a run the best checkpoint where it has one. */
  source: { model: string } | { runId: string; checkpoint: 'best' | 'last' };
}

/** Models to choose from, in groups: those that come along, then the runs by their study. */
export function modelChoices(bundled: readonly BundledModel[], runs: readonly RunSummary[]): ModelChoice[] {
  return [
    ...bundled.map(({ name: model, title: label }) => {
      return { id: modelKey({ model }), label, group: 'Come along', source: { model } };
    }),
    ...runs.map((run) => ({
      id: run.id,
      label: run.title ?? run.name,
      group: run.studyTitle,
      source: { runId: run.id, checkpoint: run.best ? ('best' as const) : ('last' as const) },
    })),
  ];
}

export function choiceGroups(choices: readonly ModelChoice[]): string[] {
  return [...new Set(choices.map(({ group }) => group))];
}
