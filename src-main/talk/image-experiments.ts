import { measured, noStudy, share, type Experiment } from './experiment';

export const mnistExamples: Experiment = {
  ...noStudy,
  name: 'mnist-examples',
  number: '10a',
  title: 'MNIST: examples',
  question: 'What do the images look like that the models learn?',
  seconds: { perSeed: 0, fixed: 10 },
  conclusions: [],
  differences: { quick: ['10,000 of the 70,000 images, which come along; two levels.'], paper: ['Two levels.'] },
};

export const mnistSamples: Experiment = {
  name: 'mnist-samples',
  number: '10b',
  title: 'MNIST: samples by class',
  question: 'Does a sample show the digit that was asked for?',
  study: 'talk-mnist',
  arms: null,
  onlyRetrained: true,
  seconds: { perSeed: 0, fixed: 60 },
  conclusions: [
    {
      ...measured,
      ...share,
      name: 'recognized',
      says: 'Almost all generated images contain recognizable digits of the given class.',
      measure:
        'Share of samples whose three nearest training images have the class asked for; almost all means more than 0.9.',
      arm: 'Recognized',
      baseline: 'Limit',
      each: 'sample',
      expected: 'more',
    },
  ],
  differences: {
    quick: [
      'Two levels in place of 256, so that there is no fading to be captured; a smaller network, and 8,000 images to learn from; a rule judges in place of a person.',
    ],
    paper: ['Two levels in place of 256; a rule judges in place of a person.'],
  },
};

export const mnistCompletion: Experiment = {
  name: 'mnist-completion',
  number: '10c',
  title: 'MNIST: completion of the lower half',
  question: 'Is the style of a digit kept where the model goes on after 392 pixels?',
  study: 'talk-mnist',
  arms: null,
  onlyRetrained: true,
  seconds: { perSeed: 0, fixed: 60 },
  conclusions: [
    {
      ...measured,
      name: 'style',
      says: 'Digit style is maintained during generation: thick strokes and thin ones.',
      measure:
        'Distance of the stroke width below to that of the image’s own upper half, against the distance to the upper half of another image; of the mean width of its completions.',
      arm: 'To its own upper half',
      baseline: 'To another’s',
      each: 'image',
      expected: 'less',
      unit: 'pixels',
      decimals: 3,
    },
  ],
  differences: {
    quick: ['Two levels in place of 256; a smaller network; strokes are measured, not looked at.'],
    paper: ['Two levels in place of 256; strokes are measured, not looked at.'],
  },
};

export const scanOrders: Experiment = {
  name: 'scan-orders',
  number: '10d',
  title: 'MNIST: orders of reading',
  question: 'Is it worse to unroll an image along a curve that fills the plane than row by row?',
  study: 'talk-scan-orders',
  arms: null,
  onlyRetrained: false,
  seconds: { perSeed: 0, fixed: 2 },
  conclusions: (['serpentine', 'hilbert'] as const).map((name) => ({
    ...measured,
    name,
    says: `Other curves have been considerably worse (${name}).`,
    measure: 'Validation loss of a pixel given all before it, at the end of the training; the greater, the worse.',
    arm: name === 'hilbert' ? 'Hilbert' : 'Serpentine',
    baseline: 'Scanline',
    expected: 'more' as const,
    unit: 'nats per pixel',
    decimals: 4,
  })),
  differences: {
    quick: [
      'Two levels in place of 256, a smaller network, 600 steps. What the talk calls a Peano curve is not said; back and forth and along a Hilbert curve are tried.',
    ],
    paper: [
      'Two levels in place of 256. What the talk calls a Peano curve is not said; back and forth and along a Hilbert curve are tried.',
    ],
  },
};

export const mnistClassification: Experiment = {
  name: 'mnist-classification',
  number: '10e',
  title: 'MNIST: classification, and from how few pixels',
  question: 'Does the model that writes digits tell them apart, and how early?',
  study: 'talk-mnist',
  arms: null,
  onlyRetrained: true,
  seconds: { perSeed: 0, fixed: 240 },
  conclusions: [],
  differences: {
    quick: [
      'A smaller network and 8,000 images to learn from; the 1,000 test images of the set that comes along, where the published share (0.987) is of 10,000.',
    ],
    paper: [],
  },
};
