import type { ImageDataConfiguration } from '../../src-main/contract/configuration';

/** A thousand of the digits that come along, in black and white, unless told otherwise. */
export function imageConfiguration(changes: Partial<ImageDataConfiguration> = {}): ImageDataConfiguration {
  return {
    source: 'images',
    quantizationLevels: 2,
    set: 'mnist-10k',
    width: 28,
    height: 28,
    classes: 10,
    trainImages: 800,
    validationImages: 100,
    testImages: 100,
    scanOrder: 'scanline',
    seed: 456,
    ...changes,
  };
}
