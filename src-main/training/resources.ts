import type { DataConfiguration } from '../contract/configuration';
import type { TrainingEnvironment } from '../contract/training';
import type { Dataset } from '../data/curves';
import type { RunFiles } from './run-files';
import type { Forecaster } from './forecasts';

/** What a training takes from outside: everything that is not a pure function of configuration and seed. */
export interface TrainingResources {
  /** The run's own folder. */
  files: RunFiles;
  /** Makes or reads the data: the same bytes for the same configuration; throws a UserError where files do not fit. */
  openDataset(configuration: DataConfiguration): Promise<Dataset>;
  /** Milliseconds of a clock that does not go back. */
  now(): number;
  /** Lets waiting messages in; awaited after every step and between the pieces of longer work. */
  pause(): Promise<void>;
  /** Whether the training shall end; asked after every pause. */
  stopRequested(): boolean;
  machine: Pick<TrainingEnvironment, 'device' | 'deviceName' | 'tensorflow' | 'threads'>;
  /** Bytes that this process holds. */
  residentMemory(): number;
  /** Bytes that may still be allocated. */
  availableMemory(): number;
  forecaster: Forecaster;
  /** Shows at each evaluation what the model makes; fast, as nothing is computed from it. Null shows nothing. */
  previewer: Forecaster | null;
}
