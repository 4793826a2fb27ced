import published from '../../resources/reference/generator-benchmark.json';

export interface PublishedCurve {
  method: 'default' | 'queue';
  device: string;
  receptiveFields: number[];
  /** Seconds for `samples` samples of every row. */
  seconds: number[];
}

/** The curves that were published with the talk, by receptive field. */
export function publishedGenerators(samples: number): PublishedCurve[] {
  return (['default', 'queue'] as const).map((method) => ({
    method,
    device: published.device,
    receptiveFields: published.rows.map(({ receptiveField }) => receptiveField),
    seconds: published.rows.map((row) => row[method] * samples),
  }));
}
