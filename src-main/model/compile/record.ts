import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { encodeSavedModel } from './graph';
import type { TensorSpec } from './kernel-call';
import { prune } from './prune';
import { inputName, Recorder, type FrozenConstant } from './recorder';
import { rewriteSums } from './rewrite-sums';
import { tensorFlowBackend, typeNames } from './tensorflow-backend';

/** An input of a recorded function: a tensor that may differ from run to run. */
export interface InputSpec extends TensorSpec {
  name: string;
}

export interface RecordOptions {
  /** Values up to which a tensor that is no input may be frozen into the graph; equal ones count as one. */
  maxFrozenElements?: number;
}

/** A function recorded into one TensorFlow graph. */
export interface RecordedFunction {
  /** Runs the graph as one session call; tensors in the order of the inputs, results owned by the caller. */
  run(inputs: readonly Tensor[]): Tensor[];
  dispose(): void;
  /** Kernels in the graph, constants and inputs left out. */
  readonly kernels: number;
  /** Bytes of the graph. */
  readonly bytes: number;
  /** What became part of the graph because it is no input: shapes, axes, factors. */
  readonly constants: readonly FrozenConstant[];
}

/**
 * Records every TensorFlow kernel that `f` would run into one graph, which then runs as a single session call (and
 * which XLA can compile as a whole). `f` is called with tensors that have a shape and no values, so recording needs
 * neither time nor memory in proportion to them; shapes of results come from the rules in kernel-rules.ts.
 *
 * Only inputs vary between runs. A function that reads the values of a tensor is refused, one that freezes more than
 * `maxFrozenElements` differing values too, and so is one that freezes something else at each call (numbers from
 * Math.random, say): it is recorded twice and has to give the same graph. A kernel without a rule throws an
 * UnsupportedKernelError with its name.
 */
export function record(
  f: (...inputs: Tensor[]) => Tensor[],
  inputs: readonly InputSpec[],
  { maxFrozenElements = 1024 }: RecordOptions = {},
): RecordedFunction {
  const recording = recordOnce(f, inputs, maxFrozenElements);
  const again = recordOnce(f, inputs, maxFrozenElements);
  if (!Buffer.from(recording.graph).equals(again.graph)) {
    const where = firstDifference(recording.constants, again.constants);
    throw new Error(
      `The function cannot be recorded: two recordings of it differ${where}. ` +
        'What changes from call to call has to be an input.',
    );
  }
  return new LoadedFunction(recording, inputs);
}

interface Recording {
  graph: Uint8Array;
  /** Names of the nodes that give the results. */
  results: string[];
  constants: readonly FrozenConstant[];
  kernels: number;
}

function recordOnce(
  f: (...inputs: Tensor[]) => Tensor[],
  inputs: readonly InputSpec[],
  maxFrozenElements: number,
): Recording {
  const recorder = new Recorder(tensorFlowBackend(), maxFrozenElements);
  const results = recorder.during(() => {
    let names: string[] = [];
    tidy(() => {
      const returned = f(...inputs.map((input) => recorder.placeholder(input)));
      names = returned.map((tensor) => recorder.output(tensor));
      dispose(returned);
    });
    return names;
  });
  const nodes = prune(rewriteSums(recorder.nodes), results);
  const computed = nodes.filter(({ operation }) => operation !== 'Const' && operation !== 'Placeholder');
  const kernels = computed.length - results.length;
  return { graph: encodeSavedModel(nodes), results, constants: recorder.constants, kernels };
}

class LoadedFunction implements RecordedFunction {
  readonly kernels: number;
  readonly bytes: number;
  readonly constants: readonly FrozenConstant[];
  private readonly outputNames: string[];
  private readonly infos;
  private session: number | null;

  constructor(
    recording: Recording,
    private readonly inputs: readonly InputSpec[],
  ) {
    this.kernels = recording.kernels;
    this.bytes = recording.graph.length;
    this.constants = recording.constants;
    this.outputNames = recording.results.map((name) => `${name}:0`);
    this.infos = inputs.map(({ name, shape, dtype }) => ({
      name: `${inputName(name)}:0`,
      shape: [...shape],
      dtype: typeNames[dtype],
      tfDtype: typeNames[dtype],
    }));
    this.session = load(recording.graph);
  }

  run(tensors: readonly Tensor[]): Tensor[] {
    if (this.session === null) throw new Error('This recorded function has been disposed of.');
    if (tensors.length !== this.inputs.length) {
      throw new Error(`The recorded function takes ${this.inputs.length} tensors, given ${tensors.length}.`);
    }
    this.inputs.forEach(({ name, shape, dtype }, index) => {
      const given = tensors[index]!;
      if (given.dtype !== dtype || given.shape.join() !== shape.join()) {
        const [wanted, found] = [`${dtype}[${shape.join()}]`, `${given.dtype}[${given.shape.join()}]`];
        throw new Error(`Input "${name}" of the recorded function is ${wanted}, given ${found}.`);
      }
    });
    return tensorFlowBackend().runSavedModel(this.session, [...tensors], this.infos, this.outputNames);
  }

  dispose(): void {
    if (this.session !== null) tensorFlowBackend().deleteSavedModel(this.session);
    this.session = null;
  }
}

/** TensorFlow loads graphs from a folder alone; it is gone again when this returns. */
function load(graph: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'wavebench-graph-'));
  try {
    writeFileSync(join(folder, 'saved_model.pb'), graph);
    return tensorFlowBackend().loadSavedModelMetaGraph(folder, 'serve');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstDifference(one: readonly FrozenConstant[], other: readonly FrozenConstant[]): string {
  const index = one.findIndex(({ values }, i) => other[i]?.values.join() !== values.join());
  const constant = one[index];
  return constant ? ` in a frozen ${constant.dtype}[${constant.shape.join()}] that ${constant.kernel} takes` : '';
}
