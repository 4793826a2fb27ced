const PAGE = 65536;
const ALIGNMENT = 64;
/** 32-bit addresses; the last page stays free so that no address wraps. */
const LIMIT = 65535 * PAGE;

/** Hands out addresses first, so that the memory can be made in exactly the size that is needed. */
export class Arena {
  // The first page is the module's own.
  #top = PAGE;

  /** Address of so many bytes, aligned for vectors and cache lines. */
  reserve(bytes: number): number {
    const address = this.#top;
    this.#top = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    return address;
  }

  get bytes(): number {
    return this.#top;
  }

  /** Shared memory that holds all that was reserved; throws an Error naming the size that does not fit. */
  createMemory(): WebAssembly.Memory {
    const megabytes = Math.ceil(this.#top / 2 ** 20);
    if (this.#top > LIMIT) {
      throw new Error(
        `The generator needs ${megabytes} MB for this model and batch; at most 4,095 MB can be addressed. ` +
          'Generate fewer rows at a time.',
      );
    }
    const pages = Math.ceil(this.#top / PAGE);
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    } catch {
      throw new Error(`The machine has no ${megabytes} MB for the generator. Generate fewer rows at a time.`);
    }
  }
}
