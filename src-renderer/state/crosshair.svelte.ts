/** Where the reader points; shared by the charts of a screen whose x axes measure the same. */
export class Crosshair {
  #place = $state.raw<{ axis: string; x: number } | null>(null);

  /** The x value on this axis; null when the reader points elsewhere. */
  at(axis: string): number | null {
    return this.#place?.axis === axis ? this.#place.x : null;
  }

  move(axis: string, x: number): void {
    this.#place = { axis, x };
  }

  leave(): void {
    this.#place = null;
  }
}
