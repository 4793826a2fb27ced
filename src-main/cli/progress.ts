import type { RunSummary } from '../contract/runs';
import { durationText, numberText } from './output';

/** Where progress is written; `process.stderr` is one. */
export interface Terminal {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write(text: string): unknown;
}

export interface ProgressOptions {
  terminal: Terminal;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Milliseconds between two plain lines about one run. */
const plainInterval = 10_000;
const barWidth = 24;

/**
 * Shows how runs get on: on a terminal a bar for each running one, rewritten in place; elsewhere (a log, a pipe) a line
 * now and then, and at each change of status.
 */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #runs = new Map<string, RunSummary>();
  readonly #lastLine = new Map<string, number>();
  #linesShown = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  update(runs: readonly RunSummary[]): void {
    const before = new Map(this.#runs);
    for (const run of runs) this.#runs.set(run.id, run);
    for (const run of runs) if (before.get(run.id)?.status !== run.status) this.#tellStatus(run);
    if (this.#options.terminal.isTTY) this.#drawBars();
    else for (const run of runs) this.#tellPlainly(run);
  }

  /** A line above the bars. */
  tell(text: string): void {
    this.#clearBars();
    this.#options.terminal.write(`${text}\n`);
    if (this.#options.terminal.isTTY) this.#drawBars();
  }

  /** Takes the bars away; lines stay. */
  end(): void {
    this.#clearBars();
  }

  #tellStatus(run: RunSummary): void {
    if (run.status === 'queued' || run.status === 'running') return;
    const best = run.best
      ? `, best accuracy ${run.best.value.toFixed(3)} over ${run.best.horizon} at step ${run.best.step}`
      : '';
    const reason = run.reason ? `: ${run.reason}` : '';
    this.tell(`${this.#place(run)} ${run.name} ${run.status} after ${durationText(run.trainingTime)}${best}${reason}`);
  }

  #tellPlainly(run: RunSummary): void {
    const now = this.#options.now();
    if (run.status !== 'running' || run.progress.step === 0) return;
    if (now - (this.#lastLine.get(run.id) ?? -Infinity) < plainInterval) return;
    this.#lastLine.set(run.id, now);
    const { step, maxSteps } = run.progress;
    const percent = Math.floor((100 * step) / maxSteps);
    this.#options.terminal.write(`${run.name}: step ${step} of ${maxSteps} (${percent} %), ${speedText(run)}\n`);
  }

  #drawBars(): void {
    const running = [...this.#runs.values()].filter(({ status }) => status === 'running');
    const queued = [...this.#runs.values()].filter(({ status }) => status === 'queued').length;
    const lines = running.map((run) => this.#bar(run));
    if (queued > 0 && running.length === 0) lines.push(`Waiting for a training of another process; ${queued} queued`);
    else if (queued > 0) lines.push(`${queued} queued, all done in about ${this.#restText(running.length)}`);
    this.#clearBars();
    const width = (this.#options.terminal.columns || 80) - 1;
    this.#options.terminal.write(lines.map((line) => `${[...line].slice(0, width).join('')}\n`).join(''));
    this.#linesShown = lines.length;
  }

  #clearBars(): void {
    if (this.#linesShown > 0) this.#options.terminal.write(`\x1b[${this.#linesShown}A\x1b[J`);
    this.#linesShown = 0;
  }

  #bar(run: RunSummary): string {
    const { step, maxSteps } = run.progress;
    const filled = Math.round((barWidth * step) / maxSteps);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    const what = step === 0 ? 'getting ready' : `${step}/${maxSteps}  ${speedText(run)}`;
    return `${this.#place(run)} ${run.name}  ${bar}  ${what}`;
  }

  #place({ id }: RunSummary): string {
    return `[${[...this.#runs.keys()].indexOf(id) + 1}/${this.#runs.size}]`;
  }

  /** Time until the last run ends, as far as the runs so far tell. */
  #restText(atOnce: number): string {
    const runs = [...this.#runs.values()];
    const total = (run: RunSummary) => run.trainingTime + 1000 * run.progress.secondsLeft;
    const known = runs.filter(
      ({ status, progress }) => status === 'completed' || (status === 'running' && progress.stepsPerSecond > 0),
    );
    const rest = runs.map((run) => {
      if (run.status === 'running') return 1000 * run.progress.secondsLeft;
      if (run.status !== 'queued') return 0;
      const sameArm = known.filter(({ arm }) => arm === run.arm);
      const alike = sameArm.length > 0 ? sameArm : known;
      return alike.reduce((sum, one) => sum + total(one), 0) / alike.length;
    });
    const milliseconds = rest.reduce((sum, one) => sum + one, 0) / atOnce;
    return Number.isFinite(milliseconds) ? durationText(milliseconds) : '…';
  }
}

function speedText({ progress: { stepsPerSecond, secondsLeft } }: RunSummary): string {
  if (stepsPerSecond === 0) return 'measuring the speed';
  return `${numberText(stepsPerSecond, 3)} steps/s, ETA ${durationText(1000 * secondsLeft)}`;
}
