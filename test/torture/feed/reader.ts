import fc from 'fast-check';
import { expect } from 'vitest';

/** Something that reads what comes from outside, and what it is fed with. */
export interface Reader<Input> {
  name: string;
  inputs: fc.Arbitrary<Input>;
  /** What every refusal says: the file, and the place where there is one. */
  refusal: RegExp;
  /** Reads; throws its own error to refuse, a `Fault` where it gives something wrong. */
  read(input: Input): unknown;
}

/** What must never be: read without a word, but wrong. */
export class Fault extends Error {
  override name = 'Fault';
}

export interface Fed {
  read: number;
  refused: number;
  /** Milliseconds that the slowest case kept a processor busy: on the clock a busy machine makes anything slow. */
  slowest: number;
  /** Most bytes held beyond those at the beginning. */
  held: number;
}

/**
 * Feeds a reader with so many cases. Fails, with the smallest input that does it, where the engine and not the reader
 * refuses, where a refusal does not say which file, where a result is wrong, and where a case takes long or much memory.
 */
export async function feed<Input>(
  reader: Reader<Input>,
  { cases, seed }: { cases: number; seed: number },
): Promise<Fed> {
  const fed: Fed = { read: 0, refused: 0, slowest: 0, held: 0 };
  const before = memory();
  const property = fc.asyncProperty(reader.inputs, async (input) => {
    const begun = process.cpuUsage();
    try {
      await reader.read(input);
      fed.read += 1;
    } catch (error) {
      judge(reader, error);
      fed.refused += 1;
    }
    const { user, system } = process.cpuUsage(begun);
    fed.slowest = Math.max(fed.slowest, (user + system) / 1000);
    if ((fed.read + fed.refused) % 32 === 0) fed.held = Math.max(fed.held, memory() - before);
  });
  await fc.assert(property, { numRuns: cases, seed, interruptAfterTimeLimit: hours, markInterruptAsFailure: true });
  expect(fed.slowest, `${reader.name}: milliseconds of the slowest case`).toBeLessThan(10_000);
  expect(fed.held, `${reader.name}: bytes held`).toBeLessThan(512 * 2 ** 20);
  return fed;
}

const hours = 4 * 3600 * 1000;
/** Longer, and nobody reads it: a hostile name or value must not be repeated in whole. */
const longestMessage = 4000;

function judge<Input>({ name, refusal }: Reader<Input>, error: unknown): void {
  if (error instanceof Fault) throw error;
  const { message, name: kind } = error as Error;
  if (!(error instanceof Error) || engineErrors.test(kind) || engineWords.test(message))
    throw new Fault(`${name} fell over: ${kind}: ${message}`, { cause: error });
  if (!refusal.test(message)) throw new Fault(`${name} refuses without a place: ${message}`);
  if (message.length > longestMessage) throw new Fault(`${name} refuses by ${message.length} characters`);
}

const engineErrors = /^(Type|Range|Reference|Syntax|Eval|URI|Assertion)Error$/;
const engineWords =
  /Cannot read prop|is not a function|call stack|Invalid (array|typed array) length|not iterable|circular structure|serialize a BigInt|allocation failed/;

function memory(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
