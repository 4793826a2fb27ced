import type { ChosenModel, ClassificationChoice, ImagePosterior } from '../../src-main/contract/evaluations';
import type { Api } from '../api';
import type { FieldRule } from './field-rule';
import { parseField } from './field-text';

/** One test image, and p(y | first n pixels) of it for every n, as one goes through the pixels. */
export class ProgressiveView {
  readonly #api: Api;
  /** Place of the image in the test data, from 0, as it was written. */
  text = $state('0');
  posterior = $state.raw<ImagePosterior | null>(null);
  /** Pixels that have been seen. */
  seen = $state(0);
  busy = $state(false);
  #asked = '';
  #turn = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  rule(images: number | null): Extract<FieldRule, { kind: 'number' }> {
    const max = images === null ? null : images - 1;
    return { kind: 'number', integer: true, nullable: false, min: 0, aboveMin: false, max, belowMax: false };
  }

  problem(images: number | null): string | null {
    const parsed = parseField(this.text, this.rule(images));
    return 'problem' in parsed ? parsed.problem : null;
  }

  /** Asks the model about the image, unless it has answered that already; what was under way is left. */
  async show(source: ChosenModel, prior: ClassificationChoice['prior'], images: number | null): Promise<void> {
    if (this.problem(images) !== null) return;
    const index = Number(this.text);
    const asked = JSON.stringify([source, prior, index]);
    if (asked === this.#asked) return;
    const turn = await this.cancel();
    this.#asked = asked;
    this.busy = true;
    try {
      const [posterior] = await this.#api.request('images:posteriors', { source, images: [index], prior });
      if (turn !== this.#turn) return;
      this.posterior = posterior!;
      this.seen = Math.floor((posterior!.posteriors.length - 1) / 2);
    } catch (error) {
      // What was ended for a newer wish is of no interest.
      if (turn !== this.#turn) return;
      this.#asked = '';
      throw error;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Ends what is under way; gives the number of the next turn. */
  async cancel(): Promise<number> {
    const turn = (this.#turn += 1);
    if (this.busy) {
      this.#asked = '';
      await this.#api.request('images:cancel');
    }
    this.busy = false;
    return turn;
  }
}
