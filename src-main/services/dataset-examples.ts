import { receptiveField } from '../architecture/receptive-field';
import { armConfiguration, type DataConfiguration } from '../contract/configuration';
import type { DataExamples, DataExamplesRequest, DataSource } from '../contract/dataset-examples';
import { ownDataConfiguration } from '../contract/own-data-study';
import type { BundledDatasets } from './bundled-datasets';
import { fetchedSetsFolder } from './data-folder';
import type { JobClient } from './job-client';
import type { OwnDatasets } from './own-datasets';
import { findPreset } from './presets';
import type { Runs } from './runs';
import type { Studies } from './studies';

export interface DatasetExamplesOptions {
  studies: Pick<Studies, 'presets'>;
  runs: Pick<Runs, 'get'>;
  ownDatasets: Pick<OwnDatasets, 'find'>;
  bundledDatasets: Pick<BundledDatasets, 'bring'>;
  /** Reads data in a process of its own. */
  reader: Pick<JobClient<'query'>, 'call'>;
  dataFolder: string;
}

/** Examples of the data that studies train on; nothing is fetched for them. */
export class DatasetExamples {
  readonly #options: DatasetExamplesOptions;

  constructor(options: DatasetExamplesOptions) {
    this.#options = options;
  }

  /** Throws a UserError where there is no such preset or run, or where the set is not on this machine. */
  async read({ source, ...choice }: DataExamplesRequest): Promise<DataExamples> {
    const { data, receptiveField, run } = this.#find(source);
    await this.#options.bundledDatasets.bring(data);
    const fetchedSets = fetchedSetsFolder(this.#options.dataFolder);
    const read = await this.#options.reader.call('dataExamples', { configuration: data, fetchedSets, ...choice });
    return { ...read, configuration: data, receptiveField, run };
  }

  #find(source: DataSource): { data: DataConfiguration } & Pick<DataExamples, 'receptiveField' | 'run'> {
    const { studies, runs, ownDatasets } = this.#options;
    if ('dataset' in source) {
      const { dataset } = ownDatasets.find(source.dataset);
      return { data: ownDataConfiguration(dataset, { seed: 0 }), receptiveField: null, run: null };
    }
    if ('runId' in source) {
      const { id, name, seed, configurationHash, configuration } = runs.get(source.runId);
      const { data, model } = configuration;
      return { data, receptiveField: receptiveField(model), run: { id, name, seed, configurationHash } };
    }
    const definitions = studies.presets().map(({ definition }) => definition);
    const preset = findPreset(definitions, source.preset);
    const { data, model } = armConfiguration(preset, source.scale, source.arm);
    return { data, receptiveField: receptiveField(model), run: null };
  }
}
