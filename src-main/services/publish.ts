import type { EventName, Events } from '../contract/ipc';

/** Tells whoever listens (the windows, or the progress bar of the command line) what has been stored. */
export type Publish = <Name extends EventName>(name: Name, payload: Events[Name]) => void;
