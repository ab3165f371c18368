import { type LayerKind, type Named, type Placed, type Shape, sameChannel, showShape } from './kind';

/** What is done to every value alone. */
export type Activation = Placed &
  (
    | { kind: 'relu' | 'sigmoid' | 'tanh' | 'silu' | 'hardSwish' }
    /** Values below `low` become it, those above `high` it: ReLU6 is from 0 to 6. */
    | { kind: 'clip'; low: number; high: number }
    /** Values below 0 times `slope`. */
    | { kind: 'leakyRelu'; slope: number }
    /** `slope` x + `offset`, held within 0..1: PyTorch's has 1/6 and 1/2, Keras' 0.2 and 1/2. */
    | { kind: 'hardSigmoid'; slope: number; offset: number }
    /** x times the normal distribution function, exactly (`none`) or by the formula with tanh. */
    | { kind: 'gelu'; approximation: 'none' | 'tanh' }
  );

/** Values below 0 times a number: tensor `${name}.weight` is [channels], one a channel, or [1]. */
export type Prelu = Named & { kind: 'prelu'; channels: number };

/**
 * Probabilities of the classes. As the last layer only: it changes no answer, since devices give
 * probabilities themselves.
 */
export type Softmax = Placed & { kind: 'softmax' };

/**
 * The error function, to 1.2e-7: Abramowitz and Stegun 7.1.26's successor, W. J. Cody's rational form by
 * Numerical Recipes' erfc.
 */
function erf(x: number): number {
  const t = 1 / (1 + 0.5 * Math.abs(x));
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const series = terms.reduceRight((sum, term) => sum * t + term, 0);
  const tail = t * Math.exp(-x * x + series);
  return x >= 0 ? 1 - tail : tail - 1;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const within = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);

/** An activation of one number. NaN stays NaN. */
export function activate(activation: Activation, x: number): number {
  switch (activation.kind) {
    case 'relu':
      return Math.max(x, 0);
    case 'clip':
      return within(x, activation.low, activation.high);
    case 'leakyRelu':
      return x < 0 ? activation.slope * x : x;
    case 'sigmoid':
      return sigmoid(x);
    case 'hardSigmoid':
      return within(activation.slope * x + activation.offset, 0, 1);
    case 'tanh':
      return Math.tanh(x);
    case 'silu':
      return x * sigmoid(x);
    case 'hardSwish':
      return (x * within(x + 3, 0, 6)) / 6;
    case 'gelu':
      return activation.approximation === 'tanh'
        ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
        : 0.5 * x * (1 + erf(x / Math.SQRT2));
  }
}

/** The derivative of an activation at x, as PyTorch takes it where there is none. */
export function activationSlope(activation: Activation, x: number): number {
  switch (activation.kind) {
    case 'relu':
      return x > 0 ? 1 : 0;
    case 'clip':
      return x > activation.low && x < activation.high ? 1 : 0;
    case 'leakyRelu':
      return x > 0 ? 1 : activation.slope;
    case 'sigmoid':
      return sigmoid(x) * (1 - sigmoid(x));
    case 'hardSigmoid': {
      const held = activation.slope * x + activation.offset;
      return held > 0 && held < 1 ? activation.slope : 0;
    }
    case 'tanh':
      return 1 - Math.tanh(x) ** 2;
    case 'silu':
      return sigmoid(x) * (1 + x * (1 - sigmoid(x)));
    case 'hardSwish':
      if (x < -3) return 0;
      return x <= 3 ? x / 3 + 0.5 : 1;
    case 'gelu': {
      if (activation.approximation === 'none') {
        return 0.5 * (1 + erf(x / Math.SQRT2)) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
      }
      const scale = Math.sqrt(2 / Math.PI);
      const inner = Math.tanh(scale * (x + 0.044715 * x ** 3));
      return 0.5 * (1 + inner) + 0.5 * x * (1 - inner ** 2) * scale * (1 + 3 * 0.044715 * x * x);
    }
  }
}

/**
 * An activation as kernels take it (src/engine/wasm/kernels/activation.as.ts and
 * src/engine/webgpu/kernels/prelude.wgsl): its kind's number and two parameters.
 */
export function activationCode(activation: Activation): [kind: number, a: number, b: number] {
  switch (activation.kind) {
    case 'relu':
      return [0, 0, 0];
    case 'clip':
      return [1, activation.low, activation.high];
    case 'leakyRelu':
      return [2, activation.slope, 0];
    case 'sigmoid':
      return [3, 0, 0];
    case 'hardSigmoid':
      return [4, activation.slope, activation.offset];
    case 'tanh':
      return [5, 0, 0];
    case 'silu':
      return [6, 0, 0];
    case 'hardSwish':
      return [7, 0, 0];
    case 'gelu':
      return [activation.approximation === 'none' ? 8 : 9, 0, 0];
  }
}

const elementwise = {
  takes: 'one',
  shape: (_: unknown, [input]: Shape[]) => input,
  channels: sameChannel,
  follows: true,
} as const;

type Kind<K> = LayerKind<Extract<Activation, { kind: K }>>;

const plain = { ...elementwise, read: () => ({}) };

export const activations: { [K in Activation['kind']]: Kind<K> } = {
  relu: { ...plain, words: 'ReLU' },
  sigmoid: { ...plain, words: 'sigmoid' },
  tanh: { ...plain, words: 'tanh' },
  silu: { ...plain, words: 'SiLU' },
  hardSwish: { ...plain, words: 'hard swish' },
  clip: {
    ...elementwise,
    words: ({ low, high }) => (low === 0 && high === 6 ? 'ReLU6' : `clip to ${low}..${high}`),
    read(fields) {
      const low = fields.number('low');
      return { low, high: fields.number('high', low) };
    },
  },
  leakyRelu: { ...elementwise, words: 'leaky ReLU', read: (fields) => ({ slope: fields.number('slope') }) },
  hardSigmoid: {
    ...elementwise,
    words: 'hard sigmoid',
    read: (fields) => ({ slope: fields.number('slope'), offset: fields.number('offset') }),
  },
  gelu: {
    ...elementwise,
    words: 'GELU',
    read: (fields) => ({ approximation: fields.oneOf('approximation', ['none', 'tanh'] as const) }),
  },
};

export const prelu: LayerKind<Prelu> = {
  words: 'PReLU',
  takes: 'one',
  named: true,
  read: (fields) => ({ channels: fields.whole('channels', 1) }),
  tensors: ({ channels }) => ({ weight: [channels] }),
  shape({ channels }, [input]) {
    if (channels !== 1 && channels !== input.channels) {
      throw new Error(` expects ${channels} channels, but receives ${showShape(input)}`);
    }
    return input;
  },
  channels: sameChannel,
  resized: (layer, channels) => (layer.channels === 1 ? layer : { ...layer, channels }),
};

export const softmax: LayerKind<Softmax> = {
  words: 'softmax',
  takes: 'one',
  read: () => ({}),
  shape: (_, [input]) => input,
  channels: 'locked',
};
