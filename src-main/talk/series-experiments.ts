import { measured, noStudy, share, type Experiment } from './experiment';

export const dilation: Experiment = {
  name: 'dilation',
  number: '1',
  title: 'Dilated against plain convolution',
  question:
    'What does dilation buy in receptive field, parameters and time, and how do linear and fully connected models do?',
  study: 'talk-architectures',
  arms: null,
  onlyRetrained: false,
  seconds: { perSeed: 0, fixed: 1 },
  conclusions: [
    {
      name: 'weights',
      says: 'The receptive field grows exponentially while parameters increase only linearly: for 512 samples 18 weights in place of 512.',
      measure:
        'Weights along time for one channel at receptive fields 8, 16 … 512: of stacked dilated layers of kernel 2 against one plain convolution. Counted, nothing is trained.',
      arm: 'Dilated',
      baseline: 'Plain',
      each: 'receptive field',
      expected: 'less',
      kind: 'counted',
      unit: 'weights',
      decimals: 0,
    },
    {
      ...measured,
      ...share,
      name: 'same-layers',
      says: 'Stacked dilated convolutions make use of all inputs of their receptive field.',
      measure:
        'Best validation accuracy over 8 steps, against the same network with dilation 1 everywhere: as many parameters, a shorter receptive field.',
      arm: 'Dilated',
      baseline: 'Plain, same layers',
      expected: 'more',
    },
    {
      ...measured,
      name: 'time',
      says: 'The number of weights of a plain layer grows with the receptive field, which quickly becomes an issue.',
      measure: 'Milliseconds of training for a step, against one plain convolution over the same receptive field.',
      arm: 'Dilated',
      baseline: 'Plain, same receptive field',
      expected: 'less',
      unit: 'ms',
      decimals: 1,
    },
    {
      ...measured,
      ...share,
      name: 'linear',
      says: 'A linear lagged model has too little capacity.',
      measure: 'Best validation accuracy over 8 steps, against a linear lagged model of the last 64 samples.',
      arm: 'Dilated',
      baseline: 'Lagged, linear',
      expected: 'more',
    },
    {
      ...measured,
      ...share,
      name: 'connected',
      says: 'Deep fully connected models have the capacity, but every window has to be computed.',
      measure:
        'Best validation accuracy over 8 steps, against two fully connected hidden layers over the last 64 samples.',
      arm: 'Dilated',
      baseline: 'Fully connected',
      expected: 'more',
    },
  ],
  differences: {
    quick: [
      'The talk compares receptive fields and counts weights; the trainings are ours: 400 steps on the data of experiment 3 with 16 channels. Linear and connected models see 64 samples: with 197 they would have three million weights.',
    ],
    paper: [
      'The talk compares receptive fields and counts weights; the trainings are ours, on the data of experiment 3. Linear and connected models see 64 samples.',
    ],
  },
};

export const fourierData: Experiment = {
  ...noStudy,
  name: 'fourier-data',
  number: '2',
  title: 'Fourier series as data',
  question: 'What do the curves look like that the models learn?',
  seconds: { perSeed: 0, fixed: 5 },
  conclusions: [],
  differences: {
    quick: ['Curves of 640 samples in place of 2,048.'],
    paper: ['The same law with the same coefficients; other random numbers.'],
  },
};

export const priorSamples: Experiment = {
  name: 'prior-samples',
  number: '7',
  title: 'Samples of the prior',
  question: 'Do samples that begin with nothing have the period that the model has learned?',
  study: 'talk-unrolling',
  arms: ['unrolled-8'],
  onlyRetrained: true,
  seconds: { perSeed: 0, fixed: 20 },
  conclusions: [
    {
      ...measured,
      ...share,
      name: 'period',
      says: 'Samples of the prior have the fixed period of the training.',
      measure:
        'Relative error of the measured period of each sample, beside a limit of 0.1; one without a period counts as 1.',
      arm: 'Error of the period',
      baseline: 'Limit',
      each: 'sample',
      expected: 'less',
    },
  ],
  differences: {
    quick: ['The model that comes along, unless models are trained anew; 64 samples are measured, four are shown.'],
    paper: ['64 samples are measured, four are shown.'],
  },
};

export const periodSamples: Experiment = {
  name: 'period-samples',
  number: '8',
  title: 'Samples by period',
  question: 'Is the period of a sample the one that was asked for?',
  study: 'talk-periods',
  arms: null,
  onlyRetrained: false,
  seconds: { perSeed: 20, fixed: 5 },
  conclusions: [
    {
      ...measured,
      name: 'asked',
      says: 'The condition changes what is generated: long and short periods.',
      measure:
        'Distance of each sample’s measured period to the one asked for, against its mean distance to the others; a sample without a period is as far from all.',
      arm: 'To the period asked for',
      baseline: 'To the other periods',
      each: 'sample',
      expected: 'less',
      unit: 's',
      decimals: 2,
    },
    {
      ...measured,
      ...share,
      name: 'error',
      says: 'The generated period is the asked one.',
      measure: 'Relative error of the measured period, beside a limit of 0.1; a sample without a period counts as 1.',
      arm: 'Error of the period',
      baseline: 'Limit',
      each: 'sample',
      expected: 'less',
    },
  ],
  differences: {
    quick: [
      'Periods of 5 to 9 s as in the talk’s configuration (its slide shows an earlier model of 5 and 20 s); 10 samples a second in place of 50, 2,000 steps.',
    ],
    paper: ['Periods of 5 to 9 s as in the talk’s configuration; its slide shows an earlier model of 5 and 20 s.'],
  },
};

export const generators: Experiment = {
  ...noStudy,
  name: 'generators',
  number: '9',
  title: 'Default and fast generation',
  question: 'How does the time for a sample grow with the number of layers?',
  seconds: { perSeed: 0, fixed: 240 },
  conclusions: [
    {
      ...measured,
      name: 'growth',
      says: 'The fast method avoids exponential inference time as layer depth increases.',
      measure:
        'How often the time doubles with each further layer (1: exponential, as the receptive field), from 256 samples on; of the least time of each point, which other work on the machine disturbs least.',
      arm: 'Queue',
      baseline: 'Default',
      each: 'layer',
      expected: 'less',
      unit: null,
      decimals: 2,
    },
  ],
  differences: {
    quick: ['Measured on this machine, not on a GTX 1080 Ti; at most 6 s for each point.'],
    paper: ['Measured on this machine, not on a GTX 1080 Ti.'],
  },
};
