/** How much is tried: `wavebench torture` asks for more than the tests do. */
export const cases = Number(process.env.WAVEBENCH_TORTURE_CASES ?? 1000);

/** The seed that another run of the same attack gets; to have a failure again, give the seed that it printed. */
export const seed = Number(process.env.WAVEBENCH_TORTURE_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** The same cases every time, and others. */
export const seeds = [20161112, seed];

/** How often processes are killed without a window. */
export const killCycles = Number(process.env.WAVEBENCH_TORTURE_KILLS ?? 8);

/** How many command lines are really run. */
export const commandCases = Number(process.env.WAVEBENCH_TORTURE_COMMANDS ?? 30);

/** How often the app or one of its trainings is killed. */
export const appKills = Number(process.env.WAVEBENCH_TORTURE_APP_KILLS ?? 2);

/** How many requests go through the real window. */
export const requestCases = Number(process.env.WAVEBENCH_TORTURE_REQUESTS ?? 200);

/** Minutes of endurance. */
export const minutes = Number(process.env.WAVEBENCH_TORTURE_MINUTES ?? 3);
