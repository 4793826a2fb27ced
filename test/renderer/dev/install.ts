import { createFakeBridge } from './fake-bridge';
import type { Scenario } from './fake-data';

const parameters = new URLSearchParams(location.search);
const scenario = (parameters.get('scenario') ?? 'small') as Scenario;
const theme = (parameters.get('theme') ?? 'system') as 'light' | 'dark' | 'system';
Object.assign(window, { wavebench: createFakeBridge(scenario, { theme }) });
