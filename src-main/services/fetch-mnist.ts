import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { download, type DownloadOptions } from './download';

export interface MnistFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** The four files of MNIST (60,000 + 10,000 digits). */
const files: readonly MnistFile[] = [
  {
    name: 'train-images-idx3-ubyte.gz',
    bytes: 9_912_422,
    sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
  },
  {
    name: 'train-labels-idx1-ubyte.gz',
    bytes: 28_881,
    sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  },
  {
    name: 't10k-images-idx3-ubyte.gz',
    bytes: 1_648_877,
    sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  },
  {
    name: 't10k-labels-idx1-ubyte.gz',
    bytes: 4_542,
    sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
  },
];

const mirrors = [
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://yann.lecun.com/exdb/mnist/',
];

/** Where MNIST is had from; another one in tests. */
export interface MnistSource {
  files: readonly MnistFile[];
  /** Folders of the web, each ending in a slash. */
  mirrors: readonly string[];
}

export const mnistSource: MnistSource = { files, mirrors };

export interface FetchProgress {
  /** Bytes of all files that are there. */
  bytes: number;
  total: number;
}

/**
 * Fetches the whole MNIST set into the folder `mnist` of the fetched sets, when a person asks for it; goes on with what
 * an earlier attempt left. The folder is there only once all files are.
 */
export async function fetchMnist(
  setsFolder: string,
  options: Omit<DownloadOptions, 'onProgress'> & { onProgress?: (progress: FetchProgress) => void },
  source: MnistSource = mnistSource,
): Promise<string> {
  const folder = join(setsFolder, 'mnist');
  if (await isThere(folder)) return folder;
  const incomplete = `${folder}.part`;
  await mkdir(incomplete, { recursive: true });
  const total = source.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { name, bytes, sha256 } of source.files) {
    const urls = source.mirrors.map((mirror) => mirror + name);
    const onProgress = (present: number) => options.onProgress?.({ bytes: done + present, total });
    await download({ urls, bytes, sha256, path: join(incomplete, name) }, { ...options, onProgress });
    done += bytes;
    onProgress(0);
  }
  await rename(incomplete, folder);
  return folder;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
