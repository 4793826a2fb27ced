import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the package is found inside. */
const place = 'opt/Wave bench';

/**
 * Makes the root of a machine that has the libraries that a package's programs name, fonts, a shell and `readlink`, and
 * nothing else: no Node, no Python.
 */
export function makeBareRoot(folder: string): string {
  const root = mkdtempSync(join(tmpdir(), 'wavebench-root-'));
  for (const inside of ['proc', 'dev', 'tmp', 'home/ada', place]) mkdirSync(join(root, inside), { recursive: true });
  const programs = ['/bin/sh', '/usr/bin/readlink'];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(node|so[.\d]*)$/.test(name),
  );
  const named = librariesOf([...programs, ...[...files, 'Wavebench'].map((name) => join(folder, name))], folder);
  // The library of certificates loads its parts by name.
  const beside = dirname(named.find((path) => path.endsWith('/libnss3.so'))!);
  const parts = ['libsoftokn3.so', 'libfreebl3.so', 'libfreeblpriv3.so'].map((name) => join(beside, name));
  for (const path of [...programs, ...named, ...parts.filter(existsSync)]) {
    cpSync(path, join(root, path), { dereference: true });
  }
  // The package that brings GTK brings fonts along, without which Chromium does not start.
  for (const path of ['/etc/fonts', '/usr/share/fonts']) {
    cpSync(path, join(root, path), { recursive: true, dereference: true });
  }
  return root;
}

/** The command line that runs a program of the package there, with a root of its own; only root may. */
export function inBareRoot(root: string, folder: string, [program, ...args]: readonly string[]): [string, string[]] {
  const script = [
    'mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" && mount --bind "$2" "$1/$3" || exit 1',
    'root=$1; shift 3',
    'exec env -i HOME=/home/ada PATH=/usr/bin:/bin DISPLAY="$DISPLAY" "$(command -v chroot)" "$root" "$@"',
  ].join('\n');
  return [
    'unshare',
    [
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      'sh',
      '-c',
      script,
      'sh',
      root,
      folder,
      place,
      `/${place}/${program}`,
    ].concat(args),
  ];
}

function librariesOf(files: readonly string[], folder: string): string[] {
  const own = [folder, join(folder, 'resources/app/node_modules/@tensorflow/tfjs-node-gpu/deps/lib')].join(':');
  const env = { ...process.env, LD_LIBRARY_PATH: own };
  const found = files.flatMap((file) => {
    const { stdout } = spawnSync('ldd', [file], { env, encoding: 'utf8' });
    return [...stdout.matchAll(/(?:=> |^\t)(\/\S+) \(/gm)].map(([, path]) => path!);
  });
  return [...new Set(found)].filter((path) => !path.startsWith(folder));
}
