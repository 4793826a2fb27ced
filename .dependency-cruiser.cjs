'use strict';

/** What each folder may import of the others. The table of the design, checked by `npm run lint`. */
const allowed = {
  'src-main/contract': ['src-main/architecture', 'src-main/math'],
  'src-main/math': [],
  'src-main/formats': [],
  'src-main/architecture': ['src-main/math'],
  'src-main/data': ['src-main/math', 'src-main/contract'],
  'src-main/model': ['src-main/architecture', 'src-main/formats', 'src-main/math', 'src-main/contract'],
  'src-main/training': ['src-main/model', 'src-main/data', 'src-main/math', 'src-main/contract'],
  'src-main/kernel': [],
  'src-main/generation': [
    'src-main/model', 'src-main/architecture', 'src-main/kernel', 'src-main/formats', 'src-main/math',
    'src-main/contract',
  ],
  'src-main/figures': ['src-main/formats', 'src-main/math', 'src-main/contract'],
  'src-main/filter': ['src-main/contract'],
  'src-main/talk': ['src-main/figures', 'src-main/math', 'src-main/contract'],
  'src-main/store': ['src-main/math', 'src-main/contract'],
  'src-main/worker': [
    'src-main/training', 'src-main/generation', 'src-main/model', 'src-main/architecture', 'src-main/data',
    'src-main/figures', 'src-main/formats', 'src-main/store', 'src-main/math', 'src-main/contract',
  ],
  'src-main/services': [
    'src-main/store', 'src-main/talk', 'src-main/figures', 'src-main/architecture', 'src-main/formats',
    'src-main/math', 'src-main/contract',
  ],
  'src-main/electron': ['src-main/services', 'src-main/store', 'src-main/contract'],
  'src-main/preload': ['src-main/contract'],
  'src-main/cli': [
    'src-main/services', 'src-main/store', 'src-main/talk', 'src-main/filter', 'src-main/contract',
  ],
  'src-main/setup': [],
  'src-renderer': [
    'src-main/contract', 'src-main/architecture', 'src-main/figures', 'src-main/filter', 'src-main/math',
  ],
};

/** Packages that only some folders may import. */
const packageHomes = [
  { package: '@tensorflow/tfjs-node-gpu', homes: ['src-main/worker'] },
  {
    package: '@tensorflow/(?!tfjs-node-gpu)[^/]+',
    homes: ['src-main/model', 'src-main/training', 'src-main/generation', 'src-main/worker'],
  },
  { package: 'better-sqlite3', homes: ['src-main/store'] },
  { package: 'electron', homes: ['src-main/electron', 'src-main/preload', 'src-main/setup/electron-shell'] },
  { package: '@napi-rs/canvas', homes: ['src-main/worker'] },
  { package: 'chart\\.js', homes: ['src-main/figures', 'src-main/worker', 'src-renderer'] },
  { package: 'commander', homes: ['src-main/cli'] },
  { package: '(?:svelte|@fontsource/[^/]+)', homes: ['src-renderer'] },
];

/** Folders whose functions depend on their arguments alone: no files, no processes, no clock of the system. */
const pureFolders = [
  'src-main/contract', 'src-main/math', 'src-main/architecture', 'src-main/model', 'src-main/figures',
  'src-main/formats', 'src-main/filter', 'src-main/talk', 'src-main/kernel',
];

/** @param {string[]} folders */
function inside(folders) {
  return folders.map((folder) => `^${folder}/`);
}

const folderRules = Object.entries(allowed).map(([folder, others]) => ({
  name: `${folder}-imports`,
  comment: `${folder} may import ${others.join(', ') || 'no other folder'}.`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: '^src-(?:main|renderer)/', pathNot: inside([folder, ...others]) },
}));

const packageRules = packageHomes.map(({ package: name, homes }) => ({
  name: `only-some-import-${name.replace(/\W+/g, '-')}`,
  comment: `Only ${homes.join(', ')} may import ${name}.`,
  severity: 'error',
  from: { path: '^src-(?:main|renderer)/', pathNot: inside(homes) },
  // A package is seen under its real folder, its declared types under @types, a missing one by its bare name.
  to: { path: `(?:^|node_modules/(?:@types/)?)${name}(?:/|$)` },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    ...packageRules,
    {
      name: 'pure-folders-stay-pure',
      comment: 'What is pure knows neither files nor processes: take what is needed as a parameter.',
      severity: 'error',
      // TensorFlow opens a recorded graph only from a folder: that one step needs a temporary one.
      from: { path: inside(pureFolders), pathNot: '^src-main/model/compile/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'data-only-reads-files',
      comment: 'Data may be read from files and hashed; nothing else of the system is needed for it.',
      severity: 'error',
      from: { path: '^src-main/data/' },
      to: { dependencyTypes: ['core'], pathNot: '^(?:node:)?(?:fs|fs/promises|path|zlib|crypto)$' },
    },
    {
      name: 'page-is-sandboxed',
      comment: 'The page runs in a sandbox: Node is not there. Ask through the bridge.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'setup-runs-before-packages',
      comment: 'The set-up runs before any package is installed: it may use only what Node itself has.',
      severity: 'error',
      from: { path: '^src-main/setup/', pathNot: '^src-main/setup/electron-shell/' },
      to: { dependencyTypesNot: ['core', 'local', 'type-import'] },
    },
    {
      name: 'no-circle',
      comment: 'Modules that import each other cannot be understood one at a time; types alone may.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-missing-module',
      comment: 'What is imported has to be there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shipped-code-uses-dependencies',
      comment: 'A package that the application loads when it runs belongs into "dependencies".',
      severity: 'error',
      from: { path: '^src-main/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/(?:@types/|electron/)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.json` },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'svelte', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.svelte', '.json', '.d.ts'],
    },
  },
};
