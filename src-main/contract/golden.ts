import { z } from 'zod';
import type { WaveNetConfiguration } from '../architecture/configuration';

const count = z.int().min(1);
const token = z.int().min(0);
const rows = z.array(z.array(token).min(1)).min(1);

/** `case.json` of a golden case: what a reference implementation computed in float64 for given weights and tokens. */
export const goldenCaseSchema = z.object({
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
  unrolled: z.object({ origins: z.array(token).min(1), horizon: count, tau: z.number().positive(), loss: z.number() }),
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
