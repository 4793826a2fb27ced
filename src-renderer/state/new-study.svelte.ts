import {
  armConfiguration,
  type Changes,
  type RunConfiguration,
  type Scale,
  type StudyDefinition,
} from '../../src-main/contract/configuration';
import type { DatasetSummary } from '../../src-main/contract/own-data';
import { ownDataAdjustments, studyForDataset, type Adjustment } from '../../src-main/contract/own-data-study';
import type { StartStudy } from '../../src-main/contract/studies';
import type { RunSummary } from '../../src-main/contract/runs';
import { studyOfRun } from './brought-study';
import type { DatasetsState } from './datasets.svelte';
import { formSections, type FormField } from './form-fields';
import { parseSeeds } from './seeds';
import type { StudiesState } from './studies.svelte';
import { addArm, changedConfiguration, givenArms, labelProblem, renameArm, type EditedArm } from './study-arms';
import { fieldStates, joinChanges, writtenChanges, type FieldState, type FieldTexts } from './study-fields';

export interface ArmPlan extends EditedArm {
  colorIndex: number;
  /** What the arm changes of the fields of all arms, with what was written for it. */
  changes: Changes;
  /** Null when the arm cannot be trained as it is. */
  configuration: RunConfiguration | null;
  problem: string | null;
}

/** Fields are written for all arms together, or for the arm of this id. */
type Scope = string | null;

/** The form of a new study: a preset, a scale, seeds, arms, and what is changed of the preset for all arms or for one. */
export class NewStudy {
  readonly #studies: StudiesState;
  readonly #datasets: Pick<DatasetsState, 'get'>;
  #presetName = $state<string | null>(null);
  /** A study that is no preset: of a file, or of a run that is to be repeated otherwise. */
  #brought = $state.raw<StudyDefinition | null>(null);
  #datasetId = $state<string | null>(null);
  #scale = $state<Scale>('quick');
  #seedsText = $state('1');
  #leftOut = $state.raw<ReadonlySet<string>>(new Set());
  /** Null while the arms are those of the definition. */
  #editedArms = $state.raw<readonly EditedArm[] | null>(null);
  #scope = $state<Scope>(null);
  /** What was written for all arms, and for each arm by its id. */
  #texts = $state.raw<FieldTexts>({});
  #armTexts = $state.raw<Readonly<Record<string, FieldTexts>>>({});

  readonly #asGiven: StudyDefinition | null = $derived.by(() => {
    if (this.#brought) return this.#brought;
    const definitions = this.#studies.presets.map((preset) => preset.definition);
    return definitions.find((definition) => definition.name === this.#presetName) ?? definitions[0] ?? null;
  });

  /** Imported data that stand in the place of those of the study; null keeps these. */
  readonly dataset: DatasetSummary | null = $derived.by(() =>
    this.#datasetId === null ? null : this.#datasets.get(this.#datasetId),
  );

  readonly definition: StudyDefinition | null = $derived(
    this.#asGiven && this.dataset ? studyForDataset(this.#asGiven, this.dataset) : this.#asGiven,
  );

  /** What of the study was changed because the chosen data cannot give it. */
  readonly adjustments: readonly Adjustment[] = $derived(
    this.#asGiven && this.dataset ? ownDataAdjustments(this.#asGiven, this.#scale, this.dataset.dataset) : [],
  );

  /** The preset at its scale, before changes. */
  readonly #original: RunConfiguration | null = $derived.by(
    () => this.definition && changedConfiguration(this.definition.base, this.definition.scales[this.#scale]),
  );

  readonly #commonFields: readonly FieldState[] = $derived(
    this.#original ? fieldStates(this.#original, this.#texts) : [],
  );

  /** Of all arms. */
  readonly changes: Changes = $derived(writtenChanges(this.#commonFields));
  /** What all arms have before their own changes. */
  readonly common: RunConfiguration | null = $derived(
    this.#original && changedConfiguration(this.#original, this.changes),
  );

  readonly #givenArms: readonly EditedArm[] = $derived(
    this.#editedArms ?? (this.definition ? givenArms(this.definition) : []),
  );

  readonly arms: readonly ArmPlan[] = $derived(this.#givenArms.map((arm, place) => this.#planArm(arm, place)));
  readonly chosenArms: readonly ArmPlan[] = $derived(this.arms.filter((arm) => !this.#leftOut.has(arm.id)));

  /** The arm whose fields are shown; null while those of all arms are. */
  readonly scopedArm: ArmPlan | null = $derived(this.arms.find(({ id }) => id === this.#scope) ?? null);

  readonly #fields: readonly FieldState[] = $derived(
    this.scopedArm ? this.#armFields(this.scopedArm.id) : this.#commonFields,
  );

  /** The sections of the form, with the problems at the fields that they name. */
  readonly sections: readonly { title: string; fields: readonly FieldState[] }[] = $derived.by(() => {
    const concerned = this.scopedArm ? [this.scopedArm] : this.chosenArms;
    const problems = concerned.flatMap((arm) => (arm.problem ? [arm.problem] : []));
    const fields = this.#fields.map((state) => ({
      ...state,
      problem: state.problem ?? problems.find((problem) => this.#fieldNamedIn(problem) === state.field) ?? null,
    }));
    return formSections
      .map(({ title, fields: all }) => ({ title, fields: fields.filter(({ field }) => all.includes(field)) }))
      .filter((section) => section.fields.length > 0);
  });

  /** Problems that belong to no field that is shown. */
  readonly problems: readonly string[] = $derived.by(() => {
    const several = this.chosenArms.length > 1;
    const unnamed = this.chosenArms.flatMap(({ id, label, problem }) => {
      const isShown = this.scopedArm === null || this.scopedArm.id === id;
      if (!problem || (isShown && this.#fieldNamedIn(problem) !== null)) return [];
      return [several && this.scopedArm !== null ? `${label}: ${problem}` : problem];
    });
    const ofLabels = this.#givenArms.flatMap((arm) => labelProblem(this.#givenArms, arm) ?? []);
    const none = this.chosenArms.length === 0 ? ['Choose at least one arm.'] : [];
    return [...new Set([...unnamed, ...ofLabels, ...none])];
  });

  readonly seeds = $derived(parseSeeds(this.#seedsText));

  /** The definition with its arms as they are in the form; the same object while they are those of the definition. */
  readonly edited: StudyDefinition | null = $derived.by(() => {
    const { definition } = this;
    if (!definition || !this.areArmsEdited) return definition;
    return {
      ...definition,
      arms: this.arms.map(({ name, label, changes }) => ({ name, label: label.trim(), changes })),
    };
  });

  /** What would be started; null while something is wrong. */
  readonly request: StartStudy | null = $derived.by(() => {
    const wrong = [...this.#commonFields, ...this.#fields].some(({ problem }) => problem !== null);
    const impossible = wrong || this.problems.length > 0 || this.chosenArms.some(({ problem }) => problem !== null);
    if (!this.edited || !('seeds' in this.seeds) || impossible) return null;
    return {
      preset: this.edited.name,
      ...(this.#brought || this.dataset || this.areArmsEdited ? { definition: this.edited } : {}),
      scale: this.#scale,
      seeds: this.seeds.seeds,
      arms: this.chosenArms.map((arm) => arm.name),
      changes: this.changes,
    };
  });

  /** What is in the form as a study file: the chosen arms, and at both scales what was changed for all. Null as above. */
  readonly file: StudyDefinition | null = $derived.by(() => {
    const { request, edited } = this;
    if (!request || !edited) return null;
    const { quick, paper } = edited.scales;
    return {
      ...edited,
      scales: { quick: joinChanges(quick, this.changes), paper: joinChanges(paper, this.changes) },
      arms: edited.arms.filter(({ name }) => request.arms?.includes(name)),
    };
  });

  constructor(studies: StudiesState, datasets: Pick<DatasetsState, 'get'>) {
    this.#studies = studies;
    this.#datasets = datasets;
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

  /** Fields that were written, those of arms included. */
  get changedCount(): number {
    const ofArms = this.#givenArms.flatMap(({ id }) => (this.#armTexts[id] ? this.#armFields(id) : []));
    return [...this.#commonFields, ...ofArms].filter(({ changed }) => changed).length;
  }

  get areArmsEdited(): boolean {
    return this.#editedArms !== null || Object.values(this.#armTexts).some((texts) => Object.keys(texts).length > 0);
  }

  /** Begins anew with a preset; the first one when there is none of that name. */
  choosePreset(name: string | null): void {
    if (name === this.#presetName && !this.#brought) return;
    this.#presetName = name;
    this.#begin(null);
  }

  /** Puts imported data in the place of those of the study, or with null these again; what was written of data goes. */
  chooseDataset(id: string | null): void {
    const others = (texts: FieldTexts) =>
      Object.fromEntries(Object.entries(texts).filter(([path]) => !path.startsWith('data.')));
    this.#datasetId = id;
    this.#texts = others(this.#texts);
    this.#armTexts = Object.fromEntries(Object.entries(this.#armTexts).map(([arm, texts]) => [arm, others(texts)]));
  }

  /** Begins anew with a study that is no preset. */
  bring(definition: StudyDefinition): void {
    this.#datasetId = null;
    this.#begin(definition);
  }

  /** Begins anew with the configuration of a run as the only arm, with its seed and at its scale. */
  bringRun(run: RunSummary, configuration: RunConfiguration): void {
    this.#datasetId = null;
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
    this.#leftOut = new Set();
    this.resetAll();
  }

  toggleArm(id: string): void {
    const next = new Set(this.#leftOut);
    if (!next.delete(id)) next.add(id);
    this.#leftOut = next;
  }

  isChosen(id: string): boolean {
    return !this.#leftOut.has(id);
  }

  /** Shows the fields of one arm, or with null those of all arms. */
  show(id: Scope): void {
    this.#scope = id;
  }

  /** One arm more, like this one with what was written for it; its fields are shown. */
  duplicateArm(id: string): void {
    const plan = this.arms.find((arm) => arm.id === id);
    if (!plan) return;
    const { arms, added } = addArm(this.#givenArms, plan);
    this.#editedArms = arms;
    this.#scope = added.id;
  }

  removeArm(id: string): void {
    this.#editedArms = this.#givenArms.filter((arm) => arm.id !== id);
    this.#armTexts = without(this.#armTexts, id);
    if (this.#scope === id) this.#scope = null;
  }

  renameArm(id: string, label: string): void {
    this.#editedArms = renameArm(this.#givenArms, id, label);
  }

  write(field: FormField, text: string): void {
    const [path] = field.paths;
    const arm = this.scopedArm;
    if (arm) this.#armTexts = { ...this.#armTexts, [arm.id]: { ...this.#armTexts[arm.id], [path]: text } };
    else this.#texts = { ...this.#texts, [path]: text };
  }

  /** Back to what it was without what was written. */
  reset(field: FormField): void {
    const [path] = field.paths;
    const arm = this.scopedArm;
    if (arm) this.#armTexts = { ...this.#armTexts, [arm.id]: without(this.#armTexts[arm.id] ?? {}, path) };
    else this.#texts = without(this.#texts, path);
  }

  resetAll(): void {
    this.#texts = {};
    this.#armTexts = {};
    this.#editedArms = null;
    this.#scope = null;
  }

  /** Of the arm alone, on what all arms have. */
  #armFields(id: string): FieldState[] {
    const arm = this.#givenArms.find((one) => one.id === id);
    if (!this.common || !arm) return [];
    return fieldStates(changedConfiguration(this.common, arm.changes), this.#armTexts[id] ?? {}, this.common);
  }

  #planArm(arm: EditedArm, colorIndex: number): ArmPlan {
    const definition = this.definition!;
    const states = this.#armTexts[arm.id] ? this.#armFields(arm.id) : [];
    const wrong = states.find(({ problem }) => problem !== null);
    const changes = joinChanges(arm.changes, writtenChanges(states));
    const plan = { ...arm, changes, colorIndex };
    if (wrong) return { ...plan, configuration: null, problem: `${wrong.field.paths[0]}: ${wrong.problem}` };
    try {
      const study = { ...definition, arms: [{ name: arm.name, label: arm.label, changes }] };
      return { ...plan, configuration: armConfiguration(study, this.#scale, arm.name, this.changes), problem: null };
    } catch (error) {
      return { ...plan, configuration: null, problem: sentence(error) };
    }
  }

  /** The shown field whose path a problem names first. */
  #fieldNamedIn(problem: string): FormField | null {
    const found = this.#fields
      .flatMap(({ field }) => field.paths.map((path) => ({ field, at: problem.indexOf(path), path })))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at || b.path.length - a.path.length);
    return found[0]?.field ?? null;
  }
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}

/** The message without the words that the place of the error says already. */
function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Invalid configuration: /, '');
}
