import type { Claim, ClaimRequest, ClaimResult, SeedOutcome } from '../contract/claims';
import { UserError } from '../contract/errors';
import { higherIsBetter, metricTitle } from '../contract/metric-words';
import type { RunSummary } from '../contract/runs';
import { claimSentence, claimText } from '../figures/claim-words';
import { describeClaim } from '../figures/describe-claim';
import { describeClaimTable } from '../figures/describe-claim-table';
import { latexTableFloat } from '../figures/latex-figure';
import { comparePairs, firstReaching, ratioOfPairs } from '../math/paired-claim';
import { RandomStream } from '../math/random';
import type { ReadableDatabase } from '../store/database';
import { readSeries } from '../store/metrics';
import { resultsOfRun } from '../store/run-results';
import { runsOfStudy } from '../store/run-rows';
import { getStudy } from '../store/studies';
import { studyRun } from './study-run-of';

/** Compares two arms of a study in one metric, over the completed runs of the seeds that both have. */
export function buildClaim(db: ReadableDatabase, request: ClaimRequest): ClaimResult {
  const { studyId, metric } = request;
  const study = getStudy(db, studyId);
  if (!study) throw new UserError(`There is no study "${studyId}".`);
  const better = higherIsBetter(metric);
  if (better === null) throw new UserError(`Of ${metricTitle(metric)} neither more nor less is better.`);
  const labels = [request.arm, request.baseline].map((name) => {
    const arm = study.arms.find((one) => one.name === name);
    const known = study.arms.map((one) => one.name).join(', ');
    if (!arm) throw new UserError(`This study has no arm "${name}"; its arms are: ${known}.`);
    return arm.label;
  });
  if (request.arm === request.baseline) throw new UserError('An arm is compared with another, not with itself.');
  const finished = runsOfStudy(db, studyId).filter((run) => run.status === 'completed' && !run.archived);
  const valued = (arm: string) =>
    finished
      .filter((run) => run.arm === arm)
      .map((run) => ({ run, value: resultsOfRun(db, run)[metric] }))
      .filter((one): one is Valued => Number.isFinite(one.value));
  const [own, base] = [valued(request.arm), valued(request.baseline)];
  const pairs = own.flatMap((arm) => {
    const baseline = base.find(({ run }) => run.seed === arm.run.seed);
    return baseline ? [{ arm, baseline }] : [];
  });
  if (pairs.length === 0) {
    return { absent: `${labels.join(' and ')} have no seed in common that completed with ${metricTitle(metric)}.` };
  }
  const series = new Map(
    pairs
      .flatMap(({ arm, baseline }) => [arm, baseline])
      .map(({ run }) => [run.id, readSeries(db, run.id, metric, Infinity)!]),
  );
  // What is logged once has no steps to reach anything in.
  const isCurve = [...series.values()].every(({ step }) => step.length > 1);
  const values = pairs.flatMap(({ arm, baseline }) => [arm.value, baseline.value]);
  const worst = better ? Math.min(...values) : Math.max(...values);
  const threshold = isCurve ? (request.threshold ?? worst) : null;
  const outcome = ({ run, value }: Valued): SeedOutcome => {
    const { step, wallTime, value: logged } = series.get(run.id)!;
    const index = threshold === null ? -1 : firstReaching(logged, threshold, better);
    return {
      runId: run.id,
      value,
      timePerStep: run.trainingTime / run.progress.step,
      reached: index < 0 ? null : { step: step[index]!, wallTime: wallTime[index]! },
    };
  };
  const runs = pairs.map(({ arm, baseline }) => ({
    seed: arm.run.seed,
    arm: outcome(arm),
    baseline: outcome(baseline),
  }));
  const claim = claimOf({ request, better, threshold, runs, first: pairs[0]! });
  const curves = pairs
    .flatMap(({ arm, baseline }) => [arm.run, baseline.run])
    .map((run) => {
      const { step, value } = series.get(run.id)!;
      return { run: studyRun(db, run), x: step, y: value };
    });
  const table = describeClaimTable({ study, claim, runs: curves.map(({ run }) => run) });
  return {
    claim,
    sentence: claimSentence(claim),
    text: claimText(claim),
    latex: latexTableFloat(table, table.name),
    figure: describeClaim({ study, claim, curves }),
    table,
  };
}

interface Valued {
  run: RunSummary;
  value: number;
}

interface Paired {
  request: ClaimRequest;
  better: boolean;
  threshold: number | null;
  runs: Claim['runs'];
  first: { arm: Valued; baseline: Valued };
}

function claimOf({ request, better, threshold, runs, first }: Paired): Claim {
  // The same resamples whenever the claim is made.
  const stream = (what: string) => RandomStream.fromSeed(1).fork(`claim/${request.metric}/${what}`);
  const { difference, student, verdict } = comparePairs(
    runs.map(({ arm }) => arm.value),
    runs.map(({ baseline }) => baseline.value),
    { stream: stream('difference') },
  );
  const ratio = (of: (outcome: SeedOutcome) => number | null, what: string) =>
    ratioOfPairs(
      runs.map(({ arm, baseline }) => [of(arm), of(baseline)] as const),
      { stream: stream(what) },
    );
  const named = ({ arm: name, armLabel: label, colorIndex }: RunSummary) => ({ name, label, colorIndex });
  return {
    metric: request.metric,
    higherIsBetter: better,
    arm: named(first.arm.run),
    baseline: named(first.baseline.run),
    runs,
    difference,
    studentDifference: student,
    verdict,
    threshold,
    ratios: {
      timePerStep: ratio(({ timePerStep }) => timePerStep, 'time per step'),
      stepsToThreshold: ratio(({ reached }) => reached?.step ?? null, 'steps'),
      timeToThreshold: ratio(({ reached }) => reached?.wallTime ?? null, 'time'),
    },
  };
}
