import { uniformAt } from '../math/random';
import { createSampler } from '../model/samplers';
import type { GenerationBlock, GenerationRequest } from './generator';

/** A model that has seen some samples and predicts the next, one step at a time. */
export interface Stepper {
  /** Logits [B, Q] of the next sample. */
  logits(): Float32Array;
  /** Takes in the next sample of each row [B]; `step` 0 is the first one after the prompt. */
  push(tokens: Int32Array, step: number): void;
  dispose(): void;
}

/** Samples from a stepper and cuts what comes into blocks; disposes of it at the end or when the consumer stops. */
export async function* generateBlocks(
  start: () => Stepper,
  levels: number,
  request: GenerationRequest,
): AsyncGenerator<GenerationBlock, void, void> {
  const { prompt, steps, seed, firstRow = 0, noiseStreams = 0, blockSteps = 1, keepLogits = false } = request;
  const sampler = createSampler(request.sampler);
  const rows = prompt.length;
  const stepper = start();
  try {
    for (let first = 0; first < steps; first += blockSteps) {
      const count = Math.min(blockSteps, steps - first);
      const tokens = new Int32Array(rows * count);
      const kept = keepLogits ? new Float32Array(rows * count * levels) : null;
      for (let i = 0; i < count; i++) {
        const step = first + i;
        const logits = stepper.logits();
        const next = new Int32Array(rows);
        for (let b = 0; b < rows; b++) {
          const own = logits.subarray(b * levels, (b + 1) * levels);
          const row = firstRow + b;
          next[b] = sampler(own, uniformAt(seed, noiseStreams > 0 ? row % noiseStreams : row, step));
          tokens[b * count + i] = next[b]!;
          kept?.set(own, (b * count + i) * levels);
        }
        if (step < steps - 1) stepper.push(next, step);
      }
      yield { firstStep: first, steps: count, tokens, logits: kept };
    }
  } finally {
    stepper.dispose();
  }
}
