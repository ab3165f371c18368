import {
  allWhole,
  byAxis,
  type LayerKind,
  type PerAxis,
  type PerSide,
  type Placed,
  pairOf,
  type Shape,
  sameChannel,
  sidesOf,
  type Window,
  windowExtent,
} from './kind';

type Windows = { size: PerAxis; stride: PerAxis; padding?: PerSide; ceilMode?: boolean };

/**
 * The largest value of each window; padding never counts. With `ceilMode` a last window that begins inside
 * may reach beyond.
 */
export type MaxPool = Placed & Windows & { kind: 'maxPool' };

/**
 * The mean of each window. Padding counts as zeros with `countIncludePad`, else not at all; what a last
 * window of `ceilMode` has beyond the padding never counts. As PyTorch's AvgPool2d.
 */
export type AveragePool = Placed & Windows & { kind: 'averagePool'; countIncludePad?: boolean };

/** The mean, or the largest value, over rows and columns. */
export type GlobalPool = Placed & { kind: 'globalAverage' | 'globalMax' };

/** A pooling layer's window along both axes. */
export function poolWindow({ size, stride, padding = 0 }: Windows): Window {
  return { kernel: pairOf(size), stride: pairOf(stride), padding: sidesOf(padding), dilation: [1, 1] };
}

const windowWords = ({ size, stride }: Windows) =>
  `${byAxis(size)}, stride ${typeof stride === 'number' ? stride : byAxis(stride)}`;

function poolShape(layer: Windows, [input]: Shape[]): Shape {
  const window = poolWindow(layer);
  if (!allWhole([...window.kernel, ...window.stride], 1) || !allWhole(window.padding, 0)) {
    throw new Error(': expected whole size and stride from 1 and padding from 0');
  }
  const [rows, columns] = window.kernel;
  const [top, left, bottom, right] = window.padding;
  // A window of nothing but padding would have no value.
  if (Math.max(top, bottom) >= rows || Math.max(left, right) >= columns) {
    throw new Error(': expected padding smaller than the window');
  }
  const [height, width] = windowExtent(input, window, layer.ceilMode ?? false);
  return { channels: input.channels, height, width };
}

const readWindows: LayerKind<MaxPool>['read'] = (fields) => ({
  size: fields.perAxis('size', 1),
  stride: fields.perAxis('stride', 1),
  ...(fields.has('padding') && { padding: fields.perSide('padding', 0) }),
  ...(fields.has('ceilMode') && { ceilMode: fields.flag('ceilMode') }),
});

export const maxPool: LayerKind<MaxPool> = {
  words: (layer) => `max pooling ${windowWords(layer)}`,
  takes: 'one',
  read: readWindows,
  shape: poolShape,
  channels: sameChannel,
  selects: true,
};

export const averagePool: LayerKind<AveragePool> = {
  words: (layer) => `average pooling ${windowWords(layer)}`,
  takes: 'one',
  read: (fields) => ({
    ...readWindows(fields),
    ...(fields.has('countIncludePad') && { countIncludePad: fields.flag('countIncludePad') }),
  }),
  shape: poolShape,
  channels: sameChannel,
};

const globalPool: LayerKind<GlobalPool> = {
  words: ({ kind }) => (kind === 'globalMax' ? 'global maximum' : 'global average'),
  takes: 'one',
  read: () => ({}),
  shape: (_, [{ channels }]) => ({ channels, height: 1, width: 1 }),
  channels: sameChannel,
};

export const globalAverage = globalPool;
export const globalMax: LayerKind<GlobalPool> = { ...globalPool, selects: true };
