import type { StudyDefinition } from '../contract/configuration';
import { nodeFiles } from '../services/files';
import { findPreset, readPresets, readStudyFile } from '../services/presets';
import type { Context } from './context';
import { tell } from './output';

/** The presets with their titles, for the help of commands that take a study. */
export function presetsHelp(context: Context): string {
  const presets = readPresets([context.studiesFolder], nodeFiles, tell);
  return ['', 'Presets:', ...presets.map(({ name, title }) => `  ${name}  ${title}`)].join('\n');
}

/** The study of an argument: a study file where it looks like one, else the preset of that name. */
export function studyDefinition(context: Context, study: string): StudyDefinition {
  if (study.endsWith('.json') || /[\\/]/.test(study)) return readStudyFile(study, nodeFiles);
  return findPreset(readPresets([context.studiesFolder], nodeFiles, tell), study);
}
