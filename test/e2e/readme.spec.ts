import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { endWithGroup, projectRoot, removeFolder } from './app';

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');

/** Sizes for which a study needs seconds: the commands are what is tested here, not the model. */
const tinySettings: [path: string, value: number | string][] = [
  ['data.trainCurves', 32],
  ['data.validationCurves', 8],
  ['data.testCurves', 4],
  ['data.samples', 300],
  ['model.dilations', '[1,2]'],
  ['training.batchSize', 2],
  ['training.windowLength', 64],
  ['training.maxSteps', 6],
  ['training.execution', '"eager"'],
  ['validation.everySteps', 3],
  ['validation.curves', 4],
  ['validation.numOrigins', 2],
  ['validation.forecastHorizon', 40],
];
const tiny = optionsOf(tinySettings);
/** The same where the data are as they were imported. */
const tinyModel = optionsOf(tinySettings.filter(([path]) => !path.startsWith('data.')));

function optionsOf(settings: typeof tinySettings): string[] {
  return settings.flatMap(([path, value]) => ['--set', `${path}=${value}`]);
}

/**
 * How each command of the README is run here: with what is added to it, or where else it is run. A command that is not
 * in this list fails the test.
 */
const runs: Record<string, { add?: string[]; elsewhere?: string; writes?: string[] }> = {
  'npm start': { elsewhere: 'opened below with a data folder, and by test/setup' },
  'npm test': { elsewhere: 'this is it' },
  'npm run package': { elsewhere: 'test/setup/package.test.ts, when asked for' },
  'npm test -- unit': { elsewhere: 'a part of npm test' },
  'npm test -- e2e': { elsewhere: 'a part of npm test' },
  'npm start -- --data-dir ~/wavebench-data': { elsewhere: 'opened below' },
  'npm run -s wavebench -- run fourier-unrolling --scale quick --seeds 3': { add: tiny },
  'npm run -s wavebench -- list': {},
  'npm run -s wavebench -- export fourier-unrolling --figure forecasts --out forecasts.pdf': {
    writes: ['forecasts.pdf', 'forecasts.csv'],
  },
  'npm run -s wavebench -- export fourier-unrolling --figure validation --out validation.svg --width 3.25': {
    writes: ['validation.svg', 'validation.csv'],
  },
  'npm run -s wavebench -- export fourier-unrolling --figure error --out error.tex --venue nature --save errors': {
    writes: ['error.tex', 'error.pdf', 'error.csv'],
  },
  'npm run -s wavebench -- export fourier-unrolling --out figures': {
    writes: ['figures/errors.tex', 'figures/errors.pdf'],
  },
  'npm run -s wavebench -- generate --run unrolled-8 --dataset test --count 100 --statistics forecast.csv': {
    writes: ['forecast.csv'],
  },
  'npm run -s wavebench -- generate --run unrolled-8 --count 4 --steps 2000 --temperature 0.8 --seed 7 --out samples.csv':
    {
      writes: ['samples.csv'],
    },
  'npm run -s wavebench -- compare fourier-unrolling': {},
  'npm run -s wavebench -- reproduce --plan': {},
  'npm run -s wavebench -- reproduce --only 2,7 --out talk': { add: tiny, writes: ['talk/report.html'] },
  'npm run -s wavebench -- generations': {},
  'npm run -s wavebench -- likelihood --run unrolled-8 --series 0,1,2,3': {},
  'npm run -s wavebench -- generate --model mnist-binary --classes 0-9 --count 10 --gallery digits.pdf': {
    writes: ['digits.pdf'],
  },
  'npm run -s wavebench -- complete --model mnist-binary --observed 392 --count 100 --class none --out completed.pdf': {
    writes: ['completed.pdf'],
  },
  'npm run -s wavebench -- classify --model mnist-binary --count 20 --figure progressive --out seen.pdf': {
    writes: ['seen.pdf', 'seen.csv'],
  },
  'npm run -s wavebench -- classify --model mnist-binary --animate 3 --width 4 --out class.gif': {
    writes: ['class.gif'],
  },
  'npm run -s wavebench -- density --model mnist-binary --count 5 --out density.pdf': {
    writes: ['density.pdf', 'density.csv'],
  },
  'npm run -s wavebench -- plan fourier-unrolling --scale paper': {},
  'npm run -s wavebench -- run fourier-unrolling --arms one-step --set training.maxSteps=500': { add: tiny },
  'npm run -s wavebench -- run sunspots': { add: tinyModel },
  'npm run -s wavebench -- import resources/datasets/sunspots/sunspots-monthly.csv --name mine --window 264 --stride 12':
    {},
  'npm run -s wavebench -- doctor': {},
  'npm run -s wavebench -- verify test/golden/tiny test/golden/fourier test/golden/conditional': {},
  'npm run -s wavebench -- bench training --help': {},
  'npm run -s wavebench -- bench generators --out generators.pdf': {
    add: ['--layers', '1,2', '--seconds', '0.2'],
    writes: ['generators.pdf'],
  },
  'npm run -s wavebench -- bundle fourier-unrolling --out study.wavebench': { writes: ['study.wavebench'] },
  'npm run -s wavebench -- import study.wavebench': {},
  'npm run -s wavebench -- export --all --out tables': { writes: ['tables/points.csv'] },
  'npm run -s wavebench -- export-tensorboard fourier-unrolling --out logs': {},
  'npm run -s wavebench -- list --data-dir ~/wavebench-data': {},
};

let folder: string;
let environment: NodeJS.ProcessEnv;
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebench-readme-'));
  const { WAVEBENCH_CACHE, XDG_CACHE_HOME } = process.env;
  const cache = WAVEBENCH_CACHE ?? join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'wavebench');
  environment = { ...process.env, HOME: folder, XDG_CONFIG_HOME: '', WAVEBENCH_CACHE: cache };
});
test.afterAll(() => removeFolder(folder));

test('every command of the README is known here', () => {
  expect([...new Set(commands())].sort()).toEqual(Object.keys(runs).sort());
});

test('every command line of the README works, in its order', async () => {
  test.setTimeout(600_000);
  for (const command of commands()) {
    const { add = [], elsewhere, writes = [] } = runs[command] ?? {};
    if (elsewhere) continue;
    const { code, output } = await run([...command.split(' ').map(inFolder), ...add]);
    expect(code, `${command}\n${output}`).toBe(0);
    for (const file of writes) expect(statSync(join(folder, file)).size, file).toBeGreaterThan(500);
  }
});

test('npm start opens the app on the data folder that it is told', async () => {
  const dataFolder = join(folder, 'started');
  const args = ['start', '--', '--data-dir', dataFolder, '--remote-debugging-port=0'];
  const child = spawn('npm', args, { cwd: projectRoot, env: environment, detached: true });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const found = /DevTools listening on (ws:\/\/[^/]+)/.exec(text);
        if (found) resolve(found[1]!);
      });
      child.once('exit', () => reject(new Error(`npm start ended:\n${text}`)));
    });
    // Electron's own page of what is open: Playwright can join only what it has started itself.
    const list = new URL('/json/list', address.replace('ws:', 'http:'));
    const open = async () => ((await (await fetch(list)).json()) as { type: string; url: string; title: string }[])[0];
    await expect.poll(open).toMatchObject({ type: 'page', url: 'app://wavebench/index.html', title: 'Wavebench' });
    expect(existsSync(join(dataFolder, 'wavebench.db'))).toBe(true);
  } finally {
    await endWithGroup(child);
  }
});

test('the pictures and files that the README names are there', () => {
  const named = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(2);
  for (const path of named) expect(existsSync(join(projectRoot, path)), path).toBe(true);
  const picture = join(projectRoot, 'resources', 'docs', 'compare.png');
  expect(statSync(picture).size).toBeLessThan(300_000);
});

/** The lines of all `sh` blocks, in order. */
function commands(): string[] {
  return [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.trim().split('\n'));
}

/** Keeps what a command writes out of the clone, which is where npm runs it. */
function inFolder(word: string): string {
  if (word.startsWith('~/')) return join(folder, word.slice(2));
  return /^([\w-]+\.(pdf|svg|csv|tex|gif|wavebench)|tables|logs|figures|talk)$/.test(word) ? join(folder, word) : word;
}

function run([program, ...args]: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(program!, args, { cwd: projectRoot, env: environment, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? 1) : 0;
      resolve({ code, output: `${stdout}\n${stderr}` });
    });
  });
}
