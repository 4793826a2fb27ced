import { createContext } from 'svelte';
import type { Workbench } from './state/workbench.svelte';

/** The window's state, for every component below App. */
export const [getWorkbench, setWorkbench] = createContext<Workbench>();
