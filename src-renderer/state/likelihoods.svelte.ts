import type { ChosenModel } from '../../src-main/contract/evaluations';
import type { RequestArgument } from '../../src-main/contract/ipc';
import type { SeriesLikelihood } from '../../src-main/contract/likelihoods';
import type { Api } from '../api';
import { factsOf, type AskedModel } from './asked-model';

/** Series whose likelihood is asked for, and the model that is asked. */
export interface LikelihoodQuestion {
  /** What the series are, in words: `Class 3, sample 2`. */
  title: string;
  model: AskedModel;
  source: ChosenModel;
  /** Whole signals, for images with the black pixel before each of them; or test series. */
  series: RequestArgument<'images:likelihoods'>['series'];
  /** Null: the series' own, and none for a model without classes. */
  classes: number[] | null;
}

/** One series: under each class that was asked for, and whatever the class. */
export interface LikelihoodRow {
  series: number;
  conditional: SeriesLikelihood[];
  /** Null for a model without classes. */
  marginal: SeriesLikelihood | null;
}

/** How probable a model finds whole series, as far as it has been computed. */
export class Likelihoods {
  readonly question: LikelihoodQuestion;
  rows = $state.raw<readonly LikelihoodRow[] | null>(null);

  constructor(question: LikelihoodQuestion) {
    this.question = question;
  }

  /** Asks the model; rejects with why it cannot say. */
  async read(api: Api): Promise<void> {
    const { model, source, series, classes } = this.question;
    const ask = (under: number[] | 'marginal' | null) =>
      api.request('images:likelihoods', { source, series, classes: under });
    const knowsClasses = factsOf(model).conditionClasses !== null;
    const [conditional, marginal] = await Promise.all([ask(classes), knowsClasses ? ask('marginal') : null]);
    const numbers = [...new Set(conditional.map((one) => one.series))];
    this.rows = numbers.map((number) => ({
      series: number,
      conditional: conditional.filter((one) => one.series === number),
      marginal: marginal?.find((one) => one.series === number) ?? null,
    }));
  }
}
