import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { armConfiguration, type Changes, type Scale } from '../../contract/configuration';
import { planRun, type RunPlan } from '../../contract/run-plan';
import { scaleOption, setOption } from '../arguments';
import type { Context } from '../context';
import { bytesText, durationText, numberText, printJson, printResult, table, type Column } from '../output';
import { presetsHelp, studyDefinition } from '../study-definition';

interface PlanOptions {
  scale: Scale;
  set: Changes;
  json?: boolean;
}

/** `wavebench plan`: what each arm of a study will need, before anything is started. */
export function addPlanCommand(program: Command, context: Context): void {
  program
    .command('plan')
    .description('show what each arm of a study will need: receptive field, parameters, memory, time')
    .argument('<study>', 'name of a preset, or a study file')
    .addOption(scaleOption())
    .addOption(setOption())
    .option('--json', 'print JSON')
    .addHelpText('after', () => presetsHelp(context))
    .action((study: string, { scale, set, json }: PlanOptions) => {
      const definition = studyDefinition(context, study);
      const cores = availableParallelism();
      const plans = definition.arms.map(({ name, label }) => ({
        arm: name,
        label,
        ...planRun(armConfiguration(definition, scale, name, set), cores),
      }));
      if (json) printJson({ study: definition.name, scale, cores, arms: plans });
      else
        printResult([`${definition.title}, ${scale} scale`, '', table(columns, plans), '', noteOf(cores)].join('\n'));
    });
}

const columns: Column<RunPlan & { label: string }>[] = [
  { title: 'Arm', text: ({ label }) => label },
  { title: 'Receptive field', text: ({ receptiveField }) => String(receptiveField), align: 'right' },
  { title: 'Weights along time', text: ({ temporalWeights }) => String(temporalWeights), align: 'right' },
  { title: 'Parameters', text: ({ parameters }) => String(parameters), align: 'right' },
  { title: 'Steps', text: ({ steps }) => String(steps), align: 'right' },
  { title: 'Epochs', text: ({ epochs }) => numberText(epochs, 3), align: 'right' },
  { title: 'Activations', text: ({ activationBytes }) => bytesText(activationBytes), align: 'right' },
  {
    title: 'Time per step',
    text: ({ secondsPerStep }) => `${numberText(1000 * secondsPerStep, 2)} ms`,
    align: 'right',
  },
  { title: 'Per epoch', text: ({ secondsPerEpoch }) => durationText(1000 * secondsPerEpoch), align: 'right' },
  { title: 'In all', text: ({ seconds }) => durationText(1000 * seconds), align: 'right' },
];

function noteOf(cores: number): string {
  return `For each seed. Memory and times are estimates, times for the ${cores} cores of this machine without a GPU.`;
}
