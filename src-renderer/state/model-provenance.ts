import type { Provenance } from '../../src-main/contract/figure';
import type { AskedModel } from './asked-model';

/** Where a figure of one model comes from, with what is to be said of it. */
export function modelProvenance(model: AskedModel, remarks: readonly string[]): Provenance {
  return {
    study: model.studyTitle,
    runs: runsOf([model]),
    versions: model.environment ? { tensorflow: model.environment.tensorflow } : {},
    dataHash: model.dataHash,
    remarks: [...(model.seed === null ? [`Model: ${model.name}, which comes along.`] : []), ...remarks],
  };
}

/** The runs that these models are of, each once. */
export function runsOf(models: readonly AskedModel[]): Provenance['runs'] {
  return [...new Map(models.map((model) => [model.id, model])).values()].flatMap((model) => {
    const { id, name, seed, configurationHash } = model;
    return seed === null ? [] : [{ id, name, seed, configurationHash }];
  });
}
