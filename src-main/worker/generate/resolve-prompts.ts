import type { ModelConfiguration } from '../../architecture/configuration';
import type { DataConfiguration } from '../../contract/configuration';
import { leadingSamples } from '../../contract/data-sizes';
import { UserError } from '../../contract/errors';
import type { ResolvedPrompt } from '../../contract/generate-job';
import type { GenerationChoice } from '../../contract/generations';
import { curveAt, type Curves } from '../../data/curves';
import type { TestCurves } from './test-curves';

/** What of a choice decides the prompts. */
export type PromptChoice = Pick<GenerationChoice, 'prompt' | 'classes' | 'count' | 'steps'>;

/** More trajectories than these are better generated in several goes. */
const mostTrajectories = 65_536;

/**
 * The prompts of a choice, each under each of its classes: one for every group of trajectories. Throws a UserError that
 * names what does not fit the model or the data.
 */
export async function resolvePrompts(
  choice: PromptChoice,
  { model, data, testCurves }: { model: ModelConfiguration; data: DataConfiguration | null; testCurves: TestCurves },
): Promise<ResolvedPrompt[]> {
  const begun = await beginnings(choice, { model, data, testCurves });
  const prompts = begun.flatMap((prompt) => classesOf(choice, model, prompt).map((own) => ({ ...prompt, class: own })));
  const trajectories = prompts.length * choice.count;
  if (trajectories > mostTrajectories) {
    throw new UserError(
      `${prompts.length} prompts × ${choice.count} are ${trajectories} trajectories; at most ${mostTrajectories} can ` +
        'be generated at once.',
      'Ask for fewer, or in several goes.',
    );
  }
  return prompts;
}

/** Prompts whose class is that of their series, where they have one. */
async function beginnings(
  { prompt, steps }: PromptChoice,
  { model, data, testCurves }: { model: ModelConfiguration; data: DataConfiguration | null; testCurves: TestCurves },
): Promise<ResolvedPrompt[]> {
  if (prompt.kind === 'none') {
    // Every image is read after a black pixel, so that is what a sample begins with too.
    const tokens = data?.source === 'images' ? Array.from({ length: leadingSamples }, () => 0) : [];
    return [{ tokens, class: null, series: null, truth: [] }];
  }
  if (prompt.kind === 'tokens') {
    checkTokens(prompt.rows, model.quantizationLevels);
    return prompt.rows.map((tokens) => ({ tokens, class: null, series: null, truth: [] }));
  }
  const test = await testCurves();
  checkSeries(prompt, test);
  return prompt.series.map((series) => {
    const curve = Array.from(curveAt(test, series));
    return {
      tokens: curve.slice(0, prompt.observed),
      class: test.classes?.[series] ?? null,
      series,
      truth: curve.slice(prompt.observed, prompt.observed + steps),
    };
  });
}

function classesOf({ classes }: PromptChoice, model: ModelConfiguration, prompt: ResolvedPrompt): (number | null)[] {
  const known = model.family === 'wavenet' ? model.conditionClasses : null;
  if (known === null) {
    if (classes === null) return [null];
    throw new UserError(`The condition ${classes.join(', ')} was given, but this model has none.`, 'Leave it out.');
  }
  const chosen = classes ?? (prompt.class === null ? [] : [prompt.class]);
  if (chosen.length === 0) {
    throw new UserError('This model needs a condition; none was given.', `Name a class from 0 to ${known - 1}.`);
  }
  const wrong = chosen.find((one) => one >= known);
  if (wrong !== undefined) {
    throw new UserError(`The condition ${wrong} is out of range.`, `This model has the classes 0 to ${known - 1}.`);
  }
  return chosen;
}

function checkTokens(rows: readonly (readonly number[])[], levels: number): void {
  rows.forEach((row, index) => {
    const sample = row.findIndex((token) => token >= levels);
    if (sample >= 0) {
      throw new UserError(
        `Prompt ${index} has the token ${row[sample]} at sample ${sample}; this model has ${levels} levels.`,
        `Tokens must be whole numbers from 0 to ${levels - 1}.`,
      );
    }
    if (row.length !== rows[0]!.length) {
      throw new UserError(
        `Prompt ${index} has ${row.length} samples, prompt 0 has ${rows[0]!.length}.`,
        'Prompts that are continued together must be equally long.',
      );
    }
  });
}

function checkSeries({ series, observed }: { series: number[]; observed: number }, { count, samples }: Curves): void {
  const absent = series.find((index) => index >= count);
  if (absent !== undefined) {
    throw new UserError(`There is no test series ${absent}.`, `This dataset has the test series 0 to ${count - 1}.`);
  }
  if (observed > samples) {
    throw new UserError(
      `${observed} samples were to be observed, but the series have ${samples}.`,
      `Observe 1 to ${samples} of them.`,
    );
  }
}
