import { z } from 'zod';
import type { WaveNetConfiguration } from '../architecture/configuration';

const count = z.int().min(1);
const token = z.int().min(0);
const rows = z.array(z.array(token).min(1)).min(1);

/** `case.json` of a golden case: what a reference implementation computed in float64 for given weights and tokens. */
export const goldenCaseSchema = z
  .object({
    config: z.object({
      quantization_levels: count,
      wave_dilations: z.array(count).min(1),
      wave_kernel_size: count,
      residual_channels: count,
      dilation_channels: count,
      skip_channels: count,
      cond_channels: count.nullable(),
      head_channels: count,
      input_kernel_size: count,
      conv_bias: z.boolean(),
    }),
    receptive_field: count,
    /** [B][T]; `targets` are the inputs shifted by one. */
    inputs: rows,
    targets: rows,
    /** Class of each row. */
    condition: z.array(token).nullable(),
    one_step_loss: z.number(),
    one_step_loss_skip_partial: z.number(),
    one_step_accuracy: z.number(),
    unrolled: z.object({
      origins: z.array(token).min(1),
      horizon: count,
      tau: z.number().positive(),
      loss: z.number(),
    }),
    greedy_rolling_origin: z.object({
      origins: z.array(token).min(1),
      horizon: count,
      loss: z.number(),
      accuracy: z.number(),
    }),
    greedy_generation: z.object({
      prompt_length: count,
      steps: count,
      tokens: rows,
      /** Smallest gap between the two best logits: above the error of float32, so tokens must match exactly. */
      min_top2_margin: z.number(),
    }),
  })
  .superRefine((golden, context) => {
    for (const { path, message } of inconsistencies(golden)) context.addIssue({ code: 'custom', path, message });
  });
export type GoldenCase = z.infer<typeof goldenCaseSchema>;

/** The model of a golden case, which pads every layer. */
export function goldenModel({ config }: GoldenCase): WaveNetConfiguration {
  return {
    family: 'wavenet',
    quantizationLevels: config.quantization_levels,
    dilations: config.wave_dilations,
    kernelSize: config.wave_kernel_size,
    inputKernelSize: config.input_kernel_size,
    residualChannels: config.residual_channels,
    dilationChannels: config.dilation_channels,
    skipChannels: config.skip_channels,
    headChannels: config.head_channels,
    bias: config.conv_bias,
    conditionClasses: config.cond_channels,
    localConditionChannels: null,
    padding: 'layer',
  };
}

/** What does not fit together in a case whose fields are each well-formed. */
function inconsistencies(golden: GoldenCase): { path: (string | number)[]; message: string }[] {
  const { config, inputs, targets, condition, greedy_generation: generation } = golden;
  const problems: { path: (string | number)[]; message: string }[] = [];
  const length = inputs[0]!.length;
  const expectRows = (path: string[], rows: readonly number[][], columns: number, bound: number) => {
    const fits =
      rows.length === inputs.length &&
      rows.every((row) => row.length === columns && row.every((value) => value < bound));
    if (!fits) problems.push({ path, message: `must be ${inputs.length} rows of ${columns} tokens below ${bound}` });
  };
  expectRows(['inputs'], inputs, length, config.quantization_levels);
  expectRows(['targets'], targets, length, config.quantization_levels);
  expectRows(['greedy_generation', 'tokens'], generation.tokens, generation.steps, config.quantization_levels);
  if (generation.prompt_length > length) {
    problems.push({ path: ['greedy_generation', 'prompt_length'], message: `must be at most ${length}` });
  }
  for (const field of ['unrolled', 'greedy_rolling_origin'] as const) {
    const last = length - golden[field].horizon;
    if (golden[field].origins.some((origin) => origin > last)) {
      problems.push({ path: [field, 'origins'], message: `must be at most ${last}, so that the forecast has targets` });
    }
  }
  const classes = config.cond_channels;
  if ((classes === null) !== (condition === null)) {
    problems.push({ path: ['condition'], message: 'must be given exactly when config.cond_channels is' });
  } else if (condition && (condition.length !== inputs.length || condition.some((value) => value >= classes!))) {
    problems.push({ path: ['condition'], message: `must be ${inputs.length} classes below ${classes}` });
  }
  return problems;
}
