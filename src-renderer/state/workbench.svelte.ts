import type { About } from '../../src-main/contract/ipc';
import type { DatasetSummary } from '../../src-main/contract/own-data';
import type { RunSummary } from '../../src-main/contract/runs';
import type { Api } from '../api';
import { formatPlural } from '../format';
import { BenchmarksState } from './benchmarks.svelte';
import { ClassifyView } from './classify-view.svelte';
import { Commands } from './commands.svelte';
import { Comparison } from './comparison.svelte';
import { DataView, type DataLook } from './data-view.svelte';
import { DatasetsState } from './datasets.svelte';
import { Explain } from './explain.svelte';
import { FigureActions } from './figure-actions';
import { FigureBuilds } from './figure-builds.svelte';
import { FiguresState } from './figures.svelte';
import { FirstPictures } from './first-pictures.svelte';
import { GenerateView, type GenerationLook } from './generate-view.svelte';
import { Layout } from './layout.svelte';
import { Messages } from './messages.svelte';
import { ModelsState } from './models.svelte';
import { Navigation } from './navigation.svelte';
import { NewStudy } from './new-study.svelte';
import { QueueState } from './queue.svelte';
import { RunActions } from './run-actions.svelte';
import { RunSettingsState } from './run-settings.svelte';
import { RunTable } from './run-table.svelte';
import { canStop, RunsState } from './runs.svelte';
import { SettingsState } from './settings.svelte';
import { StudiesState } from './studies.svelte';
import { TalkView } from './talk.svelte';
import { TransfersState } from './transfers.svelte';
import { UndoState } from './undo.svelte';
import { ViewsState } from './views.svelte';

export type OpenDialog = 'shortcuts' | 'palette' | null;

/** The state of one window, and what a person can do in more than one place of it. */
export class Workbench {
  readonly api: Api;
  readonly navigation: Navigation;
  readonly undo = new UndoState();
  readonly messages = new Messages();
  readonly commands = new Commands();
  readonly layout: Layout;
  readonly settings: SettingsState;
  readonly runs: RunsState;
  readonly studies: StudiesState;
  readonly runSettings: RunSettingsState;
  readonly runTable: RunTable;
  readonly runActions: RunActions;
  readonly queue: QueueState;
  readonly views: ViewsState;
  readonly comparison: Comparison;
  readonly newStudy: NewStudy;
  readonly models: ModelsState;
  readonly generate: GenerateView;
  readonly firstPictures: FirstPictures;
  readonly classify: ClassifyView;
  readonly figures: FiguresState;
  readonly builds: FigureBuilds;
  readonly figureActions: FigureActions;
  readonly benchmarks: BenchmarksState;
  readonly transfers: TransfersState;
  readonly explain: Explain;
  readonly data: DataView;
  readonly datasets: DatasetsState;
  readonly talk: TalkView;
  #about = $state.raw<About | null>(null);
  #dialog = $state<OpenDialog>(null);

  constructor(api: Api, storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.api = api;
    this.navigation = new Navigation(storage);
    this.layout = new Layout(storage);
    this.settings = new SettingsState(api);
    this.runs = new RunsState(api);
    this.studies = new StudiesState(api);
    this.runSettings = new RunSettingsState(api);
    this.runTable = new RunTable(this.runs, this.runSettings, storage);
    this.runActions = new RunActions(this);
    this.queue = new QueueState(api, this.runs);
    this.views = new ViewsState(api);
    this.comparison = new Comparison(api);
    this.models = new ModelsState(api, (data) => this.datasets.classNames(data));
    this.generate = new GenerateView(api, this.models);
    this.firstPictures = new FirstPictures(api, this.generate.generations, this.models);
    this.classify = new ClassifyView(api, { models: this.models, runs: this.runs, settings: this.runSettings });
    this.figures = new FiguresState(api, (error) => this.messages.error(error));
    this.builds = new FigureBuilds(api);
    this.figureActions = new FigureActions(this);
    this.benchmarks = new BenchmarksState(api, this.messages);
    this.transfers = new TransfersState(api, this.messages, (studyId) => this.openCompare(studyId));
    this.explain = new Explain(api);
    this.data = new DataView(api);
    this.datasets = new DatasetsState(api);
    this.newStudy = new NewStudy(this.studies, this.datasets);
    this.talk = new TalkView(api);
  }

  /** Versions and device; null until they are known. */
  get about(): About | null {
    return this.#about;
  }

  get dialog(): OpenDialog {
    return this.#dialog;
  }

  openDialog(dialog: Exclude<OpenDialog, null>): void {
    this.#dialog = dialog;
  }

  closeDialog(): void {
    this.#dialog = null;
  }

  /** Reads everything and follows the changes until the returned function is called. */
  start(systemIsDark: MediaQueryList): () => void {
    const stops = [
      this.settings.start(systemIsDark),
      ...[
        this.runs,
        this.queue,
        this.views,
        this.studies,
        this.generate,
        this.firstPictures,
        this.classify.evaluations,
        this.figures,
        this.benchmarks,
        this.transfers,
        this.datasets,
      ].map((state) => state.start()),
    ];
    for (const task of [
      () => this.settings.load(),
      () => this.runs.load(),
      () => this.queue.load(),
      () => this.datasets.load(),
      () => this.views.load(),
      () => this.studies.load().then(() => this.#leaveLostStudy()),
      () => this.studies.loadPresets(),
      () => this.generate.generations.load(),
      () => this.classify.evaluations.load(),
      () => this.figures.load(),
      () => this.benchmarks.load(),
      async () => void (this.#about = await this.api.request('app:about')),
    ]) {
      void this.attempt(task);
    }
    return () => stops.forEach((stop) => stop());
  }

  /** Does something that may fail; the status line says so if it does. Tells whether it succeeded. */
  async attempt(task: () => Promise<unknown>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      this.messages.error(error);
      return false;
    }
  }

  openNewStudy(preset: string | null = null): void {
    // What was brought along stays until a preset is asked for.
    if (preset !== null || !this.newStudy.brought)
      this.newStudy.choosePreset(preset ?? this.newStudy.definition?.name ?? null);
    this.navigation.go({ screen: 'new-study', preset });
  }

  openLive(studyId: string | null = null): void {
    this.navigation.go({ screen: 'live', studyId });
  }

  openCompare(studyId: string | null = null): void {
    this.navigation.go({ screen: 'compare', studyId });
  }

  /** Fills in a new study on an imported dataset: the first preset that suits it. */
  startOnDataset(dataset: DatasetSummary): void {
    const presets = this.studies.presets.map(({ definition }) => definition);
    const wanted = dataset.dataset.kind === 'images' ? 'images' : 'fourier';
    const preset = presets.find(({ base }) => base.data.source === wanted) ?? presets[0];
    if (!preset) return;
    this.newStudy.choosePreset(preset.name);
    this.newStudy.chooseDataset(dataset.id);
    this.navigation.go({ screen: 'new-study', preset: null });
  }

  /** With a step by the checkpoint of that step. */
  openGenerate(runId: string | null = null, step?: number): void {
    this.navigation.go({ screen: 'generate', runId, ...(step === undefined ? {} : { step }) });
  }

  /** Changes how generated samples are looked at; can be undone. */
  lookAtSamples(change: Partial<GenerationLook>): void {
    this.#look(this.generate, change, 'Looked at the samples otherwise');
  }

  /** Changes which data are looked at, and how; can be undone. */
  lookAtData(change: Partial<DataLook>): void {
    this.#look(this.data, change, 'Looked at the data otherwise');
  }

  #look<Look>(view: { look: Look }, change: Partial<Look>, label: string): void {
    const before = view.look;
    const after = { ...before, ...change };
    const set = (look: Look) => void (view.look = look);
    this.undo.add({ label, undo: () => set(before), redo: () => set(after), place: this.navigation.place });
    set(after);
  }

  /** What Live and Compare show when none was chosen: the study of a selected run, of a running one, or the newest. */
  get likelyStudyId(): string | null {
    const selected = this.runTable.selected[0]?.studyId;
    return selected ?? this.runs.running[0]?.studyId ?? this.runs.queued[0]?.studyId ?? this.studies.all[0]?.id ?? null;
  }

  async train(): Promise<void> {
    const request = this.newStudy.request;
    if (!request) return;
    await this.attempt(async () => {
      const studyId = await this.studies.begin(request);
      const count = request.seeds.length * (request.arms?.length ?? 0);
      this.messages.note(`Started ${formatPlural(count, 'run')}.`);
      this.openLive(studyId);
    });
  }

  async stop(runs: readonly RunSummary[]): Promise<void> {
    const ids = runs.filter(canStop).map((run) => run.id);
    if (ids.length === 0) return;
    await this.attempt(() => this.runs.stop(ids));
  }

  async resume(runs: readonly RunSummary[]): Promise<void> {
    const ids = runs.filter((run) => run.canResume).map((run) => run.id);
    if (ids.length === 0) return;
    await this.attempt(() => this.runs.resume(ids));
  }

  /** Archives runs, or brings them back; can be undone. Runs that still train are left alone. */
  async archive(runs: readonly RunSummary[], archived: boolean): Promise<void> {
    const ids = runs.filter((run) => run.archived !== archived && !canStop(run)).map((run) => run.id);
    if (ids.length === 0) return;
    const label = `${archived ? 'Archived' : 'Brought back'} ${formatPlural(ids.length, 'run')}`;
    const set = (to: boolean) => this.runs.archive(ids, to);
    if (!(await this.attempt(() => set(archived)))) return;
    this.undo.add({ label, undo: () => set(!archived), redo: () => set(archived) });
    this.messages.note(`${label}.`, { label: 'Undo', run: () => void this.undoLast() });
  }

  async undoLast(): Promise<void> {
    await this.attempt(async () => {
      const { next } = this.undo;
      if (next?.place) this.navigation.go(next.place);
      const change = await this.undo.undo();
      this.messages.note(change ? `Undone: ${change.label}.` : 'Nothing to undo.');
    });
  }

  async redoLast(): Promise<void> {
    await this.attempt(async () => {
      const next = this.undo.nextRedo;
      if (next?.place) this.navigation.go(next.place);
      const change = await this.undo.redo();
      this.messages.note(change ? `Done again: ${change.label}.` : 'Nothing to redo.');
    });
  }

  /** The place that was remembered may be of a study that is gone. */
  #leaveLostStudy(): void {
    const { place } = this.navigation;
    if ('studyId' in place && place.studyId !== null && !this.studies.get(place.studyId))
      this.navigation.replace({ ...place, studyId: null });
  }
}
