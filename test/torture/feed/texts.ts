import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseRunConfiguration } from '../../../src-main/contract/configuration';
import { completeFilter } from '../../../src-main/filter/complete';
import { predicateOf } from '../../../src-main/filter/matches';
import { parseFilter } from '../../../src-main/filter/parse';
import { recognizeDialect } from '../../../src-main/formats/delimited-dialect';
import { DelimitedParser } from '../../../src-main/formats/delimited-text';
import { nodeFiles, type Files } from '../../../src-main/services/files';
import { readTokenColumns } from '../../../src-main/services/number-table';
import { readStudyFile } from '../../../src-main/services/presets';
import { reader as settings, runs } from '../../filter/samples';
import { configuration, definition, projectRoot } from '../../store/support';
import { changedTexts } from './mutation';
import { Fault, type Reader } from './reader';

const jsonWords = [
  ...[
    'null',
    'true',
    '-1',
    '0',
    '1e999',
    '1e-400',
    '9007199254740993',
    '""',
    '[]',
    '{}',
    '[[',
    '{"__proto__":{"polluted":1}}',
  ],
  ...[
    '"constructor"',
    '"\\u0000"',
    '"../../x"',
    ',',
    ':',
    '"quantizationLevels":2',
    '"changes":{"__proto__.polluted":1}',
  ],
  ...['"constructor.prototype.polluted":true', '"training.maxSteps.x":1', '\ufeff', `"${'x'.repeat(9000)}":`],
];

/** Study files that a person brings. */
export function studyReader(): Reader<string> {
  const folder = join(projectRoot, 'resources', 'studies');
  const samples = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return {
    name: 'study file',
    inputs: changedTexts([JSON.stringify(definition), ...samples], jsonWords),
    refusal: /^The study file given\.json cannot be used: /,
    read(text) {
      const study = readStudyFile('given.json', only(text));
      mustMean(readStudyFile('given.json', only(JSON.stringify(study))), study);
    },
  };
}

/** Configurations in stores, bundles and job messages. */
export function configurationReader(): Reader<string> {
  return {
    name: 'configuration',
    inputs: changedTexts([JSON.stringify(configuration)], jsonWords),
    refusal: /^Invalid (configuration: |JSON)/,
    read(text) {
      const input = parsed(text);
      const read = parseRunConfiguration(input);
      mustMean(read, input);
    },
  };
}

/** Tokens that a generation goes on from. */
export function promptReader(): Reader<string> {
  const samples = ['step,trajectory 0,trajectory 1\n0,3,4\n1,5,6\n', '1\n2\n3\n', '1;2;3\r\n4;5;6\r\n', '0 1\n1 0\n'];
  const words = [
    'NaN',
    'Infinity',
    '-1',
    '1.5',
    '0x10',
    '1e3',
    '"7"',
    ',,',
    '\r',
    '\u2028',
    '\ufeff',
    '=1+1',
    'ü',
    '\u0000',
  ];
  return {
    name: 'CSV prompt',
    inputs: changedTexts(samples, words),
    refusal: /^given\.csv(,| holds| has)/,
    read(text) {
      const columns = readTokenColumns('given.csv', only(text));
      const tokens = columns.flat();
      if (!tokens.every((token) => Number.isInteger(token) && token >= 0)) throw new Fault('it gives what is no token');
      const written = columns[0]!.map((_, row) => columns.map((column) => column[row]).join(',')).join('\n');
      mustMean(readTokenColumns('given.csv', only(written)), columns);
      const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '').length;
      if (lines - columns[0]!.length > 1) throw new Fault(`${columns[0]!.length} samples came of ${lines} lines`);
      if (lines > columns[0]!.length && /^\s*\d+\s*([,;\t ]|$)/.test(text))
        throw new Fault('a line of numbers was taken for a heading');
    },
  };
}

/** Tables of text that are imported. */
export function tableReader(): Reader<string> {
  const samples = ['time;x;y\n0;1,5;2\n1;2,5;3\n', 'a,b\n"1, and","2"\n3,4\n', '1 2 3\n4 5 6\n', 'x\ty\n"a\nb"\t1\n'];
  return {
    name: 'table of text',
    inputs: changedTexts(samples, ['"', '""', '","', '\n', '\r\n', '\t', 'NaN', '1e5']),
    refusal: /^line \d+, column \d+: /,
    read(text) {
      const { delimiter } = recognizeDialect(text);
      const whole = rowsOf(delimiter, [text]);
      mustMean(rowsOf(delimiter, text.match(/[^]{1,3}/g) ?? []), whole);
      for (const { line } of whole)
        if (line > text.split(/\r\n|\r|\n/).length) throw new Fault(`a row begins on line ${line}`);
    },
  };
}

/** Filters of the table of runs. */
export function filterReader(): Reader<string> {
  const samples = [
    'study = fourier-unrolling and lr < 0.01 and best(validationAccuracy@8) > 0.6',
    'not (tag in ("a b", none) or duration > 1h30m) created >= 2026-11',
  ];
  const words = [...' ( ) , = != ~ !~ < <= " \' ! and or not in none best( 5m 60% ü'.split(' '), '\u0000', '((((((('];
  const vocabulary = { paths: settings.paths, metrics: ['oneStepLoss'], values: () => ['One-step'] };
  return {
    name: 'filter',
    inputs: fc.oneof(
      changedTexts(samples, words),
      fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((all) => all.join(' ')),
    ),
    refusal: /^Column \d+: expected /,
    read(text) {
      const { expression, problem } = parseFilter(text, settings.paths);
      const { from, to } = completeFilter(text, Math.floor(text.length / 2), vocabulary);
      if (!(from >= 0 && from <= to && to <= text.length)) throw new Fault(`a completion lies at ${from} … ${to}`);
      if (problem && problem.at > text.length) throw new Fault(`a problem lies at ${problem.at}`);
      if (problem) throw new Error(problem.message);
      for (const run of runs) predicateOf(expression)(settings.row(run));
    },
  };
}

/** JSON as the readers of it get it; a text that is none is refused before them. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Invalid JSON: ${(error as Error).message}`);
  }
}

function rowsOf(delimiter: string, pieces: readonly string[]): { line: number; fields: string[] }[] {
  const parser = new DelimitedParser(delimiter);
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

function only(text: string): Files {
  return { ...nodeFiles, exists: () => true, readText: () => text };
}

function mustMean(read: unknown, wanted: unknown): void {
  if (JSON.stringify(sorted(read)) !== JSON.stringify(sorted(wanted)))
    throw new Fault('it means something else than was read');
  if ('polluted' in {}) throw new Fault('every object has another property now');
}

/** Keys in one order, however they came. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)]);
}
