import type { CurvesLook } from '../contract/curves';
import type { Series } from '../contract/figure';
import type { SettingValue } from '../contract/run-settings';
import { armLook, lineDashes, type StudyRun } from './study-run';

/** One metric of one run as it was logged, with what is needed to place and to group it. */
export interface LoggedCurve {
  run: StudyRun & { arm: string };
  /** Every setting of the run by its path. */
  settings: ReadonlyMap<string, SettingValue>;
  step: readonly number[];
  /** Milliseconds of training. */
  wallTime: readonly number[];
  value: readonly number[];
  /** What one step of the run is in epochs and in samples. */
  perStep: { epoch: number; samples: number };
}

/** Runs that are drawn as one line. */
export interface CurveLine {
  label: string;
  curves: LoggedCurve[];
  look: Pick<Series, 'colorIndex' | 'dash'>;
  /** Which panel it stands in: the text of the facet's value. */
  facet: string;
}

/**
 * Groups curves into lines, in the order of the arms, and gives each the colour, dash and panel that the look asks for.
 * Colours and dashes go by the value's place among those of all curves, so they do not depend on what is drawn.
 */
export function curveLines(
  curves: readonly LoggedCurve[],
  look: Pick<CurvesLook, 'lines' | 'color' | 'dash' | 'facet'>,
): CurveLine[] {
  const lines = new Map<string, LoggedCurve[]>();
  for (const curve of curves) {
    const key = look.lines === 'run' ? curve.run.id : curve.run.arm;
    lines.set(key, [...(lines.get(key) ?? []), curve]);
  }
  const colors = valuesOf(curves, look.color);
  const dashes = valuesOf(curves, look.dash);
  return [...lines.values()]
    .sort(([a], [b]) => a!.run.colorIndex - b!.run.colorIndex || a!.run.seed - b!.run.seed)
    .map((own) => {
      const { run, settings } = own[0]!;
      const place = (all: readonly string[], path: string) => all.indexOf(valueText(settings.get(path)));
      return {
        label: look.lines === 'run' ? `${run.armLabel} · seed ${run.seed}` : run.armLabel,
        curves: own,
        look: {
          colorIndex: look.color === 'arm' ? run.colorIndex : place(colors, look.color),
          dash: look.dash === 'arm' ? armLook(run).dash : lineDashes[place(dashes, look.dash) % lineDashes.length]!,
        },
        facet: look.facet === 'none' ? '' : valueText(settings.get(look.facet)),
      };
    });
}

/** The values of a setting as texts, ascending where they are numbers, each once. */
export function valuesOf(curves: readonly Pick<LoggedCurve, 'settings'>[], path: string): string[] {
  const values = new Map(curves.map(({ settings }) => [valueText(settings.get(path)), settings.get(path)]));
  return [...values]
    .sort(([a, x], [b, y]) => (typeof x === 'number' && typeof y === 'number' ? x - y : a.localeCompare(b, 'en')))
    .map(([text]) => text);
}

/** A setting's value as text; `none` where a run has no such setting. */
export function valueText(value: SettingValue | undefined): string {
  if (value === undefined || value === null) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value).replace(/,/g, ', ');
}
