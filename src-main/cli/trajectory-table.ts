import type { GenerationSummary } from '../contract/generations';
import { nodeFiles } from '../services/files';
import type { Generations } from '../services/generations';

const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95];
const columns = ['group', 'class', 'series', 'step', 'mean', 'standard_deviation', 'ci95_low', 'ci95_high'];
/** Of longer generations so many steps are taken, evenly spread. */
const mostSteps = 20_000;

/** Writes the statistics over each group's trajectories: a line for every step, in levels. */
export async function writeStatistics(
  generations: Generations,
  { id, groups }: GenerationSummary,
  target: string,
): Promise<void> {
  const lines = [[...columns, ...quantiles.map((probability) => `q${probability}`)].join(',')];
  for (const [index, group] of groups.entries()) {
    const found = await generations.statistics({
      generationId: id,
      group: index,
      quantiles,
      from: 0,
      maxPoints: mostSteps,
    });
    found.step.forEach((step, i) => {
      const about = [index, group.class ?? '', group.series ?? '', step];
      const values = [found.mean, found.standardDeviation, found.low, found.high, ...found.quantiles.map(valueOf)];
      lines.push([...about, ...values.map((value) => value[i])].join(','));
    });
  }
  nodeFiles.write(target, `${lines.join('\n')}\n`);
}

function valueOf({ value }: { value: number[] }): number[] {
  return value;
}
