import type { QueryCalls } from '../contract/jobs';
import type { TrajectoryCurve, TrajectoryStatistics } from '../contract/generations';
import { stepStatistics, ThinnedTrajectory, type StepStatistics } from '../generation/trajectories';
import { TokenFile } from './token-file';

/** Tokens that are in memory at once. */
const atOnce = 4_000_000;

/** Curves of some trajectories of a stored generation, thinned with all extremes kept where they are long. */
export function readTrajectories({
  path,
  trajectories,
  from,
  steps,
  maxPoints,
}: Parameters<QueryCalls['trajectories']>[0]): Promise<TrajectoryCurve[]> {
  return TokenFile.with(path, async (file) => {
    const { trajectories: width, steps: all } = file.shape;
    const wrong = trajectories.find((trajectory) => trajectory >= width);
    if (wrong !== undefined) throw new Error(`There is no trajectory ${wrong}; there are 0 to ${width - 1}.`);
    const end = Math.min(all, from + (steps ?? all));
    const curves = trajectories.map(() => new ThinnedTrajectory(end - from, maxPoints));
    const stride = Math.max(1, Math.floor(atOnce / width));
    for (let first = from; first < end; first += stride) {
      const count = Math.min(stride, end - first);
      const tokens = await file.steps(first, count);
      curves.forEach((curve, index) => {
        for (let i = 0; i < count; i++) curve.add(first + i, tokens[i * width + trajectories[index]!]!);
      });
    }
    return curves.map((curve, index) => {
      curve.finish();
      return { trajectory: trajectories[index]!, step: curve.step, token: curve.token };
    });
  });
}

/** Statistics over a group of trajectories; of long stretches at evenly spread steps. */
export function readStatistics({
  path,
  first,
  count,
  quantiles,
  from,
  steps,
  maxPoints,
}: Parameters<QueryCalls['statistics']>[0]): Promise<TrajectoryStatistics> {
  return TokenFile.with(path, async (file) => {
    const end = Math.min(file.shape.steps, from + (steps ?? file.shape.steps));
    const stride = Math.max(1, Math.ceil((end - from) / maxPoints));
    const step = Array.from({ length: Math.max(0, Math.ceil((end - from) / stride)) }, (_, i) => from + i * stride);
    const found: StepStatistics[] = [];
    for (const at of step) {
      const tokens = await file.steps(at, 1);
      found.push(stepStatistics(tokens.subarray(first, first + count), quantiles));
    }
    return {
      step,
      mean: found.map((one) => one.mean),
      standardDeviation: found.map((one) => one.standardDeviation),
      low: found.map((one) => one.low),
      high: found.map((one) => one.high),
      quantiles: quantiles.map((probability, index) => ({
        probability,
        value: found.map((one) => one.quantiles[index]!),
      })),
      count,
    };
  });
}
