import type { Command } from 'commander';
import { claimRequestSchema, type ClaimResult } from '../../contract/claims';
import { parseWith } from '../../contract/configuration';
import { UserError } from '../../contract/errors';
import type { ArmResult } from '../../contract/studies';
import { decimal, withDataOptions } from '../arguments';
import { withWorkbench, type Context, type DataOptions } from '../context';
import { monitoredMetric } from '../monitored-metric';
import { printJson, printResult } from '../output';
import { resultsTable } from '../results-table';

interface Options extends DataOptions {
  metric?: string;
  baseline?: string;
  threshold?: number;
  latex?: boolean;
}

/** `wavebench compare`: the table of a study, and what may be claimed of every arm against the baseline. */
export function addCompareCommand(program: Command, context: Context): void {
  withDataOptions(program.command('compare'))
    .description('compare the arms of a study: the table, and the paired difference to the baseline with its interval')
    .argument('<study>', 'id of a study or its beginning, or its name (the newest of that name)')
    .option('--metric <metric>', 'for example validationAccuracy@8 (default: the monitored accuracy)')
    .option('--baseline <arm>', 'the arm that the others are compared with (default: the first)')
    .option('--threshold <value>', 'value to be reached (default: the worst that all reach)', decimal(-1e300, 1e300))
    .option('--latex', 'print LaTeX tables of the claims')
    .action(async (text: string, options: Options) => {
      await withWorkbench(context, { dataDir: options.dataDir }, async (workbench) => {
        const study = workbench.studies.get(workbench.studies.find(text));
        const results = workbench.studies.results(study.id);
        const baseline = options.baseline ?? study.arms[0]!.name;
        const metric = options.metric ?? monitoredMetric(workbench.runs.get(study.runIds[0]!));
        const others = study.arms.filter(({ name }) => name !== baseline);
        if (others.length === study.arms.length) throw unknownArm(baseline, study.arms);
        const claims: ClaimResult[] = [];
        for (const { name: arm } of others) {
          const request = { studyId: study.id, metric, arm, baseline, threshold: options.threshold ?? null };
          claims.push(await workbench.query.call('buildClaim', parseWith(claimRequestSchema, request, 'claim')));
        }
        if (options.json) printJson({ study: study.id, metric, baseline, results, claims: claims.map(withoutFigure) });
        else if (options.latex)
          printResult(claims.map((one) => ('claim' in one ? one.latex : `% ${one.absent}`)).join('\n'));
        else printResult(comparisonText(results, claims));
      });
    });
}

function unknownArm(name: string, arms: readonly { name: string }[]): UserError {
  return new UserError(`This study has no arm "${name}".`, `Its arms are: ${arms.map((arm) => arm.name).join(', ')}.`);
}

function withoutFigure(result: ClaimResult): object {
  if ('absent' in result) return result;
  const { claim, sentence } = result;
  return { claim, sentence };
}

function comparisonText(results: readonly ArmResult[], claims: readonly ClaimResult[]): string {
  const parts = claims.map((one) => ('claim' in one ? one.text : one.absent));
  return [resultsTable(results), ...parts].join('\n\n');
}
