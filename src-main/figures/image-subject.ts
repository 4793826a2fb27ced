import type { GenerationModel } from '../contract/generations';
import type { RunDetail } from '../contract/runs';
import type { DataSubject } from './describe-data';

export interface ImageSubjectOptions {
  /** The model's run; null for a model file. */
  run: RunDetail | null;
  /** The file or the name of a model without a run. */
  model: Pick<GenerationModel, 'file'>;
  /** Of the program. */
  version: string;
}

/** What figures of a model of images say of it. */
export function imageSubject({ run, model, version }: ImageSubjectOptions): DataSubject {
  const versions = { wavebench: version };
  if (run === null) {
    const name = model.file
      .split(/[\\/]/)
      .at(-1)!
      .replace(/\.safetensors$/, '');
    const remarks = [`Model ${name}.`];
    return { name, title: name, provenance: { study: name, runs: [], versions, dataHash: null, remarks } };
  }
  const { id, name, seed, configurationHash, studyName, studyTitle, dataHash } = run;
  const runs = [{ id, name, seed, configurationHash }];
  return {
    name: studyName,
    title: name,
    provenance: { study: studyTitle, runs, versions, dataHash, remarks: [`Checkpoint ${model.file}.`] },
  };
}
