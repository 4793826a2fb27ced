import {
  fourierQuick,
  levels,
  measured,
  optimizer,
  share,
  unrolled,
  unrollingStudy,
  type Conclusion,
  type Experiment,
} from './experiment';

export const cleanForecasts: Experiment = {
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
};

export const noisyForecasts: Experiment = {
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
};

export const validation: Experiment = {
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
};

export const spectra: Experiment = {
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
};

export const price: Experiment = {
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
      measure: 'Minutes of training until the validation accuracy over 8 steps is reached that all runs reach at last.',
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
};

export const beyondTheTalk: Experiment = {
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
};

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
