import { describe, expect, it } from 'vitest';
import { chooseExecution, parallelParts, tensorFlowVariables } from '../../../src-main/model/compile/execution';
import { tinyConfiguration } from '../../training/tiny-run';

describe('the way of execution', () => {
  it('is the one that the configuration names', () => {
    for (const execution of ['eager', 'graph', 'xla'] as const) {
      expect(chooseExecution(tinyConfiguration({ training: { execution } }), 'cpu').execution).toBe(execution);
    }
    expect(chooseExecution(tinyConfiguration({ training: { microBatch: 1 } }), 'cpu').microBatch).toBe(1);
  });

  it('is the graph on a CPU, and XLA for long runs on a GPU', () => {
    const automatic = (maxSteps: number) => tinyConfiguration({ training: { execution: 'auto', maxSteps } });
    expect(chooseExecution(automatic(100_000), 'cpu').execution).toBe('graph');
    expect(chooseExecution(automatic(100), 'gpu').execution).toBe('graph');
    expect(chooseExecution(automatic(100_000), 'gpu').execution).toBe('xla');
  });
});

describe('the threads', () => {
  it('each work on a part of the micro-batch in a recorded step', () => {
    expect(parallelParts({ execution: 'graph', threads: 2, device: 'cpu' })).toBe(2);
    expect(tensorFlowVariables('graph', 2)).toMatchObject({ TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '2' });
  });

  it('share the kernels where there are more of them than parts', () => {
    expect(parallelParts({ execution: 'graph', threads: 16, device: 'cpu' })).toBe(4);
    expect(tensorFlowVariables('graph', 16)).toMatchObject({
      TF_NUM_INTRAOP_THREADS: '4',
      TF_NUM_INTEROP_THREADS: '16',
    });
  });

  it('share the kernels in the other ways of execution', () => {
    expect(parallelParts({ execution: 'xla', threads: 8, device: 'cpu' })).toBe(1);
    expect(tensorFlowVariables('eager', 8)).toMatchObject({ TF_NUM_INTRAOP_THREADS: '8' });
    expect(tensorFlowVariables('xla', 8).TF_XLA_FLAGS).toContain('--tf_xla_auto_jit=2');
  });

  it('leave a micro-batch whole on a GPU', () => {
    expect(parallelParts({ execution: 'graph', threads: 16, device: 'gpu' })).toBe(1);
  });
});
