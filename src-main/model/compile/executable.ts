import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor, TensorContainer } from '@tensorflow/tfjs-core';
import { UnsupportedKernelError } from './kernel-rules';
import type { InputSpec } from './record';
import { record } from './record';

/** A function of tensors, ready to run any number of times. */
export interface Executable {
  /** Whether it runs as one graph. */
  readonly recorded: boolean;
  /** Tensors in the order of the inputs; the caller disposes of the results. */
  run(inputs: readonly Tensor[]): Tensor[];
  dispose(): void;
}

/** Records `f` into one graph; where it runs a kernel that cannot be recorded, tells so and runs it eagerly. */
export function recordOrRunEagerly(
  f: (...inputs: Tensor[]) => Tensor[],
  inputs: readonly InputSpec[],
  onNotice: (message: string) => void,
): Executable {
  try {
    const recorded = record(f, inputs);
    return { recorded: true, run: (tensors) => recorded.run(tensors), dispose: () => recorded.dispose() };
  } catch (error) {
    if (!(error instanceof UnsupportedKernelError)) throw error;
    onNotice(`${error.message} It runs eagerly instead, several times slower.`);
    return runEagerly(f);
  }
}

/** Runs `f` kernel by kernel: the reference, and the way for debugging. */
export function runEagerly(f: (...inputs: Tensor[]) => Tensor[]): Executable {
  return {
    recorded: false,
    run: (tensors) => tidy(() => f(...tensors) as TensorContainer) as Tensor[],
    dispose: () => undefined,
  };
}
