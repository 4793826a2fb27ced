import { cpus } from 'node:os';
import type * as tfjsNode from '@tensorflow/tfjs-node-gpu';
import { gpuNames } from './gpu';

export interface TensorFlowDevice {
  /** Version of the TensorFlow library. */
  version: string;
  device: 'cpu' | 'gpu';
  deviceName: string;
}

/** What TensorFlow computes on in this process. */
export function tensorFlowDevice(tf: typeof tfjsNode): TensorFlowDevice {
  const backend = tf.backend() as unknown as { binding: { TF_Version: string }; isUsingGpuDevice: boolean };
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu';
  const name = device === 'gpu' ? gpuNames()[0] : processorName();
  return { version: backend.binding.TF_Version, device, deviceName: name?.trim() ?? 'unknown' };
}

export function processorName(): string {
  return cpus()[0]?.model.trim() ?? 'unknown';
}
