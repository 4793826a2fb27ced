import { join } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { integer, list } from '../arguments';
import type { Context } from '../context';
import { tell } from '../output';
import { runSourceScript } from '../source-script';

const parts = ['feed', 'disk', 'kill', 'window', 'endurance'] as const;

const help = `
Parts, and how long they take on two cores at full length:
  feed       files, texts, requests and command lines, right and wrong, to everything that reads them   half an hour
  disk       a full, locked, read-only, slow and vanished disk under trainings                          a minute
  kill       SIGKILL of the command line and its processes at random moments                            half an hour
  window     SIGKILL of the app and its processes; requests of the page, right and wrong                half an hour
  endurance  eight trainings at once while screens are switched                                         --minutes

Each part prints its random seed; --seed makes the same attack again. npm test runs all but endurance, shorter.
Nothing outside temporary folders is touched; mounting a small disk needs root and is left out without.`;

interface TortureOptions {
  only?: string[];
  cases: number;
  commands: number;
  requests: number;
  kills: number;
  appKills: number;
  minutes: number;
  seed?: number;
}

/** `wavebench torture`: attacks the program as the tests do, at full length. */
export function addTortureCommand(program: Command, context: Context): void {
  program
    .command('torture')
    .description('attack the program (bad input, bad disks, killed processes, long use) and look at what is lost')
    .option('--only <parts>', `only these parts: ${parts.join(', ')}`, tortureParts)
    .option('--cases <count>', 'cases for each reader', integer(2, 1e9), 100_000)
    .option('--commands <count>', 'command lines that are really run', integer(1, 1e6), 1000)
    .option('--requests <count>', 'requests through the real window', integer(1, 1e6), 1000)
    .option('--kills <count>', 'kills without a window', integer(4, 1e6), 160)
    .option('--app-kills <count>', 'kills of the app', integer(1, 1e6), 40)
    .option('--minutes <count>', 'minutes of endurance', integer(1, 1e5), 30)
    .option('--seed <seed>', 'seed of what is random (default: another one each time)', integer(0, 2 ** 31 - 1))
    .addHelpText('after', help)
    .action(async ({ only, cases, commands, requests, kills, appKills, minutes, seed }: TortureOptions) => {
      const environment: Record<string, number> = {
        WAVEBENCH_TORTURE_CASES: cases,
        WAVEBENCH_TORTURE_COMMANDS: commands,
        WAVEBENCH_TORTURE_REQUESTS: requests,
        WAVEBENCH_TORTURE_KILLS: kills,
        WAVEBENCH_TORTURE_APP_KILLS: appKills,
        WAVEBENCH_TORTURE_MINUTES: minutes,
        ...(seed === undefined ? {} : { WAVEBENCH_TORTURE_SEED: seed }),
      };
      const code = await runSourceScript(context, {
        script: 'torture.mjs',
        needs: join('test', 'torture', 'settings.ts'),
        what: 'attacks on itself',
        args: only ?? [...parts],
        environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)])),
      });
      tell(
        code === 0 ? 'Nothing was lost.' : 'Something was lost or let in; the lines above say what, and by which seed.',
      );
      if (code !== 0) process.exitCode = 1;
    });
}

function tortureParts(text: string): string[] {
  const chosen = list(text);
  const unknown = chosen.find((part) => !parts.some((known) => known === part));
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is none of ${parts.join(', ')}.`);
  return chosen;
}
