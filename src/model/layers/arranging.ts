import {
  allWhole,
  type LayerKind,
  type PerSide,
  type Placed,
  type Shape,
  sameChannel,
  showShape,
  sidesOf,
} from './kind';

/** Makes a channel of every value, channel by channel, row by row. */
export type Flatten = Placed & { kind: 'flatten' };

/** Puts `value` (0 unless said) around the rows and columns. */
export type Pad = Placed & { kind: 'pad'; padding: PerSide; value?: number };

/** Deals channels out anew: read as [groups, each], transposed to [each, groups]. */
export type Shuffle = Placed & { kind: 'shuffle'; groups: number };

/** The `count` channels from number `first`. */
export type Slice = Placed & { kind: 'slice'; first: number; count: number };

export const flatten: LayerKind<Flatten> = {
  words: 'flatten',
  takes: 'one',
  read: () => ({}),
  shape: (_, [{ channels, height, width }]) => ({ channels: channels * height * width, height: 1, width: 1 }),
  channels: (_, [{ height, width }]) => {
    const area = height * width;
    return (channel) => [{ input: 0, channel: Math.floor(channel / area) }];
  },
  selects: true,
};

export const pad: LayerKind<Pad> = {
  words: 'padding',
  takes: 'one',
  read: (fields) => ({
    padding: fields.perSide('padding', 0),
    ...(fields.has('value') && { value: fields.number('value') }),
  }),
  shape({ padding }, [{ channels, height, width }]) {
    const sides = sidesOf(padding);
    if (!allWhole(sides, 0)) throw new Error(': expected whole padding from 0');
    const [top, left, bottom, right] = sides;
    return { channels, height: height + top + bottom, width: width + left + right };
  },
  channels: sameChannel,
};

/** For each channel that a shuffle or slice gives, the input channel it is. */
export function channelOrder(layer: Shuffle | Slice, { channels }: Shape): number[] {
  if (layer.kind === 'slice') return Array.from({ length: layer.count }, (_, i) => layer.first + i);
  const each = channels / layer.groups;
  return Array.from({ length: channels }, (_, i) => (i % layer.groups) * each + Math.floor(i / layer.groups));
}

export const shuffle: LayerKind<Shuffle> = {
  words: ({ groups }) => `channel shuffle of ${groups} groups`,
  takes: 'one',
  read: (fields) => ({ groups: fields.whole('groups', 1) }),
  shape({ groups }, [input]) {
    if (!allWhole([groups], 1) || input.channels % groups !== 0) {
      throw new Error(`: expected channels that ${groups} groups divide, but receives ${showShape(input)}`);
    }
    return input;
  },
  channels: 'locked',
  selects: true,
};

export const slice: LayerKind<Slice> = {
  words: ({ first, count }) => `channels ${first + 1} to ${first + count}`,
  takes: 'one',
  read: (fields) => ({ first: fields.whole('first', 0), count: fields.whole('count', 1) }),
  shape({ first, count }, [input]) {
    if (!allWhole([first], 0) || !allWhole([count], 1) || first + count > input.channels) {
      throw new Error(` takes ${count} channels from number ${first} on, but receives ${showShape(input)}`);
    }
    return { ...input, channels: count };
  },
  channels: 'locked',
  selects: true,
};
