import {
  applyChanges,
  type Changes,
  type RunConfiguration,
  type StudyDefinition,
} from '../../src-main/contract/configuration';

/** An arm of the form; `id` stays while it is renamed. */
export interface EditedArm {
  id: string;
  name: string;
  label: string;
  changes: Changes;
}

/** The arms of a study as they are given. */
export function givenArms({ arms }: StudyDefinition): EditedArm[] {
  return arms.map(({ name, label, changes }) => ({ id: name, name, label, changes }));
}

/** One arm more, behind the one that it is like; its label says that it is new. */
export function addArm(arms: readonly EditedArm[], like: EditedArm): { arms: EditedArm[]; added: EditedArm } {
  const label = freeLabel(arms, like.label);
  const name = freeName(arms, label);
  // An id that no arm has had; a name may have been given up.
  const numbers = arms.map(({ id }) => Number(/^added (\d+)$/.exec(id)?.[1] ?? 0));
  const added = { id: `added ${Math.max(...numbers) + 1}`, name, label, changes: like.changes };
  const place = arms.findIndex(({ id }) => id === like.id) + 1;
  return { arms: [...arms.slice(0, place), added, ...arms.slice(place)], added };
}

/** The arm of this id with another label and a name that goes with it. */
export function renameArm(arms: readonly EditedArm[], id: string, label: string): EditedArm[] {
  const others = arms.filter((arm) => arm.id !== id);
  return arms.map((arm) => (arm.id === id ? { ...arm, label, name: freeName(others, label) } : arm));
}

/** What is wrong with a label; null when it is well. */
export function labelProblem(arms: readonly EditedArm[], { id, label }: EditedArm): string | null {
  if (label.trim() === '') return 'An arm needs a name.';
  if (label.length > 60) return 'The name of an arm has at most 60 letters.';
  const same = arms.some((arm) => arm.id !== id && arm.label.trim() === label.trim());
  return same ? `Two arms are called “${label.trim()}”.` : null;
}

/** A configuration with changes that may not fit together yet; as far as they can be applied. */
export function changedConfiguration(base: RunConfiguration, ...changes: readonly Changes[]): RunConfiguration {
  const configuration = structuredClone(base);
  for (const [path, value] of changes.flatMap((all) => Object.entries(all))) {
    try {
      applyChanges(configuration, { [path]: value });
    } catch {
      // Of a group that another change has taken away.
      continue;
    }
  }
  return configuration;
}

function freeLabel(arms: readonly EditedArm[], like: string): string {
  const stem = like.replace(/ \d+$/, '').slice(0, 54);
  for (let number = 2; ; number++) {
    const label = `${stem} ${number}`;
    if (!arms.some((arm) => arm.label === label)) return label;
  }
}

/** Lower-case words joined by hyphens, as a study file has it, that no other arm has. */
function freeName(arms: readonly EditedArm[], label: string): string {
  const words = label
    .normalize('NFKD')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['arm'];
  const stem = words.join('-').slice(0, 56).replace(/-+$/, '');
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}-${number}`;
    if (!arms.some((arm) => arm.name === name)) return name;
  }
}
