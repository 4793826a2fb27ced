import type { RunConfiguration } from '../contract/configuration';

/** The metric by which a run's best checkpoint is chosen. */
export function monitoredMetric({ configuration }: { configuration: RunConfiguration }): string {
  return `validationAccuracy@${configuration.training.checkpoints.horizon}`;
}
