import * as tf from '@tensorflow/tfjs-core';
import type { ModelConfiguration } from '../../architecture/configuration';
import { leadingSamples } from '../../contract/data-sizes';
import type { ResolvedPrompt } from '../../contract/generate-job';
import type { LikelihoodChoice, LikelihoodRequest, SeriesLikelihood } from '../../contract/likelihoods';
import {
  bitsPerSample,
  likelihoodPieces,
  logLikelihood,
  marginalLikelihood,
  setPiece,
} from '../../generation/likelihood';
import { loadNetwork, type Network } from '../../model/network';
import type { GenerateOptions } from './generate';
import { loadModel } from './load-model';
import { resolveLocal } from './resolve-local';
import { resolvePrompts, type PromptChoice } from './resolve-prompts';
import { testCurvesOf, type TestCurves } from './test-curves';

/** Series that one pass computes. */
const rowsAtOnce = 64;

/** Computes the likelihood of every series that was asked for; tfjs has to be loaded before. */
export async function computeLikelihoods(
  { model: source, data: named, fetchedSets, choice }: LikelihoodRequest,
  { bundledSets, pause }: Pick<GenerateOptions, 'bundledSets' | 'pause'>,
): Promise<SeriesLikelihood[]> {
  const { trained, data: own } = await loadModel(source);
  const { model } = trained;
  const data = named ?? own;
  const testCurves = testCurvesOf(model, data, { bundled: bundledSets, fetched: fetchedSets });
  const rows = await resolvePrompts(await promptChoice(choice, model, testCurves), { model, data, testCurves });
  const observed = rows[0]!.tokens.length;
  // The black pixel before an image is given and no part of it: a training never predicts it.
  const given = data?.source === 'images' ? leadingSamples : 0;
  const network = loadNetwork(trained);
  try {
    const steps: Float32Array[] = [];
    for (let first = 0; first < rows.length; first += rowsAtOnce) {
      const some = rows.slice(first, first + rowsAtOnce);
      const { local } = choice;
      const series = some.map((row) => row.series);
      const condition = await resolveLocal({ local, steps: 0 }, { model, data, testCurves, series, observed });
      const all = await stepsOf(network, some, condition, pause);
      steps.push(...all.map((values) => values.subarray(given)));
    }
    if (choice.classes !== 'marginal') return rows.map((row, index) => underClass(row, index, steps[index]!));
    return marginals(rows, steps, (model as { conditionClasses: number }).conditionClasses);
  } finally {
    tf.dispose(network as unknown as tf.TensorContainer);
  }
}

/** Every series whole, as a prompt that nothing follows. */
async function promptChoice(
  { series, classes }: LikelihoodChoice,
  model: ModelConfiguration,
  testCurves: TestCurves,
): Promise<PromptChoice> {
  const known = model.family === 'wavenet' ? model.conditionClasses : null;
  return {
    prompt: series.kind === 'tokens' ? series : { ...series, observed: (await testCurves()).samples },
    // A model without classes says that it has none.
    classes: classes === 'marginal' ? Array.from({ length: known ?? 1 }, (_, y) => y) : classes,
    count: 1,
    steps: 0,
  };
}

async function stepsOf(
  network: Network,
  rows: readonly ResolvedPrompt[],
  local: Float32Array | null,
  pause: () => Promise<void>,
): Promise<Float32Array[]> {
  const tokens = rows.map((row) => row.tokens);
  const classes = rows[0]!.class === null ? null : rows.map((row) => row.class!);
  const steps = tokens.map((row) => new Float32Array(row.length));
  for (const piece of likelihoodPieces(network, { tokens, classes, local })) {
    setPiece(steps, piece);
    await pause();
  }
  return steps;
}

function underClass(row: ResolvedPrompt, index: number, steps: Float32Array): SeriesLikelihood {
  const whole = logLikelihood(steps);
  return {
    series: row.series ?? index,
    class: row.class,
    logLikelihood: whole,
    bitsPerSample: bitsPerSample(whole, steps.length),
    steps: [...steps],
    posterior: null,
  };
}

/** Rows come as each series under each class in turn. */
function marginals(
  rows: readonly ResolvedPrompt[],
  steps: readonly Float32Array[],
  classes: number,
): SeriesLikelihood[] {
  return Array.from({ length: rows.length / classes }, (_, index) => {
    const first = index * classes;
    const marginal = marginalLikelihood(steps.slice(first, first + classes));
    return {
      series: rows[first]!.series ?? index,
      class: null,
      logLikelihood: marginal.whole,
      bitsPerSample: bitsPerSample(marginal.whole, marginal.steps.length),
      steps: [...marginal.steps],
      posterior: [...marginal.posterior],
    };
  });
}
