import type { HarmonicSpectra } from '../contract/drift';
import type { ChartPanel, FigureDescription, Series } from '../contract/figure';
import { mean } from '../math/statistics';
import type { DriftFigure } from './describe-drift';
import { driftRemarks, observationsOf, type DriftRun } from './drift-run';
import { armSeries, provenanceOf, seedRemarks, type StudyCurve } from './study-run';

/**
 * Mean amplitude of the forecasts by harmonic beside that of the truth, one curve for each arm, a panel for each kind of
 * observations; null where nothing measured has harmonics.
 */
export function describeSpectra({ study, runs, band }: DriftFigure): FigureDescription | null {
  const withSpectra = runs.filter(({ result }) => result.under.some(({ spectra }) => spectra !== null));
  if (withSpectra.length === 0) return null;
  const kinds = observationsOf(withSpectra);
  const panels = kinds.map((kind): ChartPanel => {
    const forecast = harmonicCurves(withSpectra, kind, (spectra) => spectra.freeRunning);
    const truths = harmonicCurves(withSpectra, kind, (spectra) => spectra.truth);
    return {
      kind: 'chart',
      title: kinds.length > 1 ? `${kind === 'clean' ? 'Clean' : 'Noisy'} observations` : '',
      x: { title: 'Harmonic', unit: null, scale: 'linear', min: null, max: null },
      y: { title: 'Amplitude', unit: 'levels', scale: 'log', min: null, max: null },
      series: [...(truths.length > 0 ? [meanTruth(truths)] : []), ...armSeries(forecast, band)],
      marks: [],
    };
  });
  return {
    name: `${study.name}-spectra`,
    title: `${study.title}: harmonics of free-running forecasts`,
    panels,
    columns: 2,
    sharedX: false,
    legend: 'top',
    provenance: provenanceOf(
      study.title,
      withSpectra.map(({ run }) => run),
      [
        ...driftRemarks(withSpectra),
        'Harmonics of each curve’s own period, fitted to the forecast by least squares; a mean over the curves. Where the ' +
          'truth has no harmonic, quantization alone remains of it.',
        ...seedRemarks(
          harmonicCurves(withSpectra, kinds[0]!, ({ freeRunning }) => freeRunning),
          band,
        ),
      ],
    ),
  };
}

function harmonicCurves(
  runs: readonly DriftRun[],
  kind: string,
  pick: (spectra: HarmonicSpectra) => number[],
): StudyCurve[] {
  return runs.flatMap(({ run, result }) => {
    const spectra = result.under.find(({ observations }) => observations === kind)?.spectra;
    if (!spectra) return [];
    const y = pick(spectra);
    return [{ run, x: y.map((_, index) => index + 1), y }];
  });
}

/** All runs of a study saw the same held-out curves; where they did not, the mean over the runs stands for them. */
function meanTruth(truths: readonly StudyCurve[]): Series {
  const count = Math.min(...truths.map(({ y }) => y.length));
  return {
    label: 'Truth',
    runIds: [],
    x: Array.from({ length: count }, (_, index) => index + 1),
    y: Array.from({ length: count }, (_, index) => mean(truths.map(({ y }) => y[index]!))),
    band: null,
    role: 'truth',
    colorIndex: 0,
    dash: 'solid',
  };
}
