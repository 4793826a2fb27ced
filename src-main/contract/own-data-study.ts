import {
  applyChanges,
  type Changes,
  type DataConfiguration,
  type RunConfiguration,
  type Scale,
  type StudyDefinition,
} from './configuration';
import type { DatasetSummary, OwnDataset } from './own-data';
import { dataSizes } from './data-sizes';
import type { SettingValue } from './run-settings';
import { runSizes } from './run-sizes';

/** The data of a run on an imported dataset; images keep the levels and the order of `like`, where these are images. */
export function ownDataConfiguration(
  dataset: OwnDataset,
  like: DataConfiguration | { seed: number; source?: undefined },
): DataConfiguration {
  const { seed } = like;
  const { train, validation, test } = dataset.counts;
  if (dataset.kind === 'images') {
    const { quantizationLevels, scanOrder } =
      like.source === 'images' ? like : ({ quantizationLevels: 2, scanOrder: 'scanline' } as const);
    return {
      source: 'images',
      quantizationLevels,
      set: { dataset: dataset.id },
      width: dataset.width,
      height: dataset.height,
      classes: dataset.classes?.length ?? 1,
      trainImages: train,
      validationImages: validation,
      testImages: test,
      scanOrder,
      seed,
    };
  }
  const { quantizationLevels, windowLength } = dataset.choice.preparation;
  return {
    source: 'own',
    dataset: dataset.id,
    quantizationLevels,
    trainCurves: train,
    validationCurves: validation,
    testCurves: test,
    samples: windowLength,
    sampleInterval: dataset.interval,
    classes: dataset.classes?.length ?? null,
    localChannels: dataset.conditions.length || null,
    seed,
  };
}

/** A study on a dataset, as `ownDataChanges` has it at both scales. */
export function studyForDataset(study: StudyDefinition, dataset: DatasetSummary): StudyDefinition {
  const at = (scale: Scale): Changes => {
    const others = Object.entries(study.scales[scale]).filter(([path]) => !path.startsWith('data.'));
    return { ...Object.fromEntries(others), ...ownDataChanges(study, scale, dataset.dataset) };
  };
  return { ...studyOnDataset(study, dataset), scales: { quick: at('quick'), paper: at('paper') } };
}

/** A setting that a study has otherwise on a dataset. */
export interface Adjustment {
  /** Dotted path in the run configuration. */
  path: string;
  before: SettingValue;
  after: SettingValue;
}

/** What of a study beside its data is changed so that it runs on a dataset: what the data cannot give. */
export function ownDataAdjustments(study: StudyDefinition, scale: Scale, dataset: OwnDataset): Adjustment[] {
  const before = structuredClone(study.base) as RunConfiguration;
  applyChanges(before, study.scales[scale]);
  const changes = Object.entries(ownDataChanges(study, scale, dataset)).filter(([path]) => path !== 'data');
  return changes.map(([path, after]) => {
    const keys = path.split('.');
    const given = keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], before);
    return { path, before: given as SettingValue, after: after as SettingValue };
  });
}

/** A study whose title says what it runs on. */
export function studyOnDataset(study: StudyDefinition, { name }: Pick<DatasetSummary, 'name'>): StudyDefinition {
  const suffix = ` (data: ${name})`;
  return { ...study, title: study.title.slice(0, longestTitle - suffix.length) + suffix };
}

/** As the schema of studies allows. */
const longestTitle = 120;

/**
 * What has to change in a study for it to run on a dataset: the data, the model's levels and conditions, and windows,
 * horizons and counts that the data cannot give. Everything else stays as the study has it.
 */
export function ownDataChanges(study: StudyDefinition, scale: Scale, dataset: OwnDataset): Changes {
  const configuration = structuredClone(study.base) as RunConfiguration;
  applyChanges(configuration, study.scales[scale]);
  const data = ownDataConfiguration(dataset, configuration.data);
  const { samples, validation, classes, localChannels } = dataSizes(data);
  const changes: Changes = { data };
  const set = (path: string, before: unknown, after: Changes[string]) => {
    if (JSON.stringify(before) !== JSON.stringify(after)) changes[path] = after;
  };
  const { model, training } = configuration;
  set('model.quantizationLevels', model.quantizationLevels, data.quantizationLevels);
  if (model.family === 'wavenet') {
    const conditioned = dataset.classes !== null && classes !== null;
    set('model.conditionClasses', model.conditionClasses, conditioned ? classes : null);
    const takesPlaces = dataset.kind === 'series' || model.localConditionChannels !== null;
    set('model.localConditionChannels', model.localConditionChannels, takesPlaces ? localChannels : null);
  }
  const window = training.windowLength !== null && training.windowLength < samples ? training.windowLength : null;
  set('training.windowLength', training.windowLength, window);
  if (training.unrolling) {
    const longest = Math.max(1, Math.floor(((window ?? samples) - 1) / 2));
    set('training.unrolling.horizon', training.unrolling.horizon, Math.min(training.unrolling.horizon, longest));
  }
  const own = configuration.validation;
  const sizes = runSizes({ ...configuration, data, training: { ...training, windowLength: window } });
  const room = samples - sizes.firstOrigin - 1;
  const fitting = own.horizons.filter((horizon) => horizon < room);
  const horizons = fitting.length > 0 ? fitting : [1];
  set('validation.horizons', own.horizons, horizons);
  set('validation.curves', own.curves, Math.min(own.curves, validation));
  set('validation.numOrigins', own.numOrigins, Math.max(1, Math.min(own.numOrigins, room - Math.max(...horizons))));
  // Half of a window is observed at least, so that there is something to forecast from.
  const forecast = Math.min(own.forecastHorizon, Math.max(1, Math.floor(samples / 2), samples - sizes.receptiveField));
  set('validation.forecastHorizon', own.forecastHorizon, forecast);
  for (const [path, horizon] of [
    ['training.checkpoints.horizon', training.checkpoints.horizon],
    ['training.earlyStopping.horizon', training.earlyStopping?.horizon],
  ] as const) {
    if (horizon !== undefined && !horizons.includes(horizon)) changes[path] = Math.max(...horizons);
  }
  return changes;
}
