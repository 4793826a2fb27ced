/** A field of the form: which values of the configuration it sets, and what a person needs to know to set it. */
export interface FormField {
  label: string;
  /** Dotted paths in the run configuration; all take the same value. */
  paths: [string, ...string[]];
  unit: string | null;
  help: string;
  /** What an empty field means, where it may be empty. */
  empty?: string;
  /** The field switches a group of settings: off it is null, on it begins with these. */
  group?: Readonly<Record<string, unknown>>;
}

export interface FormSection {
  title: string;
  fields: FormField[];
}

/** The fields that matter; a section shows those that the preset's configuration has. */
export const formSections: readonly FormSection[] = [
  {
    title: 'Data',
    fields: [
      field('Training curves', 'data.trainCurves', null, 'Fourier series that the batches are drawn from.'),
      field('Training images', 'data.trainImages', null, 'Images that the batches are drawn from.'),
      field('Scan order', 'data.scanOrder', null, 'How an image is read as a signal.'),
      field('Samples per curve', 'data.samples', 'samples', 'Length of each curve.'),
      field('Sample interval', 'data.sampleInterval', 's', 'Time between samples; 0.02 s is 50 Hz.'),
      field('Terms', 'data.terms', null, 'Sines in each curve; two numbers draw a count for each curve.'),
      field('Period', 'data.period', 's', 'Of the first term; two for a range, more for classes.'),
      field('Smoothness', 'data.smoothness', null, 'How fast the terms fade: the last is 10^−smoothness of the first.'),
      field('Noise', 'data.noise', null, 'Standard deviation of white noise, on training and validation curves.'),
      {
        label: 'Quantization levels',
        paths: ['data.quantizationLevels', 'model.quantizationLevels'],
        unit: 'levels',
        help: 'Values that a sample can take; the model predicts one of them.',
      },
      field('Data seed', 'data.seed', null, 'Gives the curves, or splits the images; the same for all arms and seeds.'),
    ],
  },
  {
    title: 'Model',
    fields: [
      field('Dilations', 'model.dilations', null, 'One dilated layer each; 1..128 doubles from 1 to 128.'),
      field('Kernel size', 'model.kernelSize', 'samples', 'Taps of each dilated convolution.'),
      field('Input kernel size', 'model.inputKernelSize', 'samples', 'Taps of the first, undilated convolution.'),
      field('Residual channels', 'model.residualChannels', null, 'Width of the signal that runs from layer to layer.'),
      field('Dilation channels', 'model.dilationChannels', null, 'Width of filter and gate in each layer.'),
      field('Skip channels', 'model.skipChannels', null, 'Width of the sum of all layers that the head reads.'),
      field('Head channels', 'model.headChannels', null, 'Width between the two 1×1 convolutions of the head.'),
      field('Padding', 'model.padding', null, 'Zeros left of every layer, or once before the input as in the paper.'),
      field('Lags', 'model.lags', 'samples', 'Past samples that the model sees.'),
      { ...field('Hidden channels', 'model.hiddenChannels', null, 'Widths of hidden layers.'), empty: 'linear model' },
    ],
  },
  {
    title: 'Training',
    fields: [
      field('Steps', 'training.maxSteps', 'steps', 'Training ends after so many.'),
      field('Batch size', 'training.batchSize', 'windows', 'Windows in each step.'),
      {
        ...field('Window length', 'training.windowLength', 'samples', 'Cut from each curve at a random place.'),
        empty: 'whole curve',
      },
      field('Learning rate', 'training.optimizer.learningRate', null, 'Adam’s step size at the beginning.'),
      field('Warm-up', 'training.schedule.warmupSteps', 'steps', 'The learning rate rises from 0 over so many steps.'),
      field('Rate falls at', 'training.schedule.at', 'steps', 'At each the learning rate is multiplied by the factor.'),
      field('Factor', 'training.schedule.factor', null, 'The learning rate is multiplied by it when it falls.'),
      field(
        'Patience',
        'training.schedule.patienceSteps',
        'steps',
        'Without a smaller training loss, until the learning rate falls.',
      ),
      {
        ...field('Clip gradients at', 'training.optimizer.clipNorm', null, 'Largest global norm of the gradient.'),
        empty: 'not clipped',
      },
      field(
        'Skip partial receptive field',
        'training.skipPartialReceptiveField',
        null,
        'Leaves outputs that see less than the receptive field out of the one-step loss.',
      ),
      {
        ...field('Micro-batch', 'training.microBatch', 'windows', 'Processed at a time; less takes less memory.'),
        empty: 'by size',
      },
      field(
        'Checkpoints kept',
        'training.checkpoints.history',
        'of the course',
        'Besides the best and the last, to see how samples change over the training; closer together early.',
      ),
      field('Execution', 'training.execution', null, 'How a step runs; auto chooses by the length of the run.'),
    ],
  },
  {
    title: 'Unrolled loss',
    fields: [
      {
        ...field(
          'Unrolled loss',
          'training.unrolling',
          null,
          'Trains through the model’s own forecasts of several steps, besides the one-step loss.',
        ),
        group: {
          horizon: 8,
          origins: 16,
          weight: 1,
          gumbelTemperature: 0.67,
          sampling: 'soft',
          curriculumSteps: null,
        },
      },
      field(
        'Unrolled steps',
        'training.unrolling.horizon',
        'steps',
        'Length of each forecast that is trained through.',
      ),
      field('Unrolled origins', 'training.unrolling.origins', null, 'Places in each window where a forecast begins.'),
      field('Weight', 'training.unrolling.weight', null, 'Of the unrolled loss beside the one-step loss.'),
      field(
        'Sampling',
        'training.unrolling.sampling',
        null,
        'Soft and hard samples pass gradients on; scheduled sampling does not.',
      ),
      field(
        'Gumbel temperature',
        'training.unrolling.gumbelTemperature',
        null,
        'Near 0 samples are almost one-hot; large they are almost even.',
      ),
      field(
        'Temperature from',
        'training.unrolling.gumbelTemperature.from',
        null,
        'Gumbel temperature at the first step.',
      ),
      field('Temperature to', 'training.unrolling.gumbelTemperature.to', null, 'Gumbel temperature at the end.'),
      field(
        'Temperature over',
        'training.unrolling.gumbelTemperature.overSteps',
        'steps',
        'From the first value to the last.',
      ),
      field(
        'Mixing rate',
        'training.unrolling.mixingRate',
        null,
        'Share of the model’s own samples in scheduled sampling.',
      ),
      {
        ...field(
          'Curriculum',
          'training.unrolling.curriculumSteps',
          'steps',
          'The unrolled steps grow from 1 to their full number over so many.',
        ),
        empty: 'full from the start',
      },
    ],
  },
  {
    title: 'Validation',
    fields: [
      field('Every', 'validation.everySteps', 'steps', 'Between two evaluations.'),
      field('Horizons', 'validation.horizons', 'steps', 'Steps ahead at which accuracy and loss are watched.'),
      field('Curves', 'validation.curves', null, 'Held-out curves used.'),
      field('Origins', 'validation.numOrigins', 'per curve', 'Places where a forecast begins.'),
      field(
        'Forecast horizon',
        'validation.forecastHorizon',
        'steps',
        'Length of the free-running forecasts at the end.',
      ),
    ],
  },
];

function field(label: string, path: string, unit: string | null, help: string): FormField {
  return { label, paths: [path], unit, help };
}
