import type { StudyDefinition } from '../contract/configuration';
import { nodeFiles } from '../services/files';
import { findPreset, readPresets, readStudyFile } from '../services/presets';
import type { Context } from './context';
import { tell } from './output';

/** The study of an argument: a study file where it looks like one, else the preset of that name. */
export function studyDefinition(context: Context, study: string): StudyDefinition {
  if (study.endsWith('.json') || /[\\/]/.test(study)) return readStudyFile(study, nodeFiles);
  return findPreset(readPresets([context.studiesFolder], nodeFiles, tell), study);
}
