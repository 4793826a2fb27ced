import { describe, expect, it } from 'vitest';
import { figureSchema, type ChartPanel } from '../../src-main/contract/figure';
import {
  describeGeneration,
  durationText,
  type GeneratedGroup,
  type GenerationFigure,
} from '../../src-main/figures/describe-generation';
import { trajectoryBands } from '../../src-main/figures/trajectory-band';
import { figure } from './samples';
import { expectSamePicture } from './same-picture';

const curve = (trajectory: number, steps: number) => ({
  trajectory,
  step: Array.from({ length: steps }, (_, step) => step),
  token: Array.from({ length: steps }, (_, step) => (step + trajectory) % 127),
});

function group(changes: Partial<GeneratedGroup> = {}): GeneratedGroup {
  return {
    label: 'Period 5 s',
    runId: 'run',
    colorIndex: 2,
    observed: 3,
    prompt: [60, 61, 62],
    truth: [63, 64],
    samples: [0, 1].map((number) => curve(number, 4)),
    former: [],
    statistics: null,
    period: null,
    ...changes,
  };
}

function describeGroups(groups: GeneratedGroup[], changes: Partial<GenerationFigure> = {}) {
  const figure = describeGeneration({
    name: 'samples',
    title: 'Samples',
    groups,
    columns: 1,
    from: 0,
    steps: 4,
    quantizationLevels: 127,
    sampleInterval: 0.1,
    view: 'samples',
    provenance: { study: '', runs: [], versions: {}, dataHash: null, remarks: [] },
    ...changes,
  });
  expect(figureSchema.safeParse(figure).success).toBe(true);
  return figure.panels as ChartPanel[];
}

describe('the figure of generated samples', () => {
  it('draws samples after what was observed, on axes that do not move while they come', () => {
    const [panel] = describeGroups([group()]);
    expect(panel!.series.map(({ label, role }) => [label, role])).toEqual([
      ['Truth', 'truth'],
      ['Sample 1', 'curve'],
      ['Sample 2', 'curve'],
    ]);
    expect(panel!.series[0]!.x).toHaveLength(5);
    expect(panel!.series[1]!.x[0]).toBeCloseTo(0.3);
    expect(panel!.marks).toEqual([{ axis: 'x', at: 0.2, label: 'observed until here' }]);
    const [before] = describeGroups([group({ samples: [] })]);
    expect([before!.x, before!.y]).toEqual([panel!.x, panel!.y]);
  });

  it('gives a sample the colour of its number, the former result the same, faint', () => {
    const [panel] = describeGroups([group({ former: [curve(1, 4)], samples: [curve(1, 4), curve(9, 4)] })]);
    const [, former, sample, further] = panel!.series;
    expect([former!.colorIndex, former!.role]).toEqual([sample!.colorIndex, 'raw']);
    expect(further!.role).toBe('raw');
  });

  it('says the measured period beside the wanted one', () => {
    const titles = (changes: Partial<GeneratedGroup>) =>
      describeGroups([group({ period: { median: 50.1, count: 4 }, ...changes })]).map(({ title }) => title);
    expect(titles({})).toEqual(['Period 5 s: measured 5.01 s']);
    expect(titles({ label: '' })).toEqual(['Measured period 5.01 s']);
    expect(durationText(50.1, null)).toBe('50.1 samples');
  });

  it('draws the mean with every band in the colour of the run', () => {
    const steps = [0, 1];
    const of = (value: number) => steps.map(() => value);
    const statistics = {
      step: steps,
      mean: of(60),
      standardDeviation: of(5),
      low: of(59),
      high: of(61),
      quantiles: [0.05, 0.25, 0.75, 0.95].map((probability) => ({ probability, value: of(100 * probability) })),
      count: 20,
    };
    const limits = trajectoryBands.map((view) => {
      const [panel] = describeGroups([group({ statistics })], { view });
      const mean = panel!.series.at(-1)!;
      expect([mean.label, mean.colorIndex, mean.band!.n]).toEqual(['Mean of 20', 2, 20]);
      return [mean.band!.low[0], mean.band!.high[0]];
    });
    expect(limits).toEqual([
      [5, 95],
      [25, 75],
      [55, 65],
      [59, 61],
    ]);
  });

  it('draws a stretch of a long forecast alone', () => {
    const far = { ...curve(0, 4), step: [100, 101, 102, 103] };
    const [panel] = describeGroups([group({ samples: [far], truth: [] })], { from: 100 });
    expect(panel!.x.min).toBeCloseTo(10.3);
    expect(panel!.x.max).toBeCloseTo(10.6);
    expect(panel!.series.map(({ label }) => label)).toEqual(['Sample 1']);
    expect(panel!.marks).toEqual([]);
  });

  it('labels the observation limit once in a column', () => {
    const marks = describeGroups([group(), group()]).map((panel) => panel.marks[0]!.label);
    expect(marks).toEqual(['observed until here', '']);
  });
});

it('is the same in all formats', async () => {
  await expectSamePicture('generation', figure('generation', describeGroups([group(), group()]), { columns: 2 }));
}, 60_000);
