import type { ImageDataConfiguration } from '../../contract/configuration';
import { leadingSamples } from '../../contract/data-sizes';
import { UserError } from '../../contract/errors';
import type { EvaluatedImage } from '../../contract/evaluations';
import { describeConfusion, describeProgressiveAccuracy } from '../../figures/describe-classification';
import { describeImages, type DataSubject } from '../../figures/describe-data';
import { describeValidation } from '../../figures/describe-validation';
import { classifyByNeighbours } from '../../math/nearest-neighbours';
import { scanOrder } from '../../math/scan-order';
import { mean } from '../../math/statistics';
import { strokeWidth } from '../../math/stroke-width';
import { publishedClassification } from '../../talk/published';
import { completionsFigure, galleryFigure, imageSubject } from '../image-figures';
import type { ModelSource } from '../model-source';
import type { Findings, Lab, TalkRun } from './lab';
import { pairsBySeed } from './pairs';
import { samplesOf } from './samples';

const nothing = { runs: [] as TalkRun[], conclusions: [], tables: [], figures: [], remarks: [] };
const shippedImages = 'mnist-binary';

/** Experiment 10a: images as the models learn them. */
export async function mnistExamples(lab: Lab): Promise<Findings> {
  lab.tell('reading images');
  const source = { preset: 'mnist-binary', scale: 'quick', arm: 'by-class' } as const;
  const read = await lab.services.datasets.read({ source, split: 'train', class: null, skip: 0, each: 10 });
  const image = read.configuration as ImageDataConfiguration;
  const rows = classesOf(image).map((one) => ({
    label: String(one),
    signals: read.examples.filter((example) => example.class === one).map(({ tokens }) => tokens),
  }));
  const provenance = {
    study: 'MNIST',
    runs: [],
    versions: { wavebench: lab.services.version },
    dataHash: read.dataHash,
    remarks: [`${image.trainImages} images to learn from, ${image.quantizationLevels} levels.`],
  };
  return { ...nothing, figures: [describeImages({ name: 'talk-mnist', title: 'MNIST', provenance }, image, rows)] };
}

/** Experiment 10b: samples by class, judged by the nearest training images. */
export async function mnistSamples(lab: Lab): Promise<Findings> {
  const model = await imageModel(lab);
  const { image, source, subject, runs } = model;
  const classes = Array.from({ length: 10 }, (_, i) => i);
  const pixels = image.width * image.height;
  const made = await samplesOf(lab, source, { count: 30, steps: pixels, classes });
  lab.tell('judging the samples');
  const examples = await trainingImages(lab, model, pixels);
  const judgedRight = made.generation.groups.flatMap(({ first, count, class: asked }) =>
    made.samples.slice(first, first + count).map(({ token }) => {
      return { asked: asked!, isRight: classifyByNeighbours(Float32Array.from(token), examples, 3) === asked };
    }),
  );
  const share = (own: typeof judgedRight) => mean(own.map(({ isRight }) => (isRight ? 1 : 0)));
  const generation = { ...made.generation, choice: { ...made.generation.choice, count: shownSamples } };
  const groups = generation.observedGroups.map((group, index) => ({
    ...group,
    first: index * shownSamples,
    count: shownSamples,
  }));
  const samples = made.generation.groups.flatMap(({ first }) =>
    made.samples.slice(first, first + shownSamples).map(({ token }) => token),
  );
  return {
    ...nothing,
    runs,
    conclusions: [
      {
        conclusion: 'recognized',
        pairs: judgedRight.map(({ asked, isRight }, i) => ({
          label: `sample ${i + 1}, ${asked}`,
          arm: isRight ? 1 : 0,
          baseline: almostAll,
        })),
      },
    ],
    tables: [
      {
        title: 'Samples whose three nearest training images have the class asked for',
        columns: [
          { title: 'Samples', decimals: 0 },
          { title: 'Share recognized', decimals: 3 },
        ],
        rows: [
          ...classes.map((one) => ({ label: String(one), own: judgedRight.filter(({ asked }) => asked === one) })),
          { label: 'All', own: judgedRight },
        ].map(({ label, own }) => ({ label, values: [own.length, share(own)] })),
      },
    ],
    figures: [galleryFigure(subject, { image, generation: { ...generation, observedGroups: groups }, samples })],
  };
}
const shownSamples = 10;
const almostAll = 0.9;

/** Experiment 10c: strokes of completions beside those that were observed. */
export async function mnistCompletion(lab: Lab): Promise<Findings> {
  const { image, source, subject, runs } = await imageModel(lab);
  const observed = (image.width * image.height) / 2;
  const images = Array.from({ length: completedImages }, (_, index) => index);
  lab.tell('completing images');
  const { images: tasks } = lab.services;
  const cancel = () => tasks.cancel();
  lab.signal.addEventListener('abort', cancel);
  const completed = await tasks.complete(source, {
    images,
    observed,
    count: 8,
    class: 'given',
    temperature: 1,
    seed: 1,
  });
  lab.signal.removeEventListener('abort', cancel);
  const upper = { from: 0, to: image.height / 2 };
  const lower = { from: image.height / 2, to: image.height };
  const widths = completed.images.flatMap(({ index, original, completions }) => {
    const above = widthIn(original, image, upper);
    const below = completions.flatMap(({ tokens }) => widthIn(tokens, image, lower) ?? []);
    return above === null || below.length === 0 ? [] : [{ index, above, below: mean(below) }];
  });
  const pairs = widths.map(({ index, above, below }, place) => ({
    label: `image ${index}`,
    arm: Math.abs(below - above),
    baseline: Math.abs(below - widths[(place + 1) % widths.length]!.above),
  }));
  return {
    ...nothing,
    runs,
    conclusions: [{ conclusion: 'style', pairs }],
    tables: [
      {
        title: `Width of strokes in pixels, ${widths.length} test images, 8 completions each`,
        columns: [
          { title: 'Mean', decimals: 2 },
          { title: 'Correlation with above', decimals: 2 },
        ],
        rows: [
          { label: 'Above, observed', values: [mean(widths.map(({ above }) => above)), null] },
          {
            label: 'Below, completed',
            values: [
              mean(widths.map(({ below }) => below)),
              correlation(
                widths.map(({ above }) => above),
                widths.map(({ below }) => below),
              ),
            ],
          },
        ],
      },
    ],
    figures: [completionsFigure(subject, { ...completed, images: completed.images.slice(0, 12) }, 4)],
  };
}
const completedImages = 200;

/** Experiment 10d: the same model on the same images, read in other orders. */
export async function scanOrders(lab: Lab): Promise<Findings> {
  const runs = await lab.trained('talk-scan-orders');
  const loss = ({ detail }: TalkRun) => detail.latest['validationLoss@1']!;
  const series = await lab.series(runs, 'validationAccuracy@1');
  const armNames = [...new Set(runs.map(({ arm }) => arm))];
  const ofArm = (name: string, valueOf: (run: TalkRun) => number) =>
    mean(runs.filter(({ arm }) => arm === name).map(valueOf));
  return {
    ...nothing,
    runs,
    conclusions: ['serpentine', 'hilbert'].map((arm) => pairsBySeed(arm, loss, { runs, arm, baseline: 'scanline' })),
    tables: [
      {
        title: 'At the end of the training, means over the seeds',
        columns: [
          { title: 'Loss, nats per pixel', decimals: 4 },
          { title: 'Accuracy, 1 pixel', decimals: 4 },
        ],
        rows: armNames.map((name) => ({
          label: runs.find(({ arm }) => arm === name)!.run.armLabel,
          values: [ofArm(name, loss), ofArm(name, ({ detail }) => detail.latest['validationAccuracy@1']!)],
        })),
      },
    ],
    figures: [
      describeValidation({
        study: { name: 'talk-scan-orders', title: 'Orders of reading MNIST' },
        curves: runs.map(({ run }, index) => ({ run, x: series[index]!.step, y: series[index]!.value })),
        horizon: 1,
        band: 'range',
      }),
    ],
  };
}

/** Experiment 10e: p(y | x) by Bayes' rule, and from the first pixels. */
export async function mnistClassification(lab: Lab): Promise<Findings> {
  const { source, subject, runs } = await imageModel(lab);
  const { evaluations } = lab.services;
  lab.tell('classifying test images');
  const { id } = evaluations.start(source, {
    kind: 'classification',
    count: null,
    seed: 1,
    prior: 'uniform',
    bins: 10,
  });
  const cancel = () => evaluations.cancel([id]);
  lab.signal.addEventListener('abort', cancel);
  const ended = await evaluations.ended(id);
  lab.signal.removeEventListener('abort', cancel);
  lab.signal.throwIfAborted();
  const { result } = ended.status === 'completed' ? evaluations.get(id) : { result: null };
  if (result?.kind !== 'classification') throw new UserError(ended.reason ?? 'The classification did not complete.');
  const { pixels, accuracy } = result.progressive;
  const half = pixels.findIndex((seen) => seen >= pixels.at(-1)! / 2);
  return {
    ...nothing,
    runs,
    tables: [
      {
        title: `Share of ${result.images.index.length} test images told apart`,
        columns: [
          { title: 'Here', decimals: 3 },
          { title: 'Published', decimals: 3 },
        ],
        rows: [
          { label: 'By all pixels', values: [result.accuracy, publishedClassification.levels2] },
          { label: 'By the first half', values: [accuracy[half]!, null] },
        ],
      },
    ],
    figures: [describeConfusion(subject, result), describeProgressiveAccuracy(subject, result)],
  };
}

interface ImageModel {
  image: EvaluatedImage;
  source: ModelSource;
  subject: DataSubject;
  runs: TalkRun[];
}

/** The model that comes along, or the one that is trained here. */
async function imageModel(lab: Lab): Promise<ImageModel> {
  const { models, version } = lab.services;
  if (!lab.choice.retrain) {
    const source = models.source(shippedImages);
    const subject = imageSubject({ run: null, model: { file: shippedImages }, version });
    return { image: models.get(shippedImages).image!, source, subject, runs: [] };
  }
  const [run] = await lab.trained('talk-mnist');
  const { detail } = run!;
  return {
    image: detail.configuration.data as ImageDataConfiguration,
    source: { runId: detail.id, checkpoint: 'best' },
    subject: imageSubject({ run: detail, model: { file: 'best' }, version }),
    runs: [run!],
  };
}

/** Images to learn from, up to 400 of each class, as vectors without the pixel before them. */
async function trainingImages(lab: Lab, { runs }: ImageModel, length: number) {
  const source = runs[0]
    ? { runId: runs[0].detail.id }
    : ({ preset: 'mnist-binary', scale: 'quick', arm: 'by-class' } as const);
  const { examples } = await lab.services.datasets.read({ source, split: 'train', class: null, skip: 0, each: 400 });
  const vectors = new Float32Array(examples.length * length);
  examples.forEach(({ tokens }, index) => vectors.set(tokens.slice(leadingSamples), index * length));
  return { vectors, length, labels: examples.map((example) => example.class!) };
}

function widthIn(signal: readonly number[], image: EvaluatedImage, rows: { from: number; to: number }): number | null {
  const { width, height, quantizationLevels } = image;
  const pixels = new Float32Array(width * height);
  scanOrder(image.scanOrder, image).forEach((pixel, i) => (pixels[pixel] = signal[leadingSamples + i]!));
  return strokeWidth(pixels, { width, threshold: quantizationLevels / 2, rows });
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const [centerX, centerY] = [mean(x), mean(y)];
  const sum = (of: (i: number) => number) => x.reduce((all, _, i) => all + of(i), 0);
  const product = sum((i) => (x[i]! - centerX) * (y[i]! - centerY));
  return product / Math.sqrt(sum((i) => (x[i]! - centerX) ** 2) * sum((i) => (y[i]! - centerY) ** 2));
}

function classesOf({ classes }: ImageDataConfiguration): number[] {
  return Array.from({ length: classes }, (_, i) => i);
}
