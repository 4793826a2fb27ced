import { fromErrorData } from '../contract/errors';
import type { Answer, Call, FigureCalls, Job, JobHost, JobOptions, QueryCalls } from '../contract/jobs';
import { failureReason } from './failure-reason';

/** The jobs that stay up and answer calls. */
export interface CallJobs {
  figure: FigureCalls;
  query: QueryCalls;
}

type Argument<F> = F extends (argument: infer A) => unknown ? A : never;
type Result<F> = F extends (argument: never) => infer R ? R : never;

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

/** Calls functions of a job: starts its process at the first call, and anew after it has ended. */
export class JobClient<Kind extends keyof CallJobs> {
  readonly #jobs: JobHost;
  readonly #kind: Kind;
  readonly #options: JobOptions;
  #job: Job<Kind> | null = null;
  #sequence = 0;
  readonly #pending = new Map<number, Pending>();

  constructor(jobs: JobHost, kind: Kind, options: JobOptions = {}) {
    this.#jobs = jobs;
    this.#kind = kind;
    this.#options = options;
  }

  /** Rejects with the job's error, or when its process ends before the answer. */
  call<Name extends keyof CallJobs[Kind] & string>(
    name: Name,
    argument: Argument<CallJobs[Kind][Name]>,
  ): Promise<Result<CallJobs[Kind][Name]>> {
    const sequence = (this.#sequence += 1);
    return new Promise((resolve, reject) => {
      this.#pending.set(sequence, { resolve: resolve as (result: unknown) => void, reject });
      try {
        this.#job ??= this.#start();
        const call = { sequence, call: name, argument } as unknown as Call<CallJobs[Kind]>;
        (this.#job as Job<'figure' | 'query'>).send(call as Call<FigureCalls> | Call<QueryCalls>);
      } catch (error) {
        this.#pending.delete(sequence);
        reject(error as Error);
      }
    });
  }

  /** Ends the process; calls that wait for an answer are rejected. */
  close(): void {
    this.#job?.kill();
  }

  #start(): Job<Kind> {
    return this.#jobs.start(
      this.#kind,
      {
        message: (message) => this.#answer(message as Answer),
        exit: (status) => {
          this.#job = null;
          const waiting = [...this.#pending.values()];
          this.#pending.clear();
          const error = new Error(`The ${this.#kind} process ended. ${failureReason(null, status)}`);
          for (const { reject } of waiting) reject(error);
        },
      },
      this.#options,
    );
  }

  #answer(answer: Answer): void {
    const pending = this.#pending.get(answer.sequence);
    this.#pending.delete(answer.sequence);
    if ('error' in answer) pending?.reject(fromErrorData(answer.error));
    else pending?.resolve(answer.result);
  }
}
