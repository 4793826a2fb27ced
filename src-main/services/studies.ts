import { armConfiguration, type Changes, type Scale, type StudyDefinition } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { ArmResult, Preset, StartStudy, StudySummary } from '../contract/studies';
import type { WritableDatabase } from '../store/database';
import { insertRun } from '../store/runs';
import { getStudy, insertStudy, listStudies } from '../store/studies';
import { studyResults } from '../store/study-results';
import type { Clock } from './clock';
import type { Files } from './files';
import { hashOf, newIdentifier, theOne } from './identifier';
import { findPreset, readPresets } from './presets';
import type { Publish } from './publish';
import type { Runs } from './runs';

export interface StudiesOptions {
  store: WritableDatabase;
  runs: Runs;
  files: Files;
  clock: Clock;
  publish: Publish;
  /** Folders of study files, the built-in one first. */
  presetFolders: readonly string[];
  /** Told why a study file is left out. */
  onProblem: (message: string) => void;
  /** Version of the program, recorded with every run. */
  version: string;
}

export interface StudyChoice {
  scale: Scale;
  seeds: readonly number[];
  /** Arms to run; all when left out. */
  arms?: readonly string[];
  changes: Changes;
}

/** The studies of a data folder, and the definitions that they can be started from. */
export class Studies {
  readonly #options: StudiesOptions;

  constructor(options: StudiesOptions) {
    this.#options = options;
  }

  presets(): Preset[] {
    return this.#definitions().map((definition) => ({ definition }));
  }

  list(): StudySummary[] {
    return listStudies(this.#options.store);
  }

  get(studyId: string): StudySummary {
    const study = getStudy(this.#options.store, studyId);
    if (!study) throw new UserError(`There is no study "${studyId}".`);
    return study;
  }

  /** The id that begins so, or that of the newest study of that name; throws a UserError when there is none. */
  find(text: string): string {
    const studies = this.list();
    const named = studies.find(({ name }) => name === text);
    return (
      named?.id ??
      theOne(
        'study',
        text,
        studies.map(({ id }) => id).filter((id) => id.startsWith(text)),
      )
    );
  }

  results(studyId: string): ArmResult[] {
    return studyResults(this.#options.store, this.get(studyId).id);
  }

  /** The study that a request names or brings; throws a UserError when there is no such preset. */
  definitionOf({ preset, definition }: Pick<StartStudy, 'preset' | 'definition'>): StudyDefinition {
    return definition ?? findPreset(this.#definitions(), preset);
  }

  startPreset({ preset, definition, ...choice }: StartStudy): { studyId: string; runIds: string[] } {
    return this.start(this.definitionOf({ preset, definition }), choice);
  }

  /**
   * Adds a study with one run for each arm and seed, and starts them, seed by seed, so that arms can be compared early.
   * Throws a UserError before anything is added when a configuration is not valid.
   */
  start(definition: StudyDefinition, choice: StudyChoice): { studyId: string; runIds: string[] } {
    const { store, runs, clock, publish, version } = this.#options;
    const arms = chosenArms(definition, choice);
    const seeds = distinctSeeds(choice.seeds);
    const configurations = arms.map((arm) => configurationOf(definition, arm.name, choice));
    const study = { id: newIdentifier(), definition, arms, seeds, createdAt: clock.now() };
    const runIds = runs.enqueue(() => {
      const { scale, changes } = choice;
      insertStudy(store, { ...study, arms: arms.map(({ name, label }) => ({ name, label })), scale, changes });
      return seeds.flatMap((seed) =>
        arms.map((arm, index) => {
          const id = newIdentifier();
          insertRun(store, {
            id,
            studyId: study.id,
            name: `${arm.name} · seed ${seed}`,
            arm: arm.name,
            armLabel: arm.label,
            colorIndex: arm.place,
            seed,
            configuration: configurations[index]!,
            configurationHash: hashOf(configurations[index]),
            programVersion: version,
            createdAt: study.createdAt,
          });
          return id;
        }),
      );
    });
    publish('studies:changed', { studyId: study.id });
    return { studyId: study.id, runIds };
  }

  #definitions(): StudyDefinition[] {
    const { presetFolders, files, onProblem } = this.#options;
    return readPresets(presetFolders, files, onProblem);
  }
}

/** The arms to run, in the definition's order, each with its place there: a color belongs to an arm, run or not. */
function chosenArms(
  definition: StudyDefinition,
  { arms }: StudyChoice,
): { name: string; label: string; place: number }[] {
  const all = definition.arms.map(({ name, label }, place) => ({ name, label, place }));
  const unknown = arms?.find((name) => !all.some((arm) => arm.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name).join(', ');
    throw new UserError(`Study ${definition.name} has no arm "${unknown}"; its arms are: ${known}.`);
  }
  return arms ? all.filter(({ name }) => arms.includes(name)) : all;
}

function distinctSeeds(seeds: readonly number[]): number[] {
  const twice = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (twice !== undefined)
    throw new UserError(`The seed ${twice} is given twice; each seed can be run once in a study.`);
  return [...seeds];
}

function configurationOf(definition: StudyDefinition, arm: string, { scale, changes }: StudyChoice) {
  try {
    return armConfiguration(definition, scale, arm, changes);
  } catch (error) {
    throw new UserError(`Arm ${arm}: ${(error as Error).message}`);
  }
}
