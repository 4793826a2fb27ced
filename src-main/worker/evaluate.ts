import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { EvaluateRequest, EvaluationOutcome } from '../contract/evaluate-job';
import { tensorFlowVariables } from '../model/compile/execution';
import { answerOnce, connect } from './channel';
import type { ClassPassesOptions } from './evaluate/class-passes';
import type { OpenedImages } from './evaluate/open-images';
import { Progress } from './evaluate/progress';
import { restoreRemovedUtilities } from './node-compatibility';
import { tensorFlowDevice } from './tensorflow-device';

/** Entry of the process that classifies, weighs or completes images by one model, then ends. */
const channel = connect<'evaluate'>();
const out = join(__dirname, '..');
answerOnce(channel, answer);

async function answer(request: EvaluateRequest): Promise<void> {
  const threads = availableParallelism();
  Object.assign(process.env, tensorFlowVariables('graph', threads));
  restoreRemovedUtilities();
  const tf = await import('@tensorflow/tfjs-node-gpu');
  const { openImages } = await import('./evaluate/open-images');
  const images = await openImages(request, join(out, '..', 'resources', 'datasets'));
  const environment = { tensorflow: tensorFlowDevice(tf).version, threads, version: request.version };
  channel.post({ type: 'model', sha256: images.sha256, environment });
  const progress = new Progress(channel.post, () => performance.now());
  const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
  const outcome = await compute(images, request, { progress, pause });
  channel.post({ type: 'outcome', outcome, duration: progress.duration });
}

async function compute(
  images: OpenedImages,
  { task, version }: EvaluateRequest,
  options: ClassPassesOptions,
): Promise<EvaluationOutcome> {
  switch (task.what) {
    case 'evaluation': {
      const { choice } = task;
      if (choice.kind === 'density') {
        const { density } = await import('./evaluate/density');
        return { what: 'evaluation', result: await density(images, choice, options) };
      }
      const { classify } = await import('./evaluate/classify');
      return { what: 'evaluation', result: await classify(images, choice, options) };
    }
    case 'posteriors': {
      const { imagePosteriors } = await import('./evaluate/classify');
      return { what: 'posteriors', result: await imagePosteriors(images, task, options) };
    }
    case 'completions': {
      const { completeImages } = await import('./evaluate/complete');
      const { openGenerator } = await import('./generate/open-generator');
      const { trained } = images;
      const method = trained.model.family === 'wavenet' ? 'simd' : 'queue';
      const wanted = { choice: { method, threads: null }, simd: null, version } as const;
      const { generator } = await openGenerator(trained, wanted, join(out, 'kernel'));
      try {
        return { what: 'completions', result: await completeImages(images, task.choice, { ...options, generator }) };
      } finally {
        generator.dispose();
      }
    }
  }
}
