import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Changes } from '../contract/configuration';

/** Adds the options of a command that works on stored data. */
export function withDataOptions(command: Command): Command {
  return command
    .option('--data-dir <folder>', 'where studies and runs are kept (default: the app’s own folder)')
    .option('--json', 'print JSON');
}

export function tensorboardOption(): Option {
  return new Option(
    '--tensorboard <folder>',
    'write event files for TensorBoard while it trains (default: the setting of the app, none)',
  );
}

export function scaleOption(): Option {
  return new Option('--scale <scale>', 'size of the study').choices(['quick', 'paper']).default('quick');
}

/** `path=value`, again and again; the value is JSON, or else a plain word. */
export function setOption(): Option {
  return new Option(
    '--set <path=value>',
    'change a field of every configuration, e.g. training.maxSteps=200; can be repeated',
  )
    .argParser(addChange)
    .default({}, 'none');
}

/** Parses an integer within limits; for Commander's argument parsers. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < min || value > max) {
      const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return value;
  };
}

/** Parses a number within limits. */
export function decimal(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max)) {
      throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** Parses `a,b,c`. */
export function list(text: string): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
  if (items.length === 0) throw new InvalidArgumentError('It must name at least one.');
  return items;
}

/** Parses `1,2,3` as integers of at least `min`; for Commander's argument parsers. */
export function integers(min: number): (text: string) => number[] {
  return (text) => list(text).map(integer(min));
}

/** Parses `0,2,5-9` as classes, each once or as often as it is named. */
export function classList(text: string): number[] {
  return list(text).flatMap((part) => {
    const [from, to] = /^(\d+)-(\d+)$/.exec(part)?.slice(1).map(Number) ?? [];
    if (from === undefined || to === undefined) return [integer(0, 65_535)(part)];
    if (from > to || to > 65_535) throw new InvalidArgumentError(`${part} is no range of classes, as 0-9 is.`);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** Parses `1,2,3` as seeds. */
export function seedList(text: string): number[] {
  return list(text).map(integer(0, 0xffffffff));
}

function addChange(text: string, before: Changes): Changes {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must have the form path=value, e.g. training.maxSteps=200.');
  return { ...before, [text.slice(0, equals)]: jsonOrWord(text.slice(equals + 1)) };
}

function jsonOrWord(text: string): Changes[string] {
  try {
    return JSON.parse(text) as Changes[string];
  } catch {
    return text;
  }
}
