/** Taps from which a convolution without dilation is one kernel: as fast as a product for each, in a smaller graph. */
const MANY_TAPS = 32;

/** Whether a layer is one convolution, which reads its input in place, and not a product for each tap. */
export function isOneKernel({ kernelSize, dilation }: { kernelSize: number; dilation: number }): boolean {
  return dilation === 1 && kernelSize >= MANY_TAPS;
}
