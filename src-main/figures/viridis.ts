/**
 * Colours of matplotlib's viridis (van der Walt and Smith 2015) at equal distances from 0 to 1: perceptually uniform,
 * and ordered in grey as well.
 */
const stops = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [253, 231, 37],
] as const;

/** The colour of a share as `#rrggbb`; shares beyond 0 … 1 get the colour of the end. */
export function viridis(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  const [low, high] = [stops[below]!, stops[below + 1]!];
  const channels = low.map((value, i) => Math.round(value + (place - below) * (high[i]! - value)));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Black or white, whichever is read more easily on viridis at a share. */
export function inkOnViridis(share: number): string {
  return share > 0.6 ? '#000000' : '#ffffff';
}
