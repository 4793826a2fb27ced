import type { Command } from 'commander';
import type { Changes, Scale } from '../../contract/configuration';
import { ownDataAdjustments, ownDataChanges, studyOnDataset, type Adjustment } from '../../contract/own-data-study';
import { integer, list, scaleOption, seedList, setOption, tensorboardOption, withDataOptions } from '../arguments';
import { baselinesTable } from '../baselines-table';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { printResult, tell } from '../output';
import { presetsHelp, studyDefinition } from '../study-definition';
import { trainAndReport } from '../train-and-report';

interface RunOptions extends DataOptions {
  scale: Scale;
  seeds: number;
  seedList?: number[];
  arms?: string[];
  set: Changes;
  data?: string;
  parallel?: number;
  tensorboard?: string;
}

/** `wavebench run`: starts a study, waits for it and prints its table. */
export function addRunCommand(program: Command, context: Context): void {
  withDataOptions(
    program
      .command('run')
      .description('train every arm of a study with every seed, then print its table')
      .argument('<study>', 'name of a preset, or a study file')
      .addOption(scaleOption())
      .option('--seeds <count>', 'train with the seeds 1 … count', integer(1, 100), 1)
      .option('--seed-list <seeds>', 'train with these seeds instead, e.g. 1,5,9', seedList)
      .option('--arms <names>', 'train only these arms, e.g. one-step,unrolled-8', list)
      .option('--data <dataset>', 'train on data of your own that were imported, by their name')
      .addOption(setOption())
      .option('--parallel <count>', 'trainings at once (default: the setting of the app, 1)', integer(1, 64))
      .addOption(tensorboardOption()),
  )
    .addHelpText('after', () => presetsHelp(context))
    .action(async (study: string, options: RunOptions) => {
      const { dataDir, json, parallel, tensorboard, scale, set, arms, data } = options;
      const seeds = options.seedList ?? Array.from({ length: options.seeds }, (_, index) => index + 1);
      const definition = studyDefinition(context, study);
      let studyId = '';
      await trainAndReport(context, { dataDir, json, parallel, tensorboard }, async (workbench) => {
        const { studies, ownDatasets, bundledDatasets } = workbench;
        const own = data === undefined ? null : ownDatasets.find(data);
        if (own) tellAdjustments(ownDataAdjustments(definition, scale, own.dataset), set);
        else await bundledDatasets.bring(definition.base.data);
        const changes = own ? { ...ownDataChanges(definition, scale, own.dataset), ...set } : set;
        const choice = { scale, seeds, changes, ...(arms ? { arms } : {}) };
        const started = studies.start(own ? studyOnDataset(definition, own) : definition, choice);
        studyId = started.studyId;
        return started.runIds;
      });
      const isOwn = data !== undefined || definition.base.data.source === 'own';
      if (!isOwn || json || process.exitCode) return;
      await withWorkbench(context, { dataDir }, async ({ baselines }) => {
        printResult(`\n${baselinesTable(await baselines(studyId))}`);
      });
    });
}

/** Says what of a study is otherwise because the data ask for it; what a person has set is left out. */
function tellAdjustments(adjustments: readonly Adjustment[], set: Changes): void {
  for (const { path, before, after } of adjustments) {
    if (Object.hasOwn(set, path)) continue;
    tell(`For these data: ${path} = ${JSON.stringify(after)} (the study has ${JSON.stringify(before)})`);
  }
}
