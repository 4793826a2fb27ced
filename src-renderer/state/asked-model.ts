import type { RunConfiguration } from '../../src-main/contract/configuration';
import { dataSizes, leadingSamples, type DataSizes } from '../../src-main/contract/data-sizes';
import type { BundledModel, ChosenModel } from '../../src-main/contract/evaluations';
import type { GenerationSummary } from '../../src-main/contract/generations';
import type { RunDetail } from '../../src-main/contract/runs';
import type { CourseChoice } from './checkpoint-choices';

/** Which model is asked: a run's at a checkpoint or at every stored one, or one that comes along. */
export type GenerationSource = { runId: string; checkpoint: CourseChoice } | { model: string };

/** A model as screens speak of it, be it that of a run or one that comes along and belongs to no run. */
export interface AskedModel extends Pick<
  RunDetail,
  | 'name'
  | 'studyName'
  | 'studyTitle'
  | 'armLabel'
  | 'colorIndex'
  | 'configurationHash'
  | 'receptiveField'
  | 'dataHash'
  | 'environment'
  | 'checkpoints'
> {
  /** Its key. */
  id: string;
  /** Null for one that comes along. */
  seed: number | null;
  configuration: Pick<RunConfiguration, 'model' | 'data'>;
  /** What imported data call their classes. */
  classNames?: readonly string[] | null;
}

/** What forms have to know of a model and its data. */
export interface ModelFacts {
  levels: number;
  /** Null while no model is known, as the next ones. */
  sizes: DataSizes | null;
  receptiveField: number | null;
  testSeries: number;
  areImages: boolean;
  /** Samples before an image, which are always observed and not counted in the fields. */
  leading: number;
  /** Classes that the model can be asked for; null for a model without a condition. */
  conditionClasses: number | null;
  /** Channels of the local condition; null for a model without one. */
  localChannels: number | null;
}

export function factsOf(model: AskedModel | null): ModelFacts {
  const configuration = model?.configuration;
  const sizes = configuration ? dataSizes(configuration.data) : null;
  const wavenet = configuration?.model.family === 'wavenet' ? configuration.model : null;
  const areImages = configuration?.data.source === 'images';
  return {
    levels: configuration?.model.quantizationLevels ?? 2,
    sizes,
    receptiveField: model?.receptiveField ?? null,
    testSeries: sizes?.test ?? 0,
    areImages,
    leading: areImages ? leadingSamples : 0,
    conditionClasses: wavenet?.conditionClasses ?? null,
    localChannels: wavenet?.localConditionChannels ?? null,
  };
}

const COMES_ALONG = 'model:';

/** The id of a run, or a text that stands for a model that comes along. */
export function modelKey(source: { runId: string } | { model: string }): string {
  return 'runId' in source ? source.runId : COMES_ALONG + source.model;
}

/** The name of a model that comes along, or null where the key is that of a run. */
export function bundledName(key: string): string | null {
  return key.startsWith(COMES_ALONG) ? key.slice(COMES_ALONG.length) : null;
}

/** The key of the model that generated; null while it has not been read. */
export function generatingKey({ runId, model }: Pick<GenerationSummary, 'runId' | 'model'>): string | null {
  return runId ?? (model ? modelKey({ model: model.file }) : null);
}

/** A model that comes along; `place` among them all tells its colour. */
export function bundledAsAsked({ name, title, receptiveField, configuration, training }: BundledModel, place: number) {
  return {
    id: modelKey({ model: name }),
    name,
    studyName: name,
    studyTitle: title,
    armLabel: name,
    colorIndex: place,
    configurationHash: '',
    receptiveField,
    dataHash: typeof training.dataHash === 'string' ? training.dataHash : null,
    environment: null,
    checkpoints: [],
    seed: null,
    configuration,
  } satisfies AskedModel;
}

/** The model that generated, at the checkpoint that it had then. */
export function sourceOf({ runId, model, checkpoint }: Pick<GenerationSummary, 'runId' | 'model' | 'checkpoint'>) {
  const step = model?.step ?? null;
  if (runId === null) return { model: model?.file ?? '' } satisfies ChosenModel;
  return { runId, checkpoint: step === null ? (checkpoint ?? 'last') : { step } } satisfies ChosenModel;
}

/** The same model at one checkpoint: of all the best. */
export function singleSource(source: GenerationSource): ChosenModel {
  if ('model' in source) return source;
  const { runId, checkpoint } = source;
  return { runId, checkpoint: checkpoint === 'every' ? 'best' : checkpoint };
}
