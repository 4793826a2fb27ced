import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { TerseCommand } from '../../src-main/cli/terse-command';

test('a refusal of a subcommand repeats both ends of what it was given, not all of it', () => {
  const program = new TerseCommand('program').exitOverride();
  const inner = program
    .command('inner')
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  inner.option('--size <size>', 'size', (text) => {
    throw new InvalidArgumentError(`${text} is no size.`);
  });
  const given = `a${'x'.repeat(5000)}z`;
  expect(() => program.parse(['inner', '--size', given], { from: 'user' })).toThrow(
    /^error: option '--size <size>' argument 'ax{50,}.* … .*xz is no size\.$/s,
  );
  try {
    program.parse(['inner', '--size', given], { from: 'user' });
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(1600);
  }
});
