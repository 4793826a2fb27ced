import { join } from 'node:path';
import { armConfiguration, parseWith, studyDefinitionSchema, type StudyDefinition } from '../contract/configuration';
import { UserError } from '../contract/errors';
import type { Files } from './files';

/**
 * The study definitions in some folders, that of unrolled training first; a later folder's study of the same name takes
 * the place of an earlier one. A file that is not valid is left out, and `onProblem` is told why.
 */
export function readPresets(
  folders: readonly string[],
  files: Files,
  onProblem: (message: string) => void,
): StudyDefinition[] {
  const presets = new Map<string, StudyDefinition>();
  for (const folder of folders) {
    for (const name of files.list(folder).filter((name) => name.endsWith('.json'))) {
      try {
        const definition = readStudyFile(join(folder, name), files);
        presets.set(definition.name, definition);
      } catch (error) {
        onProblem((error as Error).message);
      }
    }
  }
  return [...presets.values()].sort((a, b) => Number(b.name === firstStudy) - Number(a.name === firstStudy));
}

/** What a new person begins with: the question that Wavebench exists for. */
const firstStudy = 'fourier-unrolling';

/** The preset of a name; throws a UserError that lists those there are. */
export function findPreset(presets: readonly StudyDefinition[], name: string): StudyDefinition {
  const preset = presets.find((definition) => definition.name === name);
  if (preset) return preset;
  const known = presets.map((definition) => definition.name).join(', ');
  throw new UserError(`There is no study preset "${name}"; there are: ${known || 'none'}.`);
}

/** Reads a study file: its form, and that every arm gives a valid configuration at every scale. */
export function readStudyFile(file: string, files: Files): StudyDefinition {
  if (!files.exists(file)) throw new UserError(`There is no study file ${file}.`);
  try {
    const definition = parseWith(studyDefinitionSchema, JSON.parse(files.readText(file)), 'study');
    for (const scale of ['quick', 'paper'] as const) {
      for (const arm of definition.arms) armConfiguration(definition, scale, arm.name);
    }
    return definition;
  } catch (error) {
    throw new UserError(`The study file ${file} cannot be used: ${(error as Error).message}`);
  }
}
