import type { ReadPrompt } from './prompt-text';

/** The part of a form that says a model's local condition: that of its data, or numbers that a person gives. */
export class LocalForm {
  kind = $state<'data' | 'written' | 'file'>('data');
  /** A line for each sample, with a number for each channel. */
  text = $state('');
  file = $state.raw<{ name: string; rows: number[][] } | null>(null);

  /** A row for each sample of prompt and forecast, null for that of the data; or what is wrong with it. */
  read(channels: number): ReadPrompt<number[][] | null> {
    switch (this.kind) {
      case 'data':
        return { value: null };
      case 'written':
        return checkLocal(readLines(this.text), channels);
      case 'file':
        return this.file
          ? checkLocal(this.file.rows, channels)
          : { problem: 'Open a CSV file or NumPy array: a line for each sample.' };
    }
  }
}

function readLines(text: string): number[][] {
  const lines = text.split('\n').map((line) => line.split(/[\s,;]+/).filter(Boolean));
  return lines.filter((line) => line.length > 0).map((line) => line.map(Number));
}

function checkLocal(rows: number[][], channels: number): ReadPrompt<number[][]> {
  if (rows.length === 0) return { problem: 'Write a line for each sample of prompt and forecast.' };
  const wrong = rows.findIndex((row) => row.length !== channels || row.some((value) => !Number.isFinite(value)));
  if (wrong < 0) return { value: rows };
  return { problem: `Sample ${wrong + 1} is "${rows[wrong]!.join(', ')}"; it needs ${channels} numbers.` };
}
