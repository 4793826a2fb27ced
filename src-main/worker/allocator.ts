/** Bytes up to which TensorFlow's pool of memory is sure to stay below 2 GiB, whatever its gaps. */
const pooledBytes = 1.2e9;

/**
 * Environment variables for a process that will hold so many bytes of tensors; set them before TensorFlow is loaded.
 *
 * TensorFlow pools memory in pieces that double: once it holds 2 GiB it asks for as much again in one piece, and
 * Electron's allocator answers that by ending the process (SIGTRAP). Without the pool a step takes up to twice its time,
 * so only where it has to be.
 */
export function allocatorVariables(bytes: number): Record<string, string> {
  return process.versions.electron && bytes > pooledBytes ? { TF_ONEDNN_USE_SYSTEM_ALLOCATOR: 'true' } : {};
}
