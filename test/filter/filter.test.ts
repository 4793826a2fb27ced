import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyCompletion, completeFilter, type Vocabulary } from '../../src-main/filter/complete';
import { fieldOfKey } from '../../src-main/filter/fields';
import { predicateOf } from '../../src-main/filter/matches';
import { parseFilter } from '../../src-main/filter/parse';
import { quote, tokenize } from '../../src-main/filter/tokens';
import { reader, runs } from './samples';

function found(text: string): string {
  const { expression, problem } = parseFilter(text, reader.paths);
  if (problem) throw new Error(problem.message);
  return runs
    .filter((run) => predicateOf(expression)(reader.row(run)))
    .map(({ id }) => id)
    .join();
}

function problemOf(text: string): string | null {
  return parseFilter(text, reader.paths).problem?.message ?? null;
}

const vocabulary: Vocabulary = {
  paths: reader.paths,
  metrics: ['oneStepLoss', 'validationAccuracy@8'],
  values: (field) => (field.key === 'arm' ? ['One-step', 'Unrolled 8'] : []),
};

function offered(text: string, caret = text.length): string[] {
  return completeFilter(text, caret, vocabulary).items.map((item) => item.text);
}

describe('a filter', () => {
  it.each([
    ['', 'a1,b2'],
    ['study = fourier-unrolling and lr < 0.01 and best(validationAccuracy@8) > 0.6', 'a1'],
    ['study="Unrolled training on Fourier series"', 'a1,b2'],
    ['arm = "unrolled 8"', 'b2'],
    ['arm != one-step', 'b2'],
    ['arm in (one-step, unrolled-8) and seed >= 2', 'b2'],
    ['arm not in (one-step)', 'b2'],
    ['tag = "to print"', 'a1'],
    ['tag = none', 'b2'],
    ['tag ~ base or notes ~ diverged', 'a1,b2'],
    ['title ~ bad', 'b2'],
    ['name = "one-step · seed 1"', 'a1'],
    ['name = "The bad one"', 'b2'],
    ['id = b2', 'b2'],
    ['device ~ epyc', 'a1'],
    ['status in (failed, stopped)', 'b2'],
    ['duration > 90m', 'a1'],
    ['duration <= 1h30m', 'b2'],
    ['created = 2026-11-24', 'b2'],
    ['created < 2026-11-24', 'a1'],
    ['created >= "2026-11-23 12:00"', 'a1,b2'],
    ['created > 2026-11', ''],
    ['training.optimizer.learningRate = 0.1', 'b2'],
    ['learningRate = 1e-1', 'b2'],
    ['unrolling = none', 'a1'],
    ['model.dilations = "1, 2, 4"', 'a1,b2'],
    ['horizons ~ 8 and horizons !~ 3', 'a1,b2'],
    ['model.bias = yes', 'a1,b2'],
    ['model.padding = layer', 'a1,b2'],
    ['last(oneStepLoss) = 1.5', 'a1'],
    ['best(oneStepLoss) < 1.3', 'a1'],
    ['max(oneStepLoss) = 3 and min(oneStepLoss) = 1.25', 'a1'],
    ['best(validationAccuracy) = 70%', 'a1'],
    ['accuracy > 60%', 'a1'],
    ['best(oneStepLoss) = none', 'b2'],
    ['best(oneStepLoss) != 3', 'a1,b2'],
    ['not (seed = 1 or status = completed)', 'b2'],
    ['seed = 1 status = completed', 'a1'],
    ['seed = 1 and not not tag = baseline', 'a1'],
    ['unrolled-8', 'b2'],
    ['seed 2', 'b2'],
    ['"seed 2" or completed', 'a1,b2'],
    ['ONE complet', 'a1'],
    ['levels≥7', 'a1,b2'],
  ])('%s', (text, ids) => expect(found(text)).toBe(ids));

  it.each([
    ['seed > high', 'Column 8: expected a number, such as 0.6, 60% or 10k, found "high".'],
    ['seed ~ 1', 'Column 6: expected one of = != < <= > >= or in (…) after seed, found "~".'],
    ['arm < 3', 'Column 5: expected one of = != ~ !~ or in (…) after arm, found "<".'],
    ['duration > 5 bananas', null],
    ['duration > soon', 'Column 12: expected a duration, such as 90s, 5m, 2h or 1d, found "soon".'],
    [
      'created > 2026-02-31',
      'Column 11: expected a date, such as 2026-11-24 or "2026-11-24 14:30", found "2026-02-31".',
    ],
    ['lr < small', 'Column 6: expected a number after <, found "small".'],
    ['colour = red', 'Column 1: expected a field such as study, arm, lr or training.maxSteps, found "colour".'],
    ['kernel = 3', 'Column 1: expected a field such as model.kernelSize, model.inputKernelSize, found "kernel".'],
    ['mean(oneStepLoss) > 1', 'Column 1: expected one of last, best, min, max before the parenthesis, found "mean".'],
    ['best(oneStepLoss)', 'Column 18: expected a comparison such as > 0.6 after best(oneStepLoss), found the end.'],
    ['(seed = 1', 'Column 10: expected a closing parenthesis, found the end.'],
    ['seed = 1)', 'Column 9: expected "and", "or" or the end, found ")".'],
    ['seed =', 'Column 7: expected a value for seed, found the end.'],
    ['arm = "one', 'Column 7: expected a closing quotation mark, found "one".'],
    ['arm in (a b)', 'Column 11: expected a comma or a closing parenthesis, found "b".'],
    ['seed = 1 and', 'Column 13: expected a field such as study, or a word to look for, found the end.'],
    ['seed = 1 ! 2', 'Column 10: expected "and", "or" or the end, found "!".'],
  ])('says what is wrong with %s', (text, message) => expect(problemOf(text)).toBe(message));

  it('never throws, whatever is written, and names a place inside the text', () => {
    const piece = fc.constantFrom(
      ...['study', 'lr', 'seed', 'created', 'duration', 'best(', 'validationAccuracy@8', ')', '(', ',', '"', "'", '!'],
      ...['=', '!=', '<', '~', 'and', 'or', 'not', 'in', '0.01', '5m', '2026-11-24', 'none', ' ', 'ü', '\u0000'],
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 24 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(texts, fc.nat(), (text, place) => {
        const { expression, problem } = parseFilter(text, reader.paths);
        if (problem) {
          expect(problem.at).toBeLessThanOrEqual(text.length);
          expect(problem.message).toMatch(new RegExp(`^Column ${problem.at + 1}: expected `));
        }
        for (const run of runs) predicateOf(expression)(reader.row(run));
        const caret = place % (text.length + 1);
        const { from, to } = completeFilter(text, caret, vocabulary);
        expect(from).toBeLessThanOrEqual(to);
      }),
      { numRuns: 2000 },
    );
    expect(problemOf('('.repeat(10_000))).toContain('at most 64');
    expect(problemOf('not '.repeat(10_000))).toContain('at most 64');
  });

  it('finds exactly the others by the contrary', () => {
    const comparison = fc.tuple(
      fc.constantFrom('seed', 'lr', 'arm', 'duration', 'accuracy', 'last(oneStepLoss)', 'unrolling', 'model.dilations'),
      fc.constantFrom('1', '0.1', '15', 'none'),
    );
    fc.assert(
      fc.property(comparison, ([field, value]) => {
        expect(found(`${field} != ${value}`)).toBe(found(`not ${field} = ${value}`));
        expect(found(`${field} in (${value})`)).toBe(found(`${field} = ${value}`));
      }),
    );
  });

  it('reads every value back that it has quoted', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !text.includes('"')),
        (value) => {
          expect(tokenize(quote(value))[0]).toMatchObject({ text: value });
          expect(tokenize(quote(value))).toHaveLength(2);
        },
      ),
    );
  });
});

describe('completion', () => {
  it('offers fields first, and those that begin as what is written', () => {
    expect(offered('').slice(0, 3)).toEqual(['name', 'title', 'study']);
    expect(offered('st')).toEqual(expect.arrayContaining(['study', 'status', 'step', 'steps']));
    expect(offered('ker')[0]).toBe('model.kernelSize');
    expect(offered('seed = 1 and st')).toContain('study');
    expect(offered('(')).toContain('study');
  });

  it('offers the operators of the field, then its values', () => {
    expect(offered('arm ')).toEqual(['=', '!=', '~', '!~', 'in (', 'and', 'or']);
    expect(offered('seed ')).toContain('<=');
    expect(offered('arm = ')).toEqual(['One-step', '"Unrolled 8"', 'none']);
    expect(offered('arm = "unr')).toEqual(['"Unrolled 8"']);
    expect(offered('arm in (One-step, ')).toContain('"Unrolled 8"');
    expect(offered('arm not in (')).toContain('One-step');
  });

  it('offers metrics inside a function and connectives after a comparison', () => {
    expect(offered('best(')).toEqual(['oneStepLoss)', 'validationAccuracy@8)']);
    expect(offered('best(validationAccuracy@8) ')).toContain('>');
    expect(offered('seed = 1 ')).toEqual(['and', 'or', 'not']);
    expect(offered('(seed = 1) ')).toContain('and');
  });

  it('puts what is chosen in the place of what was begun', () => {
    const text = 'seed = 1 and ar and x';
    const completions = completeFilter(text, 15, vocabulary);
    expect(completions).toMatchObject({ from: 13, to: 15 });
    expect(applyCompletion(text, completions, { text: 'arm', help: '' })).toEqual({
      text: 'seed = 1 and arm and x',
      caret: 16,
    });
    expect(applyCompletion('be', { from: 0, to: 2 }, { text: 'best(', help: '' })).toEqual({ text: 'best(', caret: 5 });
  });
});

describe('a field', () => {
  it('is found by the key of its column', () => {
    expect(fieldOfKey('best(validationAccuracy@8)', [])?.read(reader.row(runs[0]!))).toBe(0.7);
    expect(fieldOfKey('training.batchSize', reader.paths)?.read(reader.row(runs[0]!))).toBe(4);
    expect(fieldOfKey('best(nothing)', [])).toBeNull();
    expect(fieldOfKey('nothing', reader.paths)).toBeNull();
  });
});
