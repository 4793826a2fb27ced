import {
  applyChanges,
  armConfiguration,
  type Changes,
  type RunConfiguration,
  type Scale,
  type StudyDefinition,
} from '../../src-main/contract/configuration';
import type { StartStudy } from '../../src-main/contract/studies';
import type { RunSummary } from '../../src-main/contract/runs';
import { studyOfRun } from './brought-study';
import { fieldRule, type FieldRule } from './field-rule';
import { fieldText, parseField } from './field-text';
import { formSections, type FormField } from './form-fields';
import { parseSeeds } from './seeds';
import type { StudiesState } from './studies.svelte';

/** A field as the form shows it. */
export interface FieldState {
  field: FormField;
  rule: FieldRule;
  text: string;
  /** Differs from the preset. */
  changed: boolean;
  /** What is wrong and what is allowed; null when it is well. */
  problem: string | null;
}

export interface ArmPlan {
  name: string;
  label: string;
  colorIndex: number;
  /** Null when the arm cannot be trained as it is. */
  configuration: RunConfiguration | null;
  problem: string | null;
}

/** The form of a new study: a preset, a scale, seeds, arms, and what is changed of the preset. */
export class NewStudy {
  readonly #studies: StudiesState;
  #presetName = $state<string | null>(null);
  /** A study that is no preset: of a file, or of a run that is to be repeated otherwise. */
  #brought = $state.raw<StudyDefinition | null>(null);
  #scale = $state<Scale>('quick');
  #seedsText = $state('1');
  #leftOut = $state.raw<ReadonlySet<string>>(new Set());
  /** What was written, by the first path of a field. */
  #texts = $state.raw<Readonly<Record<string, string>>>({});

  readonly definition: StudyDefinition | null = $derived.by(() => {
    if (this.#brought) return this.#brought;
    const definitions = this.#studies.presets.map((preset) => preset.definition);
    return definitions.find((definition) => definition.name === this.#presetName) ?? definitions[0] ?? null;
  });

  /** The preset at its scale, before changes. */
  readonly #original: RunConfiguration | null = $derived.by(() => {
    if (!this.definition) return null;
    const configuration = structuredClone(this.definition.base);
    applyChanges(configuration, this.definition.scales[this.#scale]);
    return configuration;
  });

  readonly #fields: readonly FieldState[] = $derived.by(() => {
    const original = this.#original;
    if (!original) return [];
    return formSections.flatMap(({ fields }) => fields.flatMap((field) => this.#fieldState(field, original)));
  });

  readonly changes: Changes = $derived(
    Object.fromEntries(
      this.#fields
        .filter(({ changed, problem }) => changed && problem === null)
        .flatMap(({ field, rule, text }) => {
          const parsed = parseField(text, rule);
          return 'value' in parsed ? field.paths.map((path) => [path, parsed.value] as const) : [];
        }),
    ) as Changes,
  );

  readonly arms: readonly ArmPlan[] = $derived.by(() => {
    const definition = this.definition;
    if (!definition) return [];
    return definition.arms.map(({ name, label }, colorIndex) => {
      try {
        const configuration = armConfiguration(definition, this.#scale, name, this.changes);
        return { name, label, colorIndex, configuration, problem: null };
      } catch (error) {
        return { name, label, colorIndex, configuration: null, problem: sentence(error) };
      }
    });
  });

  readonly chosenArms: readonly ArmPlan[] = $derived(this.arms.filter((arm) => !this.#leftOut.has(arm.name)));

  /** The sections of the form, with the problems at the fields that they name. */
  readonly sections: readonly { title: string; fields: readonly FieldState[] }[] = $derived.by(() => {
    const problems = this.chosenArms.flatMap((arm) => (arm.problem ? [arm.problem] : []));
    const fields = this.#fields.map((state) => ({
      ...state,
      problem: state.problem ?? problems.find((problem) => this.#fieldNamedIn(problem) === state.field) ?? null,
    }));
    return formSections
      .map(({ title, fields: all }) => ({ title, fields: fields.filter(({ field }) => all.includes(field)) }))
      .filter((section) => section.fields.length > 0);
  });

  /** Problems that belong to no field of the form. */
  readonly problems: readonly string[] = $derived.by(() => {
    const ofArms = this.chosenArms.flatMap((arm) => (arm.problem ? [arm.problem] : []));
    const unnamed = ofArms.filter((problem) => this.#fieldNamedIn(problem) === null);
    return [...new Set([...unnamed, ...(this.chosenArms.length === 0 ? ['Choose at least one arm.'] : [])])];
  });

  readonly seeds = $derived(parseSeeds(this.#seedsText));

  /** What would be started; null while something is wrong. */
  readonly request: StartStudy | null = $derived.by(() => {
    const wrong = this.problems.length > 0 || this.sections.some(({ fields }) => fields.some((field) => field.problem));
    if (!this.definition || !('seeds' in this.seeds) || wrong) return null;
    return {
      preset: this.definition.name,
      ...(this.#brought ? { definition: this.#brought } : {}),
      scale: this.#scale,
      seeds: this.seeds.seeds,
      arms: this.chosenArms.map((arm) => arm.name),
      changes: this.changes,
    };
  });

  constructor(studies: StudiesState) {
    this.#studies = studies;
  }

  get scale(): Scale {
    return this.#scale;
  }

  /** What was changed stays; the other fields take the sizes of the scale. */
  set scale(scale: Scale) {
    this.#scale = scale;
  }

  get seedsText(): string {
    return this.#seedsText;
  }

  set seedsText(text: string) {
    this.#seedsText = text;
  }

  get changedCount(): number {
    return this.#fields.filter(({ changed }) => changed).length;
  }

  /** Begins anew with a preset; the first one when there is none of that name. */
  choosePreset(name: string | null): void {
    if (name === this.#presetName && !this.#brought) return;
    this.#presetName = name;
    this.#begin(null);
  }

  /** Begins anew with a study that is no preset. */
  bring(definition: StudyDefinition): void {
    this.#begin(definition);
  }

  /** Begins anew with the configuration of a run as the only arm, with its seed and at its scale. */
  bringRun(run: RunSummary, configuration: RunConfiguration): void {
    this.#begin(studyOfRun(run, configuration));
    this.#seedsText = String(run.seed);
    this.#scale = run.scale === 'paper' ? 'paper' : 'quick';
  }

  /** The study that was brought; null while a preset is shown. */
  get brought(): StudyDefinition | null {
    return this.#brought;
  }

  #begin(brought: StudyDefinition | null): void {
    this.#brought = brought;
    this.#texts = {};
    this.#leftOut = new Set();
  }

  toggleArm(name: string): void {
    const next = new Set(this.#leftOut);
    if (!next.delete(name)) next.add(name);
    this.#leftOut = next;
  }

  isChosen(name: string): boolean {
    return !this.#leftOut.has(name);
  }

  write(field: FormField, text: string): void {
    this.#texts = { ...this.#texts, [field.paths[0]]: text };
  }

  /** Back to the preset's value. */
  reset(field: FormField): void {
    this.#texts = Object.fromEntries(Object.entries(this.#texts).filter(([path]) => path !== field.paths[0]));
  }

  resetAll(): void {
    this.#texts = {};
  }

  #fieldState(field: FormField, original: RunConfiguration): FieldState[] {
    const rule = fieldRule(field.paths[0], original);
    if (!rule) return [];
    const given = fieldText(valueAt(original, field.paths[0]));
    const text = this.#texts[field.paths[0]] ?? given;
    const parsed = parseField(text, rule);
    const changed = 'value' in parsed ? fieldText(parsed.value) !== given : true;
    return [{ field, rule, text, changed, problem: 'problem' in parsed ? parsed.problem : null }];
  }

  /** The field whose path a problem names first. */
  #fieldNamedIn(problem: string): FormField | null {
    const found = this.#fields
      .flatMap(({ field }) => field.paths.map((path) => ({ field, at: problem.indexOf(path) })))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at);
    return found[0]?.field ?? null;
  }
}

/** The message without the words that the place of the error says already. */
function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Invalid configuration: /, '');
}

function valueAt(configuration: RunConfiguration, path: string): unknown {
  let value: unknown = configuration;
  for (const key of path.split('.')) value = (value as Record<string, unknown>)[key];
  return value;
}
