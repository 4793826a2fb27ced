import type { WaveNetConfiguration } from '../../architecture/configuration';
import { parameterLayouts } from '../../model/parameters';
import type { Arena } from './arena';
import { gateRow, packPanels, plainColumns, roundUp, type PanelSource, type PanelWidth } from './panels';

/** Addresses of a layer's weights. */
export interface PackedLayer {
  dilation: number;
  pastTaps: number;
  gateWeights: number;
  /** Start of its gate sums without a condition: the bias, one number for each panel row. */
  gateInit: number;
  outWeights: number;
  outBias: number;
  hasResidual: boolean;
}

/** Where a model's weights lie in the kernel's memory, for one width of panels. */
export interface PackedModel {
  width: PanelWidth;
  gatePadded: number;
  residualPadded: number;
  skipPadded: number;
  headPadded: number;
  paddedLevels: number;
  inputTable: number;
  inputProjection: number;
  inputLocal: number;
  inputOut: number;
  inputOutBias: number;
  layers: PackedLayer[];
  headWeights: number;
  headBias: number;
  logitWeights: number;
  logitBias: number;
  /** As many zeros as the widest product has outputs. */
  zeros: number;
  /** Writes the weights once the memory exists. */
  write(memory: WebAssembly.Memory, parameters: Float32Array): void;
}

/**
 * Lays out a WaveNet for the kernel: reserves the addresses now, writes the weights when the memory exists.
 *
 * The flat parameters are in the order and layout of `parameterLayouts` ([kernel, in, out], biases [out]).
 */
export function packModel(model: WaveNetConfiguration, width: PanelWidth, arena: Arena): PackedModel {
  const { quantizationLevels: Q, residualChannels: C, dilationChannels: D, skipChannels: S, headChannels: H } = model;
  const local = model.localConditionChannels ?? 0;
  const padded = {
    gatePadded: roundUp(D, 16),
    residualPadded: roundUp(C, width),
    skipPadded: roundUp(S, width),
    headPadded: roundUp(H, width),
    paddedLevels: roundUp(Q, width),
  };
  const { gatePadded, residualPadded, skipPadded, headPadded, paddedLevels } = padded;
  const outRows = residualPadded + skipPadded;
  const writers: ((write: Writer) => void)[] = [];
  const block = (elements: number, fill: (target: Float32Array, read: Reader) => void): number => {
    const address = arena.reserve(elements * 4);
    writers.push(({ floats, read }) => fill(floats.subarray(address / 4, address / 4 + elements), read));
    return address;
  };
  const gateColumns = (outputs: number) =>
    Int32Array.from({ length: outputs }, (_, output) => gateRow(output, width, D));

  // Residual and skip outputs are one product; the last layer's residual is unused and left out.
  const outWeights = (layer: string, hasResidual: boolean) => {
    const parts = [
      ...(hasResidual ? [{ name: `${layer}.conv_res`, outputs: C }] : []),
      { name: `${layer}.conv_skip`, outputs: S },
    ];
    const rows = hasResidual ? outRows : skipPadded;
    const weights = block(rows * D, (target, read) => {
      let place = 0;
      for (const { name, outputs } of parts) {
        const columns = plainColumns(outputs, width);
        const sources = [{ weights: read(`${name}.weight`), inputs: D }];
        packPanels(target.subarray(place), { width, columns, stride: outputs, sources });
        place += columns.length * D;
      }
    });
    const bias = block(rows, (target, read) => {
      if (hasResidual) target.set(read(`${layer}.conv_res.bias`, true));
      target.set(read(`${layer}.conv_skip.bias`, true), hasResidual ? residualPadded : 0);
    });
    return { weights, bias };
  };

  const inputTable = block(model.inputKernelSize * (Q + 1) * 2 * gatePadded, (target, read) => {
    const weights = read('layers.0.conv_dilation.weight');
    for (let tap = 0; tap < model.inputKernelSize; tap++) {
      for (let token = 0; token < Q; token++) {
        const source = weights.subarray((tap * Q + token) * 2 * D, (tap * Q + token + 1) * 2 * D);
        const row = (tap * (Q + 1) + token) * 2 * gatePadded;
        target.set(source.subarray(0, D), row);
        target.set(source.subarray(D), row + gatePadded);
      }
    }
  });
  // A row for each token and one for "none yet", which brings the biases alone.
  const inputProjection = block((Q + 1) * residualPadded, (target, read) => {
    const weights = read('layers.0.conv_input.weight');
    const bias = read('layers.0.conv_input.bias');
    for (let token = 0; token <= Q; token++) {
      for (let c = 0; c < C; c++) {
        target[token * residualPadded + c] = bias[c]! + (token < Q ? weights[token * C + c]! : 0);
      }
    }
  });
  const inputLocal = block(2 * gatePadded * local, (target, read) => {
    const columns = new Int32Array(2 * gatePadded).fill(-1);
    for (let channel = 0; channel < D; channel++) {
      columns[channel] = channel;
      columns[gatePadded + channel] = D + channel;
    }
    const sources = [{ weights: read('layers.0.conv_local.weight', true), inputs: local }];
    packPanels(target, { width, columns, stride: 2 * D, sources });
  });
  const inputOut = outWeights('layers.0', true);

  const layers = model.dilations.map((dilation, index): PackedLayer => {
    const layer = `layers.${index + 1}`;
    const pastTaps = model.kernelSize - 1;
    const inputs = model.kernelSize * C + local;
    const gateRows = width === 4 ? 2 * roundUp(D, 2) : 2 * gatePadded;
    const gateWeights = block(gateRows * inputs, (target, read) => {
      // Past taps, current tap, then the local condition.
      const sources: PanelSource[] = [
        { weights: read(`${layer}.conv_dilation.weight`), inputs: model.kernelSize * C },
        { weights: read(`${layer}.conv_local.weight`, true), inputs: local },
      ];
      packPanels(target, { width, columns: gateColumns(gateRows), stride: 2 * D, sources });
    });
    const gateInit = block(gateRows, (target, read) => {
      const biases = gateBiases(read, layer, D);
      gateColumns(gateRows).forEach((row, output) => (target[output] = row < 0 ? 0 : biases[row]!));
    });
    const hasResidual = index < model.dilations.length - 1;
    const out = outWeights(layer, hasResidual);
    return { dilation, pastTaps, gateWeights, gateInit, outWeights: out.weights, outBias: out.bias, hasResidual };
  });

  const dense = (name: string, outputs: number, inputs: number) =>
    block(roundUp(outputs, width) * inputs, (target, read) => {
      const sources = [{ weights: read(`${name}.weight`), inputs }];
      packPanels(target, { width, columns: plainColumns(outputs, width), stride: outputs, sources });
    });
  const bias = (name: string, paddedOutputs: number) =>
    block(paddedOutputs, (target, read) => target.set(read(`${name}.bias`)));

  return {
    width,
    ...padded,
    inputTable,
    inputProjection,
    inputLocal,
    inputOut: inputOut.weights,
    inputOutBias: inputOut.bias,
    layers,
    headWeights: dense('logits.transform.1', H, S),
    headBias: bias('logits.transform.1', headPadded),
    logitWeights: dense('logits.transform.3', Q, H),
    logitBias: bias('logits.transform.3', paddedLevels),
    zeros: arena.reserve(4 * Math.max(2 * gatePadded, outRows)),
    write(memory, parameters) {
      const read = parameterReader(model, parameters);
      const floats = new Float32Array(memory.buffer);
      for (const writer of writers) writer({ floats, read });
    },
  };
}

/** Sum of a layer's gate biases [2D]: its own and its conditions'. */
export function gateBiases(read: Reader, layer: string, channels: number): Float32Array {
  const sum = new Float32Array(2 * channels);
  for (const part of ['conv_dilation', 'conv_cond', 'conv_local']) {
    const bias = read(`${layer}.${part}.bias`, true);
    for (let row = 0; row < bias.length; row++) sum[row]! += bias[row]!;
  }
  return sum;
}

/** Reads parameters out of the flat vector. */
export function parameterReader(model: WaveNetConfiguration, parameters: Float32Array): Reader {
  const views = new Map(
    parameterLayouts(model).map(({ name, offset, size }) => [name, parameters.subarray(offset, offset + size)]),
  );
  return (name, optional = false) => {
    const view = views.get(name);
    if (!view && !optional) throw new Error(`The parameters lack "${name}".`);
    return view ?? NOTHING;
  };
}

/** A parameter's elements by its PyTorch name; empty when it is optional and the model has none. */
export type Reader = (name: string, optional?: boolean) => Float32Array;
interface Writer {
  floats: Float32Array;
  read: Reader;
}
const NOTHING = new Float32Array(0);
