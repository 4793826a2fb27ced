import { armConfiguration, type FourierDataConfiguration } from '../../contract/configuration';
import type { ConclusionPairs } from '../../contract/talk';
import type { Provenance } from '../../contract/figure';
import type { GenerationChoice, GenerationDetail, TrajectoryCurve } from '../../contract/generations';
import { UserError } from '../../contract/errors';
import { describeGeneration } from '../../figures/describe-generation';
import { describeSignals } from '../../figures/describe-data';
import { provenanceOf } from '../../figures/study-run';
import { measurePeriod } from '../../math/period';
import { mean, median } from '../../math/statistics';
import type { ModelSource } from '../model-source';
import { definitionOf, type Findings, type Lab, type TalkRun } from './lab';

/** Experiment 2: curves as the models learn them. */
export async function fourierData(lab: Lab): Promise<Findings> {
  lab.tell('reading examples');
  const { datasets, studies, version } = lab.services;
  const preset = definitionOf(studies, 'talk-unrolling');
  const source = { preset: 'fourier-unrolling', scale: lab.choice.scale, arm: preset.arms[0]!.name };
  const read = await datasets.read({ source, split: 'train', class: null, skip: 0, each: 4 });
  const data = read.configuration as FourierDataConfiguration;
  const provenance: Provenance = {
    study: 'Fourier series',
    runs: [],
    versions: { wavebench: version },
    dataHash: read.dataHash,
    remarks: [
      `${data.terms} terms, period ${data.period} s, ${1 / data.sampleInterval} samples a second, ${data.quantizationLevels} levels.`,
    ],
  };
  const signals = read.examples.map(({ index, tokens }) => ({ label: `Training curve ${index + 1}`, tokens }));
  const options = { columns: 2, quantizationLevels: data.quantizationLevels, sampleInterval: data.sampleInterval };
  return {
    ...nothing,
    figures: [describeSignals({ name: 'talk-fourier', title: 'training data', provenance }, signals, options)],
  };
}

/** Experiment 7: samples that begin with nothing. */
export async function priorSamples(lab: Lab): Promise<Findings> {
  const { models, studies, version } = lab.services;
  const runs = lab.choice.retrain ? await lab.trained('talk-unrolling', ['unrolled-8']) : [];
  const [run] = runs;
  const source: ModelSource = run ? { runId: run.detail.id, checkpoint: 'best' } : models.source(shippedFourier);
  // The model that comes along was trained at quick scale.
  const shipped = () => armConfiguration(definitionOf(studies, 'talk-unrolling'), 'quick', 'unrolled-8');
  const data = (run?.detail.configuration ?? shipped()).data as FourierDataConfiguration;
  const { period, sampleInterval } = data;
  const wanted = period as number;
  const made = await samplesOf(lab, source, {
    count: 64,
    steps: Math.round((4 * wanted) / sampleInterval),
    classes: null,
  });
  const measured = made.samples.map(({ token }) => periodOf(token, sampleInterval));
  const provenance = run
    ? provenanceOf('Samples of the prior', [run.run], [])
    : {
        study: 'Samples of the prior',
        runs: [],
        versions: { wavebench: version },
        dataHash: null,
        remarks: [`Model ${shippedFourier}.`],
      };
  return {
    ...nothing,
    runs: run ? [run] : [],
    conclusions: [
      withinLimit(
        'period',
        measured.map((one) => ({ measured: one, asked: wanted })),
      ),
    ],
    tables: [periodTable([{ asked: wanted, measured }])],
    figures: [
      describeGeneration({
        ...figureOf(made.generation, provenance, data),
        name: 'talk-prior-samples',
        title: 'Samples of the prior',
        groups: made.samples.slice(0, shown).map((sample, index) => group(`Sample ${index + 1}`, [sample])),
      }),
    ],
  };
}

/** Experiment 8: whether the generated period is the asked one. */
export async function periodSamples(lab: Lab): Promise<Findings> {
  const runs = await lab.trained('talk-periods');
  const data = runs[0]!.detail.configuration.data as FourierDataConfiguration;
  const periods = data.period as number[];
  const { sampleInterval } = data;
  const steps = Math.round((4 * Math.max(...periods)) / sampleInterval);
  const all: { asked: number; measured: number | null }[] = [];
  const figures = [];
  for (const run of runs) {
    const source: ModelSource = { runId: run.detail.id, checkpoint: 'best' };
    const classes = periods.map((_, index) => index);
    const made = await samplesOf(lab, source, { count: 16, steps, classes });
    const groups = made.generation.groups.map(({ first, count, class: own }) => ({
      asked: periods[own!]!,
      samples: made.samples.slice(first, first + count),
    }));
    all.push(
      ...groups.flatMap(({ asked, samples }) =>
        samples.map(({ token }) => ({ asked, measured: periodOf(token, sampleInterval) })),
      ),
    );
    if (run.run.seed !== 1) continue;
    figures.push(
      describeGeneration({
        ...figureOf(made.generation, provenanceOf('Samples by period', [run.run], []), data),
        name: 'talk-period-samples',
        title: 'Samples by the period asked for',
        groups: groups.map(({ asked, samples }) => group(`${asked} s`, samples.slice(0, 2))),
      }),
    );
  }
  return {
    ...nothing,
    runs,
    conclusions: [besideOthers(all, periods), withinLimit('error', all)],
    tables: [
      periodTable(
        periods.map((asked) => ({
          asked,
          measured: all.filter((one) => one.asked === asked).map((one) => one.measured),
        })),
      ),
    ],
    figures,
  };
}

const nothing = { runs: [] as TalkRun[], conclusions: [], tables: [], figures: [], remarks: [] };
const shippedFourier = 'fourier-unrolled-8';
/** Samples that are drawn, as on the talk's slide. */
const shown = 4;
/** Relative error of a period that is still called the same. */
const limit = 0.1;

/** Generates by one model and reads every trajectory. */
export async function samplesOf(
  lab: Lab,
  source: ModelSource,
  { count, steps, classes }: { count: number; steps: number; classes: number[] | null },
): Promise<{ generation: GenerationDetail; samples: TrajectoryCurve[] }> {
  const { generations } = lab.services;
  lab.tell('generating samples');
  const choice: GenerationChoice = {
    method: 'simd',
    threads: null,
    sampler: { kind: 'stochastic', temperature: 1, topK: null, topP: null },
    seed: 1,
    count,
    steps,
    prompt: { kind: 'none' },
    classes,
    local: null,
  };
  const { id } = generations.startBy(source, choice);
  const cancel = () => generations.cancel([id]);
  lab.signal.addEventListener('abort', cancel);
  const ended = await generations.ended(id);
  lab.signal.removeEventListener('abort', cancel);
  lab.signal.throwIfAborted();
  if (ended.status !== 'completed') throw new UserError(ended.reason ?? 'The generation did not complete.');
  const samples: TrajectoryCurve[] = [];
  for (let first = 0; first < ended.trajectories; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, ended.trajectories - first) }, (_, i) => first + i);
    samples.push(
      ...(await generations.trajectories({ generationId: id, trajectories: numbers, from: 0, maxPoints: 20_000 })),
    );
  }
  return { generation: generations.get(id), samples };
}
/** Trajectories that may be read at once. */
const atOnce = 64;

/** Seconds; null where the sample has no period. */
function periodOf(tokens: readonly number[], sampleInterval: number): number | null {
  const found = measurePeriod(tokens);
  return found && found.period * sampleInterval;
}

function withinLimit(conclusion: string, all: readonly { asked: number; measured: number | null }[]): ConclusionPairs {
  const pairs = all.map(({ asked, measured }, index) => ({
    label: `sample ${index + 1}, ${asked} s`,
    arm: measured === null ? 1 : Math.abs(measured - asked) / asked,
    baseline: limit,
  }));
  return { conclusion, pairs };
}

function besideOthers(
  all: readonly { asked: number; measured: number | null }[],
  periods: readonly number[],
): ConclusionPairs {
  const pairs = all.map(({ asked, measured }, index) => {
    const distances = periods.filter((period) => period !== asked).map((period) => Math.abs((measured ?? 0) - period));
    const others = mean(distances);
    // Without a period it is no nearer to the one asked for than to the others.
    return {
      label: `sample ${index + 1}, ${asked} s`,
      arm: measured === null ? others : Math.abs(measured - asked),
      baseline: others,
    };
  });
  return { conclusion: 'asked', pairs };
}

function periodTable(rows: readonly { asked: number; measured: readonly (number | null)[] }[]) {
  return {
    title: 'Period of the samples',
    columns: [
      { title: 'Samples', decimals: 0 },
      { title: 'With a period', decimals: 0 },
      { title: 'Median period, s', decimals: 2 },
      { title: 'Within 10 %', decimals: 3 },
    ],
    rows: rows.map(({ asked, measured }) => {
      const known = measured.filter((one): one is number => one !== null);
      const near = known.filter((one) => Math.abs(one - asked) <= limit * asked).length;
      return {
        label: `${asked} s asked for`,
        values: [measured.length, known.length, known.length > 0 ? median(known) : null, near / measured.length],
      };
    }),
  };
}

function group(label: string, samples: readonly TrajectoryCurve[]) {
  const numbered = samples.map((sample, trajectory) => ({ ...sample, trajectory }));
  return {
    label,
    runId: null,
    colorIndex: 0,
    observed: 0,
    prompt: [],
    truth: [],
    samples: numbered,
    former: [],
    statistics: null,
    period: null,
  };
}

function figureOf(
  { choice, quantizationLevels }: GenerationDetail,
  provenance: Provenance,
  { sampleInterval }: FourierDataConfiguration,
) {
  return {
    columns: 1,
    from: 0,
    steps: choice.steps,
    quantizationLevels: quantizationLevels!,
    sampleInterval,
    view: 'samples' as const,
    provenance: {
      ...provenance,
      remarks: [...provenance.remarks, `Temperature 1, seed ${choice.seed}, nothing observed.`],
    },
  };
}
