import type { GenerationPrompt } from '../../src-main/contract/generations';
import type { OwnStretch } from '../../src-main/contract/own-units';
import { checkRows, parseSeries, parseTokens, type ReadPrompt } from './prompt-text';

export type PromptKind = GenerationPrompt['kind'] | 'file' | 'values';

/** Values of a file, as levels that were prepared as the data of the model. */
interface ValuesFile {
  name: string;
  rows: number[][];
  stretches: OwnStretch[];
}

/** What a prompt has to fit. */
export interface PromptLimits {
  quantizationLevels: number;
  /** Series of the test data. */
  testSeries: number;
}

/** The part of a form that says what samples begin with. */
export class PromptForm {
  kind = $state<PromptKind>('none');
  /** Numbers of test series, from 0. */
  seriesText = $state('0');
  /** A prompt on each line. */
  tokensText = $state('');
  file = $state.raw<{ name: string; rows: number[][] } | null>(null);
  values = $state.raw<ValuesFile | null>(null);

  /** The prompt, of test series the first `observed` samples; or what is wrong with it. */
  read({ quantizationLevels, testSeries }: PromptLimits, observed: number): ReadPrompt<GenerationPrompt> {
    switch (this.kind) {
      case 'none':
        return { value: { kind: 'none' } };
      case 'dataset': {
        const series = parseSeries(this.seriesText, testSeries);
        return 'problem' in series ? series : { value: { kind: 'dataset', series: series.value, observed } };
      }
      case 'tokens':
        return asTokens(parseTokens(this.tokensText, quantizationLevels));
      case 'file':
        if (!this.file) return { problem: 'Open a CSV file: a column of levels for each prompt.' };
        return asTokens(checkRows(this.file.rows, quantizationLevels));
      case 'values':
        if (!this.values) return { problem: 'Open a table, array or sound with values of such data.' };
        return { value: { kind: 'tokens', rows: this.values.rows, stretches: this.values.stretches } };
    }
  }

  take(prompt: GenerationPrompt): void {
    this.kind = prompt.kind;
    if (prompt.kind === 'dataset') this.seriesText = prompt.series.join(', ');
    if (prompt.kind === 'tokens' && prompt.stretches) {
      this.kind = 'values';
      this.values = { name: 'as before', rows: prompt.rows, stretches: prompt.stretches };
    } else if (prompt.kind === 'tokens') this.tokensText = prompt.rows.map((row) => row.join(', ')).join('\n');
  }
}

function asTokens(read: ReadPrompt<number[][]>): ReadPrompt<GenerationPrompt> {
  return 'problem' in read ? read : { value: { kind: 'tokens', rows: read.value } };
}
