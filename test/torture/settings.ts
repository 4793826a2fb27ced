/** How much is tried: `wavebench torture` asks for more than the tests do. */
export const cases = Number(process.env.WAVEBENCH_TORTURE_CASES ?? 1000);

/** The same cases every time, and others; to have a failure again, give its seed. */
export const seeds = [20161112, Number(process.env.WAVEBENCH_TORTURE_SEED ?? Math.floor(Math.random() * 2 ** 31))];
