import type { Palette } from '../contract/figure';

/** Okabe and Ito's palette in the order that runs take, its black last. */
export const okabeIto = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000'] as const;

/** Colours of curves on white paper, in the order that runs take; `bright` and `muted` are Paul Tol's (2021). */
export const paletteColors: Record<Palette, readonly string[]> = {
  'okabe-ito': okabeIto,
  bright: ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377', '#bbbbbb'],
  muted: ['#332288', '#cc6677', '#117733', '#aa4499', '#88ccee', '#999933', '#882255'],
  // Neighbours differ most; dashes and markers tell the rest.
  grey: ['#000000', '#8c8c8c', '#4d4d4d', '#a6a6a6', '#262626', '#737373', '#595959'],
};
