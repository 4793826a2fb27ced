import { Command, type ErrorOptions } from 'commander';

/** A refusal repeats the value that was given: of more than this many characters only both ends are said. */
const longest = 1500;

/** A command, and all its subcommands, whose refusals stay readable whatever they were given. */
export class TerseCommand extends Command {
  override createCommand(name?: string): TerseCommand {
    return new TerseCommand(name);
  }

  override error(message: string, options?: ErrorOptions): never {
    return super.error(bothEnds(message), options);
  }
}

function bothEnds(text: string): string {
  const half = longest / 2;
  return text.length <= longest ? text : `${text.slice(0, half)} … ${text.slice(-half)}`;
}
