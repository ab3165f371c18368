import { type LayerKind, type Placed, type Shape, sameShape, showShape } from './kind';

/**
 * Adds its inputs. An input of one channel, row or column is repeated along that axis, as long as another has
 * the shape of the result. `from` is how version 1 says it: the number of an earlier layer (0 is the first)
 * whose output is added to the layer's before.
 */
export type Add = Placed & { kind: 'add'; from?: number };

/** Multiplies its inputs, which are repeated as in `Add`. */
export type Multiply = Placed & { kind: 'multiply' };

/** Its inputs' channels one after the other. */
export type Concatenate = Placed & { kind: 'concatenate' };

const ofWords = (inputs: string[] = []) =>
  inputs.length > 0 ? ` of ${inputs.slice(0, -1).join(', ')} and ${inputs[inputs.length - 1]}` : '';

function joinedShape(verb: string, inputs: Shape[]): Shape {
  const most = (of: (shape: Shape) => number) => Math.max(...inputs.map(of));
  const whole: Shape = {
    channels: most(({ channels }) => channels),
    height: most(({ height }) => height),
    width: most(({ width }) => width),
  };
  const fits = (shape: Shape) =>
    (shape.channels === whole.channels || shape.channels === 1) &&
    (shape.height === whole.height || shape.height === 1) &&
    (shape.width === whole.width || shape.width === 1);
  if (!inputs.every(fits) || !inputs.some((shape) => sameShape(shape, whole))) {
    const [first, ...rest] = inputs.map(showShape);
    throw new Error(` ${verb} ${rest.join(' and ')} to ${first}`);
  }
  return whole;
}

/** Each input's own channel, or its only one. */
function joinedChannels(_: unknown, inputs: Shape[]) {
  return (channel: number) =>
    inputs.map(({ channels }, input) => ({ input, channel: channels === 1 ? 0 : channel }));
}

export const add: LayerKind<Add> = {
  words: ({ from, inputs }) =>
    `addition${from === undefined ? ofWords(inputs) : ` of the output of layer ${from + 1}`}`,
  takes: 'many',
  read: (fields) => (fields.has('from') ? { from: fields.whole('from', 0) } : {}),
  shape: (_, inputs) => joinedShape('adds', inputs),
  channels: joinedChannels,
};

export const multiply: LayerKind<Multiply> = {
  words: ({ inputs }) => `multiplication${ofWords(inputs)}`,
  takes: 'many',
  read: () => ({}),
  shape: (_, inputs) => joinedShape('multiplies', inputs),
  channels: joinedChannels,
};

export const concatenate: LayerKind<Concatenate> = {
  words: ({ inputs }) => `concatenation${ofWords(inputs)}`,
  takes: 'many',
  read: () => ({}),
  shape(_, inputs) {
    const [{ height, width }] = inputs;
    if (inputs.some((shape) => shape.height !== height || shape.width !== width)) {
      throw new Error(` puts ${inputs.map(showShape).join(' and ')} beside each other`);
    }
    return { channels: inputs.reduce((sum, { channels }) => sum + channels, 0), height, width };
  },
  channels: (_, inputs) => {
    const origins = inputs.flatMap(({ channels }, input) =>
      Array.from({ length: channels }, (_, channel) => [{ input, channel }]),
    );
    return (channel) => origins[channel];
  },
  selects: true,
};
