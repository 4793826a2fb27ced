import type { Baselines, ReadBaselines } from '../contract/baselines';
import { leadingSamples } from '../contract/data-sizes';
import {
  dataSplits,
  type DataExample,
  type DataExamplesChoice,
  type DataRead,
  type DataSplit,
  type ReadDataExamples,
} from '../contract/dataset-examples';
import { valueText, type OwnView } from '../contract/own-units';
import { curveAt, type Curves, type Dataset } from '../data/curves';
import { datasetHash, openDataset } from '../data/dataset';
import { measureBaselines } from './baselines';
import { OwnViews } from './own-views';

/** Milliseconds that data stay in memory after they were last asked for: a person leafs through them. */
const kept = 60_000;

/** Samples that one answer has at most; of long curves there are fewer examples. */
const mostSamples = 2_000_000;

interface Opened {
  key: string;
  dataset: Dataset;
  dataHash: string;
}

/** Reads examples of the data that configurations describe; what was opened last stays open for a while. */
export class DataReader {
  readonly #bundledSets: string;
  #opened: Opened | null = null;
  #forget: NodeJS.Timeout | undefined;

  constructor(bundledSets: string) {
    this.#bundledSets = bundledSets;
  }

  /** Throws a UserError that says how to get a set that is not there, or what is wrong with its files. */
  async read({ configuration, fetchedSets, ...choice }: ReadDataExamples): Promise<DataRead> {
    const { dataset, dataHash } = await this.#open(configuration, fetchedSets);
    const leading = configuration.source === 'images' ? leadingSamples : 0;
    const curves = dataset[choice.split];
    const examples = chooseExamples(curves, choice);
    const shown = { fetchedSets, split: choice.split, curves: examples.map(({ index }) => index) };
    return {
      splits: {
        train: countsOf(dataset.train, dataset),
        validation: countsOf(dataset.validation, dataset),
        test: countsOf(dataset.test, dataset),
      },
      range: dataset.range,
      levels: levelCounts(curves, { leading, quantizationLevels: dataset.quantizationLevels }),
      dataHash,
      examples,
      view: this.#viewOf(configuration, shown),
    };
  }

  /** Simple forecasts of a run's test curves. */
  async baselines({ configuration, fetchedSets }: ReadBaselines): Promise<Baselines> {
    const { data } = configuration;
    const { dataset } = await this.#open(data, fetchedSets);
    const view = this.#viewOf(data, { fetchedSets, split: 'test', curves: [] });
    return { ...measureBaselines(configuration, dataset), unit: view && valueText(view.units) };
  }

  #viewOf(
    data: ReadDataExamples['configuration'],
    { fetchedSets, ...which }: { fetchedSets: string; split: DataSplit; curves: number[] },
  ): OwnView | null {
    return data.source === 'own' ? new OwnViews(fetchedSets).read({ datasetId: data.dataset, ...which }) : null;
  }

  async #open(configuration: ReadDataExamples['configuration'], fetched: string): Promise<Opened> {
    clearTimeout(this.#forget);
    const key = JSON.stringify([configuration, fetched]);
    if (this.#opened?.key !== key) {
      this.#opened = null;
      const dataset = await openDataset(configuration, { bundled: this.#bundledSets, fetched });
      this.#opened = { key, dataset, dataHash: datasetHash(dataset) };
    }
    this.#forget = setTimeout(() => (this.#opened = null), kept).unref();
    return this.#opened;
  }
}

/** Classes are counted up to the greatest that any split has. */
function countsOf({ count, classes }: Curves, dataset: Dataset): DataRead['splits']['train'] {
  if (!classes) return { count, classes: null };
  const found = new Array<number>(classCount(dataset)).fill(0);
  for (const one of classes) found[one]! += 1;
  return { count, classes: found };
}

function classCount(dataset: Dataset): number {
  let most = 0;
  for (const split of dataSplits) for (const one of dataset[split].classes ?? []) most = Math.max(most, one + 1);
  return most;
}

function levelCounts(
  { tokens, samples }: Curves,
  { leading, quantizationLevels }: { leading: number; quantizationLevels: number },
): number[] {
  const counts = new Array<number>(quantizationLevels).fill(0);
  for (let begin = 0; begin < tokens.length; begin += samples) {
    for (let i = begin + leading; i < begin + samples; i++) counts[tokens[i]!]! += 1;
  }
  return counts;
}

function chooseExamples(curves: Curves, { class: wanted, skip, each }: DataExamplesChoice): DataExample[] {
  const { count, classes, samples } = curves;
  const byClass = new Map<number | null, number[]>();
  for (let index = 0; index < count; index++) {
    const own = classes ? classes[index]! : null;
    if (wanted !== null && own !== wanted) continue;
    const group = byClass.get(own);
    if (group) group.push(index);
    else byClass.set(own, [index]);
  }
  const groups = [...byClass].sort(([a], [b]) => (a ?? 0) - (b ?? 0));
  const most = Math.max(1, Math.floor(mostSamples / (samples * Math.max(1, groups.length))));
  return groups.flatMap(([own, indices]) =>
    indices
      .slice(skip, skip + Math.min(each, most))
      .map((index) => ({ index, class: own, tokens: [...curveAt(curves, index)] })),
  );
}
