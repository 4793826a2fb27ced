import { createHash } from 'node:crypto';
import type { DataConfiguration } from '../contract/configuration';
import type { Dataset } from './curves';
import { fourierDataset } from './fourier';

/** Makes the data that a configuration describes: the same bytes for the same configuration, everywhere. */
export function createDataset(configuration: DataConfiguration): Dataset {
  switch (configuration.source) {
    case 'fourier':
      return fourierDataset(configuration);
  }
}

/** SHA-256 as hex over sizes, tokens and classes of all three splits: two runs saw the same data when it is equal. */
export function datasetHash({ quantizationLevels, train, validation, test }: Dataset): string {
  const hash = createHash('sha256');
  for (const { count, samples, tokens, classes } of [train, validation, test]) {
    hash.update(`${quantizationLevels} ${count} ${samples} ${classes ? 'classes' : ''}\n`);
    hash.update(bytesOf(tokens));
    if (classes) hash.update(bytesOf(classes));
  }
  return hash.digest('hex');
}

function bytesOf(array: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
