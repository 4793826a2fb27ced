/** A place on a canvas, in its units. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
