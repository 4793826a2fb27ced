import type { Changes, Scale, StudyDefinition } from '../contract/configuration';

export const talkStudyNames = [
  'talk-architectures',
  'talk-unrolling',
  'talk-periods',
  'talk-mnist',
  'talk-scan-orders',
  'talk-beyond',
] as const;
export type TalkStudyName = (typeof talkStudyNames)[number];

type Arm = StudyDefinition['arms'][number];

interface TalkStudy {
  title: string;
  /** The preset that it is a variation of. */
  preset: string;
  /** In place of the preset's arms. */
  arms?: Arm[];
  /** Names of the preset's arms that take part; all when left out. */
  only?: string[];
  /** Beside the preset's changes. */
  changes: Partial<Record<Scale, Changes>>;
}

/** The study of an experiment, made of the preset that it is a variation of. Throws where that is not there. */
export function talkDefinition(name: TalkStudyName, presets: readonly StudyDefinition[]): StudyDefinition {
  const { title, preset, arms, only, changes } = studies[name];
  const base = presets.find((one) => one.name === preset);
  if (!base) throw new Error(`The study ${name} is made of the preset ${preset}, which is not there.`);
  return {
    ...base,
    name,
    title,
    arms: arms ?? base.arms.filter((arm) => !only || only.includes(arm.name)),
    scales: {
      quick: { ...base.scales.quick, ...changes.quick },
      paper: { ...base.scales.paper, ...changes.paper },
    },
  };
}

/** 13 dilated layers of kernel 2, as the quick study has them, see 1 + 6 + 190 samples. */
const dilatedLayers = 13;
const receptiveField = 197;
const inputKernel = 7;
/** Each lag of a linear model has a weight for every level and output: 64 of them are a million already. */
const lags = 64;

const architectureSizes: Changes = {
  'model.residualChannels': 16,
  'model.dilationChannels': 16,
  'model.skipChannels': 16,
  'model.headChannels': 16,
  'training.batchSize': 8,
  'training.maxSteps': 400,
  'training.schedule': { kind: 'steps', warmupSteps: 0, at: [250, 350], factor: 0.3 },
  'validation.everySteps': 50,
  'validation.horizons': [1, 8],
};

function lagged(name: string, label: string, hiddenChannels: number[]): Arm {
  const model = { family: 'lagged', quantizationLevels: 127, lags, hiddenChannels };
  return { name, label, changes: { model } };
}

const unrolling = {
  horizon: 8,
  origins: 16,
  weight: 1,
  gumbelTemperature: 2 / 3,
  sampling: 'soft',
  curriculumSteps: null,
};

function unrolledArm(name: string, label: string, changes: Changes): Arm {
  return { name, label, changes: { 'training.unrolling': { ...unrolling, ...changes } } };
}

const studies: Record<TalkStudyName, TalkStudy> = {
  'talk-architectures': {
    title: 'Dilated, plain, linear and fully connected',
    preset: 'fourier-unrolling',
    arms: [
      {
        name: 'dilated',
        label: 'Dilated',
        changes: { 'model.dilations': [1, 2, 4, 8, 16, 32, 64, 1, 2, 4, 8, 16, 32] },
      },
      {
        name: 'plain-layers',
        label: 'Plain, same layers',
        changes: { 'model.dilations': Array.from({ length: dilatedLayers }, () => 1) },
      },
      {
        name: 'plain-field',
        label: 'Plain, same receptive field',
        changes: { 'model.dilations': [1], 'model.kernelSize': receptiveField - inputKernel + 1 },
      },
      lagged('lagged', 'Lagged, linear', []),
      lagged('connected', 'Fully connected', [64, 64]),
    ],
    changes: { quick: architectureSizes, paper: { 'validation.horizons': [1, 8] } },
  },
  'talk-unrolling': {
    title: 'Train-unrolling',
    preset: 'fourier-unrolling',
    changes: { quick: { 'validation.horizons': [1, 8, 16, 32] } },
  },
  'talk-periods': { title: 'Samples by period', preset: 'fourier-period', changes: {} },
  'talk-mnist': { title: 'MNIST in black and white', preset: 'mnist-binary', changes: {} },
  'talk-scan-orders': {
    title: 'Orders of reading MNIST',
    preset: 'mnist-scan-order',
    only: ['scanline', 'serpentine', 'hilbert'],
    changes: { quick: { 'training.maxSteps': 600, 'validation.everySteps': 200 } },
  },
  'talk-beyond': {
    title: 'Ways of unrolling',
    preset: 'fourier-unrolling',
    arms: [
      { name: 'one-step', label: 'One-step', changes: { 'training.unrolling': null } },
      ...[1, 2, 4, 8, 16, 32].map((horizon) =>
        unrolledArm(`unrolled-${horizon}`, `Unrolled, ${horizon} ${horizon === 1 ? 'step' : 'steps'}`, { horizon }),
      ),
      unrolledArm('temperature-0-2', 'Gumbel temperature 0.2', { gumbelTemperature: 0.2 }),
      unrolledArm('temperature-2', 'Gumbel temperature 2', { gumbelTemperature: 2 }),
      unrolledArm('hard', 'Straight-through', { sampling: 'hard' }),
      unrolledArm('scheduled', 'Scheduled sampling', { sampling: 'scheduled-sampling' }),
      unrolledArm('curriculum', 'Curriculum', { curriculumSteps: 1000 }),
      unrolledArm('weight-0-1', 'λ = 0.1', { weight: 0.1 }),
      unrolledArm('weight-10', 'λ = 10', { weight: 10 }),
    ],
    changes: { quick: { 'validation.horizons': [1, 8, 32] } },
  },
};
