import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** `relaxed` may round a product and sum once; `plain` repeats on every machine. */
export type KernelVariant = 'plain' | 'relaxed';

export interface KernelModule {
  variant: KernelVariant;
  module: WebAssembly.Module;
}

/** What the compiled kernel offers; see `src-main/kernel/index.ts`. */
export interface KernelExports {
  openSlice(table: number): void;
  observe(source: number, count: number, stride: number): void;
  generate(pending: number, target: number, count: number, stride: number, logitTarget: number): void;
  lead(pending: number, target: number, count: number, logitTarget: number): void;
  help(count: number): void;
}

/** Loads the kernel from the folder of the built ones: relaxed where the machine's engine knows it, else plain. */
export function loadKernel(folder: string, variant?: KernelVariant): KernelModule {
  const [best] = kernelVariants(folder);
  const chosen = variant ?? best!;
  return { variant: chosen, module: new WebAssembly.Module(readKernel(folder, chosen)) };
}

/** The variants that the machine's engine knows, the fastest first. */
export function kernelVariants(folder: string): KernelVariant[] {
  return knows(readKernel(folder, 'relaxed')) ? ['relaxed', 'plain'] : ['plain'];
}

/** Whether the engine runs the relaxed kernel: Node 20's does once it is told to, newer ones of themselves. */
function knows(kernel: Buffer<ArrayBuffer>): boolean {
  if (WebAssembly.validate(kernel)) return true;
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(kernel);
}

function readKernel(folder: string, variant: KernelVariant): Buffer<ArrayBuffer> {
  return readFileSync(join(folder, `${variant}.wasm`));
}
