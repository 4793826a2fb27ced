import {
  armConfiguration,
  parseWith,
  studyDefinitionSchema,
  type RunConfiguration,
  type StudyDefinition,
} from '../../src-main/contract/configuration';
import type { RunSummary } from '../../src-main/contract/runs';

/** A study of one arm: the configuration of a run, to be changed and run again. */
export function studyOfRun(run: RunSummary, configuration: RunConfiguration): StudyDefinition {
  return {
    name: run.studyName,
    title: run.studyTitle,
    question: `What becomes of ${run.name} when it is changed?`,
    base: configuration,
    scales: { quick: {}, paper: {} },
    arms: [{ name: run.arm, label: run.armLabel, changes: {} }],
  };
}

/** Reads the text of a study file; throws an Error that names the file, the field, its value and what is allowed. */
export function readStudyText(name: string, text: string): StudyDefinition {
  try {
    const definition = parseWith(studyDefinitionSchema, JSON.parse(text), 'study');
    for (const scale of ['quick', 'paper'] as const)
      for (const arm of definition.arms) armConfiguration(definition, scale, arm.name);
    return definition;
  } catch (error) {
    throw new Error(`${name} is no study: ${(error as Error).message}`);
  }
}
