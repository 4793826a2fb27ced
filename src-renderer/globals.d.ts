import type { Bridge } from '../src-main/contract/ipc';

declare global {
  interface Window {
    /** Exposed by the preload script. */
    readonly wavebench: Bridge;
  }
}
