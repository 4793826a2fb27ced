interface Sides {
  left: number;
  right: number;
}

/** Lets charts that stand above each other begin and end at the same x: each takes the room that the widest needs. */
export class PlotAlignment {
  #sides = $state.raw<ReadonlyMap<object, Sides>>(new Map());
  readonly #widest: Sides = $derived({
    left: Math.max(0, ...[...this.#sides.values()].map(({ left }) => left)),
    right: Math.max(0, ...[...this.#sides.values()].map(({ right }) => right)),
  });

  /** Room that a chart took of itself, without what was added. */
  measured(chart: object, sides: Sides): void {
    const known = this.#sides.get(chart);
    // Below half a pixel nothing is seen, and rounding would make two charts push each other for ever.
    if (known && Math.abs(known.left - sides.left) < 0.5 && Math.abs(known.right - sides.right) < 0.5) return;
    this.#sides = new Map(this.#sides).set(chart, sides);
  }

  forget(chart: object): void {
    const next = new Map(this.#sides);
    if (next.delete(chart)) this.#sides = next;
  }

  extraFor(chart: object): Sides {
    const own = this.#sides.get(chart);
    if (!own) return { left: 0, right: 0 };
    return { left: this.#widest.left - own.left, right: this.#widest.right - own.right };
  }
}
