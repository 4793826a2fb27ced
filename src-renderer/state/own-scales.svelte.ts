import type { DataConfiguration } from '../../src-main/contract/configuration';
import type { OwnStretch, OwnUnits } from '../../src-main/contract/own-units';
import { ownScale, type CurveScale } from '../../src-main/figures/curve-scale';
import type { Api } from '../api';
import type { Hearing } from './sounds';

interface Known {
  units: OwnUnits;
  common: OwnStretch | null;
  /** By number of the test curve. */
  stretches: ReadonlyMap<number, OwnStretch>;
}

/** How test curves of imported series are shown in their own unit, as far as it was read. */
export class OwnScales {
  readonly #api: Api;
  /** By dataset. */
  #known = $state.raw<ReadonlyMap<string, Known>>(new Map());

  constructor(api: Api) {
    this.#api = api;
  }

  /** Reads what is not known yet of some curves; nothing of other data. */
  async read(data: DataConfiguration | null, curves: readonly number[]): Promise<void> {
    if (data?.source !== 'own') return;
    const known = this.#known.get(data.dataset);
    const unknown = [...new Set(curves)].filter((curve) => !known?.stretches.has(curve));
    if (known && unknown.length === 0) return;
    const view = await this.#api.request('datasets:view', { datasetId: data.dataset, split: 'test', curves: unknown });
    if (!view) return;
    const { units, common, stretches } = view;
    const read = unknown.map((curve, index) => [curve, stretches[index]!] as const);
    const all = new Map([...(this.#known.get(data.dataset)?.stretches ?? []), ...read]);
    this.#known = new Map([...this.#known, [data.dataset, { units, common, stretches: all }]]);
  }

  /** Of a test curve, of a prompt that has a stretch, or with null of what continues none; null shows levels. */
  of(data: DataConfiguration | null, curve: number | OwnStretch | null): CurveScale | null {
    const known = this.hearing(data, curve);
    return known && ownScale(known.units, known.stretch);
  }

  /** The units and the stretch behind that. */
  hearing(data: DataConfiguration | null, curve: number | OwnStretch | null): Hearing | null {
    const known = data?.source === 'own' ? this.#known.get(data.dataset) : undefined;
    if (!known) return null;
    const { units, common, stretches } = known;
    const stretch = typeof curve === 'number' ? stretches.get(curve) : (curve ?? common);
    return stretch ? { units, stretch } : null;
  }
}
