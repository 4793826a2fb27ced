import type { Scale } from '../contract/configuration';
import type { ExperimentName } from '../contract/talk';
import type { TalkStudyName } from './studies';

/**
 * A conclusion of the talk and its measure, written down before anything was run: pairs of two numbers each, and which
 * of them is to be the greater one for the conclusion to hold.
 */
export interface Conclusion {
  name: string;
  /** As the talk says it, or what it leaves open. */
  says: string;
  measure: string;
  /** What the two numbers of a pair are. */
  arm: string;
  baseline: string;
  /** What is paired: one pair for each of these. */
  each: 'seed' | 'run' | 'sample' | 'image' | 'layer' | 'receptive field';
  /** Of the arm against the baseline. */
  expected: 'less' | 'more';
  /** `counted`: exact numbers, of which there is nothing to be estimated. */
  kind: 'measured' | 'counted';
  unit: string | null;
  decimals: number;
}

export interface Experiment {
  name: ExperimentName;
  /** In the order of the talk; empty for what goes beyond it. */
  number: string;
  title: string;
  question: string;
  /** The study that it trains, and which of its arms. */
  study: TalkStudyName | null;
  arms: readonly string[] | null;
  /** Only where models are trained anew: a model that comes along stands for it otherwise. */
  onlyRetrained: boolean;
  /** Seconds of all but the training, roughly, on two cores: for each seed, and altogether. */
  seconds: { perSeed: number; fixed: number };
  conclusions: readonly Conclusion[];
  /** What differs from the talk's setting at each scale. */
  differences: Record<Scale, readonly string[]>;
}

const measured = { kind: 'measured', each: 'seed' } as const;
const unrolled = { arm: 'Unrolled, 8 steps', baseline: 'One-step' } as const;
const levels = { unit: 'levels', decimals: 2 } as const;
const share = { unit: null, decimals: 3 } as const;

const fourierQuick =
  'Shorter curves and training than the talk’s: windows of 512 samples, batches of 16, 2,000 steps, receptive field 197 ' +
  'in place of 389; forecasts of 394 steps in place of 778.';
const optimizer = 'The talk trained once; here each arm is trained with several seeds, both on the same batches.';
const unrollingStudy = { study: 'talk-unrolling', arms: null, onlyRetrained: false } as const;
const noStudy = { study: null, arms: null, onlyRetrained: false } as const;

export const experiments: readonly Experiment[] = [
  {
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
  },
  {
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
  },
  {
    ...unrollingStudy,
    name: 'forecasts-clean',
    number: '3',
    title: 'Free-running forecasts of clean observations',
    question: 'Does training through its own forecasts make a model drift less?',
    seconds: { perSeed: 60, fixed: 2 },
    conclusions: [
      {
        ...measured,
        ...levels,
        ...unrolled,
        name: 'drift',
        says: 'Train-unrolling decreases generative drift.',
        measure:
          'Mean absolute error of free-running, greedy forecasts over the whole horizon, over 256 held-out curves.',
        expected: 'less',
      },
      {
        ...measured,
        ...levels,
        ...unrolled,
        name: 'first-50',
        says: 'It does so from the beginning (published curves: 1.06 against 1.85 levels over the first 50 steps).',
        measure: 'The same over the first 50 steps.',
        expected: 'less',
      },
    ],
    differences: {
      quick: [fourierQuick, optimizer, '256 held-out curves in place of four.'],
      paper: [optimizer, '256 held-out curves in place of four.'],
    },
  },
  {
    ...unrollingStudy,
    name: 'forecasts-noisy',
    number: '4',
    title: 'Free-running forecasts of noisy observations',
    question: 'How do models that were trained on clean curves go on from noisy ones?',
    seconds: { perSeed: 5, fixed: 2 },
    conclusions: [
      {
        ...measured,
        ...levels,
        name: 'accuracy',
        says: 'The accuracy of both models decreases.',
        measure:
          'Mean absolute error over the horizon of each run’s forecasts of noisy observations against those of clean ones.',
        arm: 'Noisy observations',
        baseline: 'Clean observations',
        each: 'run',
        expected: 'more',
      },
      {
        ...measured,
        ...share,
        name: 'trend',
        says: 'Both models capture global trends.',
        measure:
          'Amplitude of the error’s first harmonic over that of the truth’s, for each run; captured means below one half.',
        arm: 'Error of the first harmonic',
        baseline: 'Limit',
        each: 'run',
        expected: 'less',
      },
      {
        ...measured,
        ...levels,
        ...unrolled,
        name: 'drift',
        says: 'The unrolled model is the better one over the whole horizon (published: 5.01 against 5.28 levels, of four curves).',
        measure: 'Mean absolute error over the horizon, noisy observations, against the clean truth.',
        expected: 'less',
      },
      {
        ...measured,
        ...levels,
        ...unrolled,
        name: 'first-50',
        says: 'It is the worse one over the first 50 steps (published: 8.34 against 7.31 levels, of four curves).',
        measure: 'The same over the first 50 steps.',
        expected: 'more',
      },
    ],
    differences: {
      quick: [fourierQuick, 'Noise of standard deviation 0.1 as in the talk; 256 held-out curves in place of four.'],
      paper: ['256 held-out curves in place of four.'],
    },
  },
  {
    ...unrollingStudy,
    name: 'validation',
    number: '5',
    title: 'Validation accuracy by training',
    question: 'How does the accuracy over several steps grow, also over more steps than training unrolls?',
    seconds: { perSeed: 0, fixed: 2 },
    conclusions: [
      {
        ...measured,
        ...share,
        ...unrolled,
        name: 'earlier',
        says: 'Generally higher validation accuracy at earlier training epochs.',
        measure: 'Mean over all evaluations of the training of the accuracy over 8 steps, greedy from rolling origins.',
        expected: 'more',
      },
      {
        ...measured,
        ...share,
        ...unrolled,
        name: 'best-8',
        says: 'The best accuracy over 8 steps is higher (published: 0.776 against 0.699).',
        measure: 'Best validation accuracy over 8 steps.',
        expected: 'more',
      },
      {
        ...measured,
        ...share,
        ...unrolled,
        name: 'best-16',
        says: 'A similar picture where validation unrolls more steps than training: 16.',
        measure: 'Best validation accuracy over 16 steps.',
        expected: 'more',
      },
      {
        ...measured,
        ...share,
        ...unrolled,
        name: 'best-32',
        says: 'A similar picture where validation unrolls more steps than training: 32.',
        measure: 'Best validation accuracy over 32 steps.',
        expected: 'more',
      },
    ],
    differences: { quick: [fourierQuick, optimizer], paper: [optimizer] },
  },
  {
    ...unrollingStudy,
    name: 'spectra',
    number: '6',
    title: 'High frequencies',
    question: 'Which harmonics of a curve do its forecasts get right?',
    seconds: { perSeed: 5, fixed: 2 },
    conclusions: [
      {
        ...measured,
        ...levels,
        ...unrolled,
        name: 'high',
        says: 'Train-unrolling improves the recreation of higher frequency patterns.',
        measure:
          'Amplitude of the forecast’s error by harmonic, mean over the harmonics from the second one on that the curves have.',
        expected: 'less',
      },
      {
        ...measured,
        ...levels,
        ...unrolled,
        name: 'first',
        says: 'It improves the first harmonic, too (the talk does not say).',
        measure: 'Amplitude of the error’s first harmonic.',
        expected: 'less',
      },
    ],
    differences: {
      quick: [fourierQuick, 'The talk judges by eye.'],
      paper: ['The talk judges by eye.'],
    },
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
    ...noStudy,
    name: 'mnist-examples',
    number: '10a',
    title: 'MNIST: examples',
    question: 'What do the images look like that the models learn?',
    seconds: { perSeed: 0, fixed: 10 },
    conclusions: [],
    differences: { quick: ['10,000 of the 70,000 images, which come along; two levels.'], paper: ['Two levels.'] },
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
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
  },
  {
    ...unrollingStudy,
    name: 'price',
    number: '11',
    title: 'The price of unrolling',
    question: 'What does unrolled training cost, and when has it paid?',
    seconds: { perSeed: 0, fixed: 2 },
    conclusions: [
      {
        ...measured,
        ...unrolled,
        name: 'time',
        says: 'Train-unrolling increases training time.',
        measure: 'Milliseconds of training for a step, evaluations included.',
        expected: 'more',
        unit: 'ms',
        decimals: 1,
      },
      {
        ...unrolled,
        name: 'sparse',
        says: 'Sparser losses.',
        measure:
          'Predictions for each curve of a batch that enter the unrolled loss, against those of the one-step loss. Counted.',
        each: 'run',
        expected: 'less',
        kind: 'counted',
        unit: 'predictions',
        decimals: 0,
      },
      {
        ...measured,
        ...unrolled,
        name: 'time-to-accuracy',
        says: 'For the same accuracy it needs less time (the talk leaves it open).',
        measure:
          'Minutes of training until the validation accuracy over 8 steps is reached that all runs reach at last.',
        expected: 'less',
        unit: 'min',
        decimals: 2,
      },
    ],
    differences: {
      quick: [
        fourierQuick,
        'All origins are unrolled in one batch here, one after the other in the talk: the published ratio of 8 is of that implementation.',
      ],
      paper: [
        'All origins are unrolled in one batch here, one after the other in the talk: the published ratio of 8 is of that implementation.',
      ],
    },
  },
  {
    name: 'beyond',
    number: '',
    title: 'Beyond the talk',
    question: 'Which way of unrolling is the best for the same time of training?',
    study: 'talk-beyond',
    arms: null,
    onlyRetrained: false,
    seconds: { perSeed: 0, fixed: 2 },
    conclusions: beyondConclusions(),
    differences: { quick: ['The talk has one way of unrolling.'], paper: ['The talk has one way of unrolling.'] },
  },
];

export function findExperiment(name: ExperimentName): Experiment {
  return experiments.find((experiment) => experiment.name === name)!;
}

/** Experiments of the talk itself; those beyond it are asked for separately. */
export const talkExperiments = experiments.filter(({ number }) => number !== '').map(({ name }) => name);

function beyondConclusions(): Conclusion[] {
  const against = [
    { name: 'horizon-32', arm: 'Unrolled, 32 steps', says: 'Longer unrolling is better for the same time.' },
    { name: 'hard', arm: 'Straight-through', says: 'Straight-through samples are better than soft ones.' },
    {
      name: 'scheduled',
      arm: 'Scheduled sampling',
      says: 'Scheduled sampling is better than a gradient through samples.',
    },
    { name: 'curriculum', arm: 'Curriculum', says: 'A horizon that grows is better than a constant one.' },
  ];
  return against.map((one) => ({
    ...measured,
    ...share,
    ...one,
    baseline: 'Unrolled, 8 steps',
    measure: 'Best validation accuracy over 32 steps within the time that the fastest arm of the seed takes.',
    expected: 'more',
  }));
}
