import { Command, CommanderError } from 'commander';
import fc from 'fast-check';
import { createContext } from '../../../src-main/cli/context';
import { createProgram } from '../../../src-main/cli/program';
import { projectRoot } from '../../store/support';
import type { Reader } from './reader';

/** Values that options take rightly, nearly or not at all. */
const values = [
  ...['1', '0', '-1', '1.5', '1e9', 'NaN', '', ' ', '3,4', '0-9', '9-0', '1,,2', 'a=b', '=', 'training.maxSteps=3'],
  ...['__proto__.polluted=1', 'constructor.prototype.polluted=1', 'a={"b":', 'quick', 'paper', 'svg,pdf', '--', '-'],
  ...['../../etc/passwd', '/dev/null', '\u0000', 'ü', 'x'.repeat(3000), '--json', '--help', '$(id)', '*', '%s'],
];

/** Arguments as a terminal gives them: parsed as the program does, with commands that do nothing. */
export function argumentReader(): Reader<string[]> {
  const program = createProgram(createContext(projectRoot));
  const flags: string[] = [];
  const commands: string[][] = [];
  disarm(program, [], { flags, commands });
  const word = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...flags) },
    { weight: 4, arbitrary: fc.constantFrom(...values) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...flags), fc.constantFrom(...values)).map((pair) => pair.join('=')),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  );
  return {
    name: 'arguments',
    inputs: fc
      .tuple(fc.constantFrom(...commands), fc.array(word, { maxLength: 8 }))
      .map(([command, words]) => [...command, ...words]),
    refusal: /^(error: .*'|\(outputHelp\)|error: unknown|error: too many arguments)/s,
    async read(given) {
      try {
        await program.parseAsync(given, { from: 'user' });
      } catch (error) {
        if (error instanceof CommanderError && error.exitCode === 0) return;
        throw error;
      }
    },
  };
}

/** Takes the work out of all commands, silences them, and collects their names and options. */
function disarm(command: Command, path: string[], found: { flags: string[]; commands: string[][] }): void {
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} }).exitOverride();
  found.commands.push(path);
  for (const { short, long } of command.options)
    found.flags.push(...[short, long].filter((flag) => flag !== undefined));
  if (command.commands.length === 0) command.action(() => {});
  for (const inner of command.commands) disarm(inner, [...path, inner.name()], found);
}
