import type { Layer } from './lattice';
import { tapDelays } from './lattice';

/** A read of a layer's past input. */
export interface QueueRead {
  slot: number;
  /** How many samples ago it was written: a multiple of the dilation. */
  delay: number;
  /** The time at which it was written; negative: it still holds the zeros from before the first sample. */
  writtenAt: number;
}

/** A layer's rolling buffer of (K − 1) · d slots at one step of generation. */
export interface QueueStep {
  /** What each slot holds before the step: the time at which it was written, negative for zeros. */
  slots: number[];
  /** Oldest first. */
  reads: QueueRead[];
  /** The slot that the present input is written to after reading, the oldest one; null without a past. */
  write: number | null;
}

/** A layer's rolling buffer at time 0, 1, …: input t is kept in slot t mod size, where it replaces input t − size. */
export function queueStep(layer: Layer, time: number): QueueStep {
  const delays = tapDelays(layer).filter((delay) => delay > 0);
  const size = delays[0] ?? 0;
  const slotOf = (at: number) => ((at % size) + size) % size;
  return {
    slots: Array.from({ length: size }, (_, slot) => time - 1 - slotOf(time - 1 - slot)),
    reads: delays.map((delay) => ({ slot: slotOf(time - delay), delay, writtenAt: time - delay })),
    write: size === 0 ? null : slotOf(time),
  };
}
