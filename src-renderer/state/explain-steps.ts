import { sub, sum, type Term } from './explain-formula';

/** A step of the path: what is said beside its picture. */
export interface ExplainStep {
  id: ExplainStepId;
  title: string;
  text: readonly string[];
  formulas: readonly Term[];
}

export type ExplainStepId =
  | 'chain-rule'
  | 'convolution'
  | 'dilated-layers'
  | 'weights'
  | 'padding'
  | 'architecture'
  | 'rolling-origin'
  | 'generation'
  | 'gumbel-softmax'
  | 'unrolling';

const past: Term = { base: { bold: 'X' }, sub: 'j<i' };

/** The talk's path, in its order. */
export const explainSteps: readonly ExplainStep[] = [
  {
    id: 'chain-rule',
    title: 'Chain rule and lags',
    text: [
      'A generative model estimates the distribution of all samples together. The chain rule makes it a product of ' +
        'one factor for each sample, conditioned on those before it; so new series can be made sample by sample.',
      'For computation the past is cut to the last R samples: the order, lag or receptive field of the model.',
    ],
    formulas: [
      ['p(', { bold: 'X' }, ') =', { large: '∏', under: 'i=1', over: 'T' }, 'p(', sub('X', 'i'), '|', past, ')'],
      [
        sub('X', 't'),
        '|',
        { base: { bold: 'X' }, sub: 'j<t' },
        '=',
        sub('θ', '0'),
        '+',
        sum('i=1', 'R'),
        sub('θ', 'i'),
        sub('X', 't−i'),
        '+',
        sub('ε', 't'),
      ],
    ],
  },
  {
    id: 'convolution',
    title: 'From windows to a convolution',
    text: [
      'A lagged model is one fully connected layer over the last R samples. Trained window by window, it reads ' +
        'each sample up to R times.',
      'The weights are the same in every window, so all predictions together are one convolution over the series, ' +
        'in a single sweep. Both ways give the same numbers.',
    ],
    formulas: [
      [
        sub('X', 't'),
        '|',
        { base: { bold: 'X' }, sub: 'j<t' },
        '=',
        { base: { bold: 'θ' }, sup: 'T' },
        sub({ bold: 'h' }, 't'),
        '+',
        sub('ε', 't'),
      ],
    ],
  },
  {
    id: 'dilated-layers',
    title: 'Dilated layers',
    text: [
      'A layer of dilation d reads samples d apart. Stacked layers with growing dilations see exponentially far, ' +
        'while their weights grow only linearly.',
      'Point at a place in time, or move the output below the picture, to light what it sees. The number in a ' +
        'sample counts the paths by which it reaches the output.',
    ],
    formulas: [
      [sub('r', 'i'), '= (', sub('K', 'i'), '− 1)', sub('D', 'i')],
      ['R =', sum('i'), sub('r', 'i'), '+ 1'],
    ],
  },
  {
    id: 'weights',
    title: 'Weights, plain and dilated',
    text: [
      'A plain convolution needs one weight for each sample of its receptive field. Layers of kernel 2 whose ' +
        'dilations double see as far with two weights for each layer, and still use every input.',
    ],
    formulas: [
      [sub('R', 'plain'), '= R'],
      [sub('R', 'dilated'), '= 2', sub('log', '2'), 'R'],
    ],
  },
  {
    id: 'padding',
    title: 'Causal padding',
    text: [
      'Zeros on the left keep the future out of every output, and let the first samples be predicted although ' +
        'their past is short.',
      'They enter before every layer, as in the talk’s library, or once before the input, as the paper suggests. ' +
        'Both need R − 1 zeros; before the input they pass through the layers and are computed with.',
    ],
    formulas: [['P =', sum('i'), '(', sub('K', 'i'), '− 1)', sub('D', 'i'), '= R − 1']],
  },
  {
    id: 'architecture',
    title: 'The whole architecture',
    text: [
      'Each layer convolves its past, and one half of the result decides by a sigmoid how much of the other half passes. ' +
        'What passes is added to the layer’s input, and goes by a skip connection to the head.',
      'The head makes a categorical distribution of the sum of all skips. Lines are as wide as the channels they carry; ' +
        'each part tells its number of parameters.',
    ],
    formulas: [
      [{ bold: 'h' }, '= tanh(', sub('W', 'f'), '∗', { bold: 'x' }, ') ⊙ σ(', sub('W', 'g'), '∗', { bold: 'x' }, ')'],
      [{ bold: 'x' }, '←', { bold: 'x' }, '+', sub('W', 'r'), { bold: 'h' }],
    ],
  },
  {
    id: 'rolling-origin',
    title: 'Rolling-origin training',
    text: [
      'Every sample but the last is the origin of a forecast of one step. One pass over the series gives all ' +
        'predictions, and each is compared with the sample that follows its origin.',
      'A prediction sees at most R samples and never its target. This one-step loss does not know of the drift of ' +
        'a model that runs freely.',
    ],
    formulas: [
      [
        'L = −',
        { over: '1', under: 'T − 1' },
        { large: '∑', under: 't=2', over: 'T' },
        'log p(',
        sub('x', 't'),
        '|',
        { base: { bold: 'x' }, sub: 'j<t' },
        ')',
      ],
    ],
  },
  {
    id: 'generation',
    title: 'Fast generation',
    text: [
      'By definition every new sample needs a pass over the whole receptive field, of which only the last output ' +
        'is used.',
      'With a queue for each layer the values from before are kept. A step reads the oldest of each queue, ' +
        'computes one value, and writes its input into the slot that it has just read. The numbers in the slots say ' +
        'at which sample they were written.',
    ],
    formulas: [
      [sub('cost', 'default'), '= O(R L)'],
      [sub('cost', 'queue'), '= O(L)'],
    ],
  },
  {
    id: 'gumbel-softmax',
    title: 'Gumbel-softmax',
    text: [
      'A draw from a categorical distribution has no derivative. With Gumbel noise g added to the logits, log π, ' +
        'the largest sum is such a draw: the randomness has become an input.',
      'A softmax in place of the maximum makes it differentiable. Towards τ = 0 the sample is one-hot, with a ' +
        'large τ it is blurred; hard samples are one-hot forwards and soft backwards.',
    ],
    formulas: [
      [
        sub('y', 'i'),
        '=',
        {
          over: ['exp((log', sub('π', 'i'), '+', sub('g', 'i'), ') / τ)'],
          under: [sum('j'), 'exp((log', sub('π', 'j'), '+', sub('g', 'j'), ') / τ)'],
        },
      ],
      [sub('g', 'i'), '= −log(−log', sub('u', 'i'), ')'],
    ],
  },
  {
    id: 'unrolling',
    title: 'Unrolled training',
    text: [
      'The model forecasts H steps, feeding on its own samples, and each step has a loss. So it is trained on what ' +
        'it meets when it runs freely.',
      'Gumbel-softmax samples let the loss of a step send gradients back through the samples to the predictions ' +
        'that made them. Tokens that are merely drawn (scheduled sampling) end the way there.',
    ],
    formulas: [['L =', sub('L', 'one-step'), '+ λ', sub('L', 'unrolled')]],
  },
];
