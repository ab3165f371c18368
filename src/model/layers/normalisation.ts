import { type LayerKind, type Named, type Shape, sameChannel, showShape } from './kind';

/** Normalises each channel: tensors `${name}.weight`, `.bias`, `.mean`, `.variance`, each [channels]. */
export type BatchNorm = Named & { kind: 'batchNorm'; channels: number; epsilon: number };

/**
 * Normalises the channels of each pixel, variance biased: tensors `${name}.weight` and `.bias`, each
 * [channels].
 */
export type LayerNorm = Named & { kind: 'layerNorm'; channels: number; epsilon: number };

/**
 * Multiplies each channel by a number of its own, and adds another: tensors `${name}.weight` and, where it
 * says so, `.bias`.
 */
export type Scale = Named & { kind: 'scale'; channels: number; bias: boolean };

function sameChannels(layer: { channels: number }, [input]: Shape[]): Shape {
  if (layer.channels !== input.channels) {
    throw new Error(` expects ${layer.channels} channels, but receives ${showShape(input)}`);
  }
  return input;
}

const tensorsOf = (channels: number, parts: string[]) =>
  Object.fromEntries(parts.map((part) => [part, [channels]]));

export const batchNorm: LayerKind<BatchNorm> = {
  words: 'BatchNorm',
  takes: 'one',
  named: true,
  read: (fields) => ({ channels: fields.whole('channels', 1), epsilon: fields.number('epsilon', 0) }),
  tensors: ({ channels }) => tensorsOf(channels, ['weight', 'bias', 'mean', 'variance']),
  shape: sameChannels,
  channels: sameChannel,
  resized: (layer, channels) => ({ ...layer, channels }),
  follows: true,
};

export const layerNorm: LayerKind<LayerNorm> = {
  words: 'LayerNorm',
  takes: 'one',
  named: true,
  read: (fields) => ({ channels: fields.whole('channels', 1), epsilon: fields.number('epsilon', 0) }),
  tensors: ({ channels }) => tensorsOf(channels, ['weight', 'bias']),
  shape: sameChannels,
  channels: 'locked',
};

export const scale: LayerKind<Scale> = {
  words: 'scale by channel',
  takes: 'one',
  named: true,
  read: (fields) => ({ channels: fields.whole('channels', 1), bias: fields.flag('bias') }),
  tensors: ({ channels, bias }) => tensorsOf(channels, bias ? ['weight', 'bias'] : ['weight']),
  shape: sameChannels,
  channels: sameChannel,
  resized: (layer, channels) => ({ ...layer, channels }),
  follows: true,
};
