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

/**
 * What an activation computes: x and its parameters p and q, in plain TypeScript, which the reference runs,
 * and in WGSL, where x is four values. NaN stays NaN. The slope is the derivative, as PyTorch takes it where
 * there is none.
 */
type Formula = {
  /** What kernels know it by, in src/engine/wasm/kernels/activation.as.ts too. */
  number: number;
  value(x: number, p: number, q: number): number;
  slope(x: number, p: number, q: number): number;
  wgsl: { value: string; slope: string };
};

/** All that is known of an activation but what WebAssembly and TensorFlow.js do. */
type ActivationKind<A> = LayerKind<A> & {
  formulas: readonly Formula[];
  /** Which of its formulas, and the parameters p and q; the first one without any unless said. */
  chosen?(activation: A): [formula: number, p: number, q: number];
};

const elementwise = {
  takes: 'one',
  shape: (_: unknown, [input]: Shape[]) => input,
  channels: sameChannel,
  follows: true,
} as const;

const plain = { ...elementwise, read: () => ({}) };

export const activations: {
  [K in Activation['kind']]: ActivationKind<Extract<Activation, { kind: K }>>;
} = {
  relu: {
    ...plain,
    words: 'ReLU',
    formulas: [
      {
        number: 0,
        value: (x) => Math.max(x, 0),
        slope: (x) => (x > 0 ? 1 : 0),
        wgsl: {
          value: 'return select(x, vec4f(0.0), x < vec4f(0.0));',
          slope: 'return select(zero, one, x > zero);',
        },
      },
    ],
  },
  clip: {
    ...elementwise,
    words: ({ low, high }) => (low === 0 && high === 6 ? 'ReLU6' : `clip to ${low}..${high}`),
    read(fields) {
      const low = fields.number('low');
      return { low, high: fields.number('high', low) };
    },
    chosen: ({ low, high }) => [0, low, high],
    formulas: [
      {
        number: 1,
        value: within,
        slope: (x, low, high) => (x > low && x < high ? 1 : 0),
        wgsl: {
          value: 'let low = select(x, vec4f(p), x < vec4f(p)); return select(low, vec4f(q), low > vec4f(q));',
          slope: 'return select(zero, one, (x > vec4f(p)) & (x < vec4f(q)));',
        },
      },
    ],
  },
  leakyRelu: {
    ...elementwise,
    words: 'leaky ReLU',
    read: (fields) => ({ slope: fields.number('slope') }),
    chosen: ({ slope }) => [0, slope, 0],
    formulas: [
      {
        number: 2,
        value: (x, slope) => (x < 0 ? slope * x : x),
        slope: (x, slope) => (x > 0 ? 1 : slope),
        wgsl: {
          value: 'return select(x, x * p, x < vec4f(0.0));',
          slope: 'return select(vec4f(p), one, x > zero);',
        },
      },
    ],
  },
  sigmoid: {
    ...plain,
    words: 'sigmoid',
    formulas: [
      {
        number: 3,
        value: sigmoid,
        slope: (x) => sigmoid(x) * (1 - sigmoid(x)),
        wgsl: {
          value: 'return sigmoid(x);',
          slope: 'let s = sigmoid(x); return s * (1.0 - s);',
        },
      },
    ],
  },
  hardSigmoid: {
    ...elementwise,
    words: 'hard sigmoid',
    read: (fields) => ({ slope: fields.number('slope'), offset: fields.number('offset') }),
    chosen: ({ slope, offset }) => [0, slope, offset],
    formulas: [
      {
        number: 4,
        value: (x, slope, offset) => within(slope * x + offset, 0, 1),
        slope: (x, slope, offset) => (slope * x + offset > 0 && slope * x + offset < 1 ? slope : 0),
        wgsl: {
          value: 'return clamp(x * p + q, zero, one);',
          slope: 'let held = x * p + q; return select(zero, vec4f(p), (held > zero) & (held < one));',
        },
      },
    ],
  },
  tanh: {
    ...plain,
    words: 'tanh',
    formulas: [
      {
        number: 5,
        value: Math.tanh,
        slope: (x) => 1 - Math.tanh(x) ** 2,
        wgsl: {
          value: 'return 2.0 * sigmoid(2.0 * x) - 1.0;',
          slope: 'let t = 2.0 * sigmoid(2.0 * x) - 1.0; return 1.0 - t * t;',
        },
      },
    ],
  },
  silu: {
    ...plain,
    words: 'SiLU',
    formulas: [
      {
        number: 6,
        value: (x) => x * sigmoid(x),
        slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
        wgsl: {
          value: 'return x * sigmoid(x);',
          slope: 'let s = sigmoid(x); return s * (1.0 + x * (1.0 - s));',
        },
      },
    ],
  },
  hardSwish: {
    ...plain,
    words: 'hard swish',
    formulas: [
      {
        number: 7,
        value: (x) => (x * within(x + 3, 0, 6)) / 6,
        slope(x) {
          if (x < -3) return 0;
          return x <= 3 ? x / 3 + 0.5 : 1;
        },
        wgsl: {
          value: 'return x * clamp(x + 3.0, vec4f(0.0), vec4f(6.0)) / 6.0;',
          slope: 'return select(select(x / 3.0 + 0.5, one, x > vec4f(3.0)), zero, x < vec4f(-3.0));',
        },
      },
    ],
  },
  gelu: {
    ...elementwise,
    words: 'GELU',
    read: (fields) => ({ approximation: fields.oneOf('approximation', ['none', 'tanh'] as const) }),
    chosen: ({ approximation }) => [approximation === 'none' ? 0 : 1, 0, 0],
    formulas: [
      {
        number: 8,
        value: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
        slope: (x) => 0.5 * (1 + erf(x / Math.SQRT2)) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
        wgsl: {
          value: 'return 0.5 * x * (1.0 + errorFunction(x * 0.70710678));',
          slope: 'return 0.5 * (1.0 + errorFunction(x * 0.70710678)) + x * exp(-0.5 * x * x) * 0.39894228;',
        },
      },
      {
        number: 9,
        value: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
        slope(x) {
          const scale = Math.sqrt(2 / Math.PI);
          const inner = Math.tanh(scale * (x + 0.044715 * x ** 3));
          return 0.5 * (1 + inner) + 0.5 * x * (1 - inner ** 2) * scale * (1 + 3 * 0.044715 * x * x);
        },
        wgsl: {
          value: 'return x * sigmoid(1.59576912 * (x + 0.044715 * x * x * x));',
          slope:
            'let s = sigmoid(1.59576912 * (x + 0.044715 * x * x * x)); ' +
            'return s + x * s * (1.0 - s) * 1.59576912 * (1.0 + 0.134145 * x * x);',
        },
      },
    ],
  },
};

/** The formula of an activation and its parameters p and q. */
function formulaOf<A extends Activation>(activation: A): [formula: Formula, p: number, q: number] {
  const { formulas, chosen } = activations[activation.kind] as unknown as ActivationKind<A>;
  const [which, p, q] = chosen?.(activation) ?? [0, 0, 0];
  return [formulas[which], p, q];
}

/** An activation as a function of one number. */
export function activate(activation: Activation): (x: number) => number {
  const [{ value }, p, q] = formulaOf(activation);
  return (x) => value(x, p, q);
}

/** The derivative of an activation as a function of one number. */
export function activationSlope(activation: Activation): (x: number) => number {
  const [{ slope }, p, q] = formulaOf(activation);
  return (x) => slope(x, p, q);
}

/** An activation as kernels take it: the number of its formula and two parameters. */
export function activationCode(activation: Activation): [number: number, p: number, q: number] {
  const [{ number }, p, q] = formulaOf(activation);
  return [number, p, q];
}

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
