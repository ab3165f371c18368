/**
 * How a value of an imported graph lies in what a layer gives here. Graphs reshape and transpose freely; here
 * every value is channels x rows x columns. A view says of each axis that the graph sees which parts of those
 * three it runs over. So reshaping and transposing cost nothing, and weights that follow are put in the order
 * in which values lie.
 */
import { type Shape, showShape } from '../../model/layers/kind';

/** A part of a stored axis (0 channels, 1 rows, 2 columns): `size` places, `stride` apart. */
type Factor = { dim: number; size: number; stride: number };

/** A value as the graph sees it, without its first axis, the images. */
export type View = {
  /** The layer whose output it is, or the network's input. */
  of: string;
  shape: Shape;
  /** Each axis by its factors, the slowest first. */
  axes: Factor[][];
  /**
   * Whether that output is seen through this value alone, so that what is done next may become part of the
   * layer.
   */
  sole: boolean;
  /** Whether it holds probabilities, which nothing may follow. */
  softmax?: boolean;
  /**
   * The extents that the graph repeats it to; only sums and products, which repeat it themselves, may follow.
   */
  repeated?: number[];
};

/** Which axis holds channels: the first (ONNX, PyTorch) or the last (Keras). */
export type Layout = 'first' | 'last';

const extentOf = (factors: Factor[]) => factors.reduce((product, { size }) => product * size, 1);

/** The extents of the axes. */
export function extentsOf(view: View): number[] {
  return view.axes.map(extentOf);
}

const whole = (dim: number, size: number): Factor[] => (size === 1 ? [] : [{ dim, size, stride: 1 }]);

/** A layer's output with an axis for each of channels, rows and columns. */
export function plainView(of: string, shape: Shape, layout: Layout): View {
  const [channels, height, width] = [shape.channels, shape.height, shape.width].map((size, dim) =>
    whole(dim, size),
  );
  return {
    of,
    shape,
    axes: layout === 'first' ? [channels, height, width] : [height, width, channels],
    sole: true,
  };
}

/** A layer's output as one axis; it has no rows and columns. */
export function flatView(of: string, shape: Shape): View {
  return { of, shape, axes: [whole(0, shape.channels)], sole: true };
}

/** Neighbouring factors of one stored axis that are one. */
function joined(factors: Factor[]): Factor[] {
  const list: Factor[] = [];
  for (const factor of factors) {
    const last = list[list.length - 1];
    if (last && last.dim === factor.dim && last.stride === factor.size * factor.stride) {
      list[list.length - 1] = { dim: last.dim, size: last.size * factor.size, stride: factor.stride };
    } else list.push(factor);
  }
  return list;
}

/** The value under other axes, in the same order; throws where an axis would split a factor unevenly. */
export function reshaped(view: View, extents: number[]): View {
  const left = view.axes.flat();
  const axes = extents.map((extent) => {
    const own: Factor[] = [];
    let wanted = extent;
    while (wanted > 1) {
      const factor = left.shift();
      if (!factor) break;
      if (wanted % factor.size === 0) {
        own.push(factor);
        wanted /= factor.size;
      } else if (factor.size % wanted === 0) {
        const stride = (factor.size / wanted) * factor.stride;
        own.push({ dim: factor.dim, size: wanted, stride });
        left.unshift({ ...factor, size: factor.size / wanted });
        wanted = 1;
      } else break;
    }
    if (wanted !== 1) throw new Error(`to ${extents.join(' x ')} values of ${extentsOf(view).join(' x ')}`);
    return joined(own);
  });
  if (left.length > 0) throw new Error(`to ${extents.join(' x ')} values of ${extentsOf(view).join(' x ')}`);
  return { ...view, axes };
}

/** The value with its axes in another order. */
export function transposed(view: View, order: number[]): View {
  const isOrder = [...order].sort((a, b) => a - b).every((axis, at) => axis === at);
  if (order.length !== view.axes.length || !isOrder) throw new Error(`axes in the order ${order.join(', ')}`);
  return { ...view, axes: order.map((axis) => view.axes[axis]) };
}

const same = (a: Factor[], b: Factor[]) =>
  a.length === b.length &&
  a.every(({ dim, size, stride }, i) => dim === b[i].dim && size === b[i].size && stride === b[i].stride);

/** Whether an axis runs over all of the given stored axes, in that order. */
export function runsOver(view: View, axis: number, dims: number[]): boolean {
  const { channels, height, width } = view.shape;
  return same(
    view.axes[axis] ?? [],
    dims.flatMap((dim) => whole(dim, [channels, height, width][dim])),
  );
}

/**
 * Whether the value is channels, rows and columns, in the order of a layout; `null`, or the groups of a
 * shuffle that would make it so.
 */
export function shuffleOf(view: View, layout: Layout): { groups: number } | null {
  const places = layout === 'first' ? [0, 1, 2] : [2, 0, 1];
  const [channels, rows, columns] = places;
  if (view.axes.length !== 3 || !runsOver(view, rows, [1]) || !runsOver(view, columns, [2])) {
    throw new Error(`takes ${extentsOf(view).join(' x ')} values that are not channels, rows and columns`);
  }
  if (runsOver(view, channels, [0])) return null;
  const [slow, fast] = view.axes[channels];
  const total = view.shape.channels;
  const isShuffle =
    view.axes[channels].length === 2 &&
    slow.dim === 0 &&
    fast.dim === 0 &&
    slow.stride === 1 &&
    fast.stride === slow.size &&
    slow.size * fast.size === total;
  if (!isShuffle) throw new Error('takes channels in an order that is no shuffle');
  return { groups: fast.size };
}

/** Whether two values lie alike: axis by axis, axes of extent 1 aside, which are repeated. */
export function alike(a: View, b: View): boolean {
  if (a.axes.length !== b.axes.length) return false;
  return a.axes.every((factors, axis) => {
    const other = b.axes[axis];
    return factors.length === 0 || other.length === 0 || same(factors, other);
  });
}

/** Where on an axis a stored place lies. */
function placeOn(factors: Factor[], place: number[]): number {
  return factors.reduce(
    (at, { dim, size, stride }) => at * size + (Math.floor(place[dim] / stride) % size),
    0,
  );
}

/**
 * For every stored value, channel by channel, row by row, its place on the last axis, which runs over all of
 * them.
 */
export function orderOf(view: View): Int32Array {
  const { channels, height, width } = view.shape;
  const factors = view.axes[view.axes.length - 1];
  const total = channels * height * width;
  if (extentOf(factors) !== total) {
    throw new Error(
      `takes ${extentsOf(view).join(' x ')} values, not one axis of all ${showShape(view.shape)}`,
    );
  }
  return Int32Array.from({ length: total }, (_, at) =>
    placeOn(factors, [Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width]),
  );
}

/** For every channel its place on an axis of channels alone; null where the axis runs over anything else. */
export function channelOrderOn(view: View, axis: number): Int32Array | null {
  const factors = view.axes[axis];
  if (factors.some(({ dim }) => dim !== 0) || extentOf(factors) !== view.shape.channels) return null;
  return Int32Array.from({ length: view.shape.channels }, (_, channel) => placeOn(factors, [channel, 0, 0]));
}

/**
 * Of a constant that is repeated to the value's extents, its number for each channel. Throws where it has
 * more than one for a channel.
 */
export function perChannel(view: View, shape: number[], values: ArrayLike<number>): Float32Array {
  const extents = extentsOf(view);
  const rank = extents.length;
  // The first axis of the value, its images, stands before the view's.
  const lead = shape.slice(0, Math.max(0, shape.length - rank));
  const own = Array.from({ length: rank }, (_, axis) => shape[shape.length - rank + axis] ?? 1);
  const fits = own.every((extent, axis) => extent === 1 || extent === extents[axis]);
  const onlyChannels = view.axes.every(
    (factors, axis) => own[axis] === 1 || factors.every(({ dim }) => dim === 0),
  );
  if (!fits || lead.length > 1 || lead.some((extent) => extent !== 1) || !onlyChannels) {
    throw new Error(`with ${shape.join(' x ') || 1} numbers that are not one a channel`);
  }
  return Float32Array.from({ length: view.shape.channels }, (_, channel) => {
    const at = own.reduce(
      (index, extent, axis) =>
        index * extent + (extent === 1 ? 0 : placeOn(view.axes[axis], [channel, 0, 0])),
      0,
    );
    return values[at];
  });
}

/** The view of the layer that lays all values of a view's output out as channels. */
export function flattenedView(view: View, of: string): View {
  const { channels, height, width } = view.shape;
  const scale = [height * width, width, 1];
  const axes = view.axes.map((factors) =>
    joined(factors.map(({ dim, size, stride }) => ({ dim: 0, size, stride: stride * scale[dim] }))),
  );
  return { of, shape: { channels: channels * height * width, height: 1, width: 1 }, axes, sole: true };
}
