import { receptiveField } from '../architecture/receptive-field';
import { armConfiguration, type RunConfiguration } from '../contract/configuration';
import type { DataExamples, DataExamplesRequest, DataSource } from '../contract/dataset-examples';
import { fetchedSetsFolder } from './data-folder';
import type { JobClient } from './job-client';
import { findPreset } from './presets';
import type { Runs } from './runs';
import type { Studies } from './studies';

export interface DatasetExamplesOptions {
  studies: Pick<Studies, 'presets'>;
  runs: Pick<Runs, 'get'>;
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
    const { configuration, run } = this.#find(source);
    const { data, model } = configuration;
    const fetchedSets = fetchedSetsFolder(this.#options.dataFolder);
    const read = await this.#options.reader.call('dataExamples', { configuration: data, fetchedSets, ...choice });
    return { ...read, configuration: data, receptiveField: receptiveField(model), run };
  }

  #find(source: DataSource): { configuration: RunConfiguration; run: DataExamples['run'] } {
    const { studies, runs } = this.#options;
    if ('runId' in source) {
      const { id, name, seed, configurationHash, configuration } = runs.get(source.runId);
      return { configuration, run: { id, name, seed, configurationHash } };
    }
    const definitions = studies.presets().map(({ definition }) => definition);
    const preset = findPreset(definitions, source.preset);
    return { configuration: armConfiguration(preset, source.scale, source.arm), run: null };
  }
}
