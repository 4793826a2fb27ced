import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chooseMicroBatch } from '../../architecture/micro-batch';
import type { Execution } from '../../contract/training';
import { parallelParts, tensorFlowVariables } from '../../model/compile/execution';
import type { BenchCase } from './cases';
import type { StepRequest, StepTiming } from './step-timer';

/** One of those that take turns: a way of making a training step, or a generator. */
export interface Contender {
  method: string;
  /** Makes one step, or as many as can be timed well. */
  turn(): Promise<Turn>;
  end(): Promise<void> | void;
}

export interface Turn {
  /** Of one step. */
  ms: number;
  /** Of the contender's process; null where it has none of its own. */
  peakMemoryMb: number | null;
  /** Milliseconds from the start of the process to the end of this step; null where that is not known. */
  sinceStart: number | null;
}

/** The argument with which a worker's script times steps for the process that started it. */
export const timeSteps = 'time-steps';

/** How the recorded step with the one-step loss alone is called beside the case's own. */
export const oneStepGraph = 'graph, one-step loss';

/** Where PyTorch is, and the script that times it. */
export interface PyTorch {
  python: string;
  script: string;
}

/**
 * This program's training step, in a process of its own, so that its peak memory is its own as well; `script` is a
 * worker's that heeds the argument `timeSteps`.
 */
export function ownContender(
  script: string,
  benchCase: BenchCase,
  { execution, threads, method = execution }: { execution: Execution; threads: number; method?: string },
): Contender {
  const request: StepRequest = {
    case: benchCase,
    execution,
    microBatch: chooseMicroBatch(benchCase, 'cpu'),
    parallelParts: parallelParts({ execution, threads, device: 'cpu' }),
  };
  const env = { ...process.env, ...tensorFlowVariables(execution, threads) };
  const child = fork(script, [timeSteps], {
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = whenEnded(child, `The process that times ${execution} steps`);
  child.send(request);
  return {
    method,
    turn: async () => {
      const answered = once(child, 'message') as Promise<[StepTiming]>;
      child.send('turn');
      const [timing] = await Promise.race([answered, ended]);
      return timing;
    },
    end: () => void child.kill(),
  };
}

/** What the baseline script is told to make a case's training step. */
export function trainingArguments({ batch, length, unrolling }: BenchCase): string[] {
  const sizes = { batch, length, horizon: unrolling?.horizon ?? 1, origins: unrolling?.origins ?? 1 };
  return ['train', ...Object.entries(sizes).flatMap(([name, size]) => [`--${name}`, String(size)])];
}

/** PyTorch by the baseline script, which is told by its arguments what to make. */
export function pytorchContender(
  { python, script }: PyTorch,
  options: readonly string[],
  method = 'PyTorch',
): Contender {
  const child = spawn(python, [script, ...options, '--turns'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = whenEnded(child, `${python} with torch and numpy`);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<{ ms: number; peak_rss_mb: number }> => {
    const line = await Promise.race([lines.next(), ended]);
    // A process that ends closes its output a moment before it is gone.
    return line.done ? await ended : (JSON.parse(line.value) as { ms: number; peak_rss_mb: number });
  };
  const ready = answer();
  // Whoever takes the first turn sees the failure.
  ready.catch(() => undefined);
  return {
    method,
    turn: async () => {
      await ready;
      child.stdin.write('\n');
      const { ms, peak_rss_mb } = await answer();
      return { ms, peakMemoryMb: peak_rss_mb, sinceStart: null };
    },
    end: () => void child.kill(),
  };
}

/** Rejects when the process ends or cannot be started. */
function whenEnded(child: ChildProcess, what: string): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    child.on('error', (error) => reject(new Error(`${what} could not be started: ${error.message}`)));
    child.on('exit', (code, signal) => reject(new Error(`${what} ended (${signal ?? `code ${code}`}).`)));
  });
  ended.catch(() => undefined);
  return ended;
}
