/**
 * Values of imported graphs joined, taken apart, and the probabilities at the end. Each throws, without a
 * name, why it cannot be.
 */
import { showShape } from '../../../model/layers/kind';
import type { GraphBuilder } from '../builder';
import { alike, extentsOf, flatView, plainView, runsOver, type View } from '../view';
import { elementwise, flattened, stored } from './values';

/** The sum or product of values. */
export function joined(builder: GraphBuilder, kind: 'add' | 'multiply', views: View[]): View {
  const rank = Math.max(...views.map(({ axes }) => axes.length));
  // Axes are repeated from the right.
  const full = views.map((view) => ({
    ...view,
    axes: [...new Array(rank - view.axes.length).fill([]), ...view.axes],
  }));
  if (views.some(({ axes }) => axes.length !== rank)) throw new Error('values of different numbers of axes');
  const largest = full.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a));
  for (const view of full) {
    if (!alike(view, largest)) {
      throw new Error(
        `${full.map((each) => extentsOf(each).join(' x ')).join(' and ')} that lie differently`,
      );
    }
  }
  const made = builder.add(
    { kind },
    full.map(({ of }) => of),
  );
  if (made.shape.channels * made.shape.height * made.shape.width !== sizeOf(largest)) {
    throw new Error(`values that are repeated to ${showShape(made.shape)}`);
  }
  for (const { repeated } of views) {
    if (repeated && repeated.join() !== extentsOf(largest).join()) {
      throw new Error(`values that are repeated to ${repeated.join(' x ')}`);
    }
  }
  return { ...largest, of: made.name, shape: made.shape, sole: true, repeated: undefined };
}

const sizeOf = ({ shape }: View) => shape.channels * shape.height * shape.width;

/** The value with shuffled channels put in order. */
function ordered(builder: GraphBuilder, view: View, axis: number): View {
  const layout = axis === 0 ? 'first' : 'last';
  if (view.axes.length !== 3 || runsOver(view, axis, [0])) return view;
  const { of, shape } = stored(builder, view, layout);
  return plainView(of, shape, layout);
}

/** Values one after the other along an axis, which has to be the channels. */
export function concatenate(builder: GraphBuilder, views: View[], axis: number): View {
  if (views.length === 1) return views[0];
  const isFlat = views.every((view) => extentsOf(view).every((extent, at) => at === axis || extent === 1));
  const own = views.map((view) => (isFlat ? flattened(builder, view) : ordered(builder, view, axis)));
  const [first] = own;
  const fits = own.every(
    (view) =>
      view.axes.length === first.axes.length &&
      runsOver(view, axis, [0]) &&
      alike({ ...view, axes: view.axes.with(axis, []) }, { ...first, axes: first.axes.with(axis, []) }),
  );
  if (!fits)
    throw new Error(
      `along axis ${axis + 1} of ${own.map((view) => extentsOf(view).join(' x ')).join(' and ')}`,
    );
  const made = builder.add(
    { kind: 'concatenate' },
    own.map(({ of }) => of),
  );
  return {
    of: made.name,
    shape: made.shape,
    axes: first.axes.with(axis, flatView('', made.shape).axes[0]),
    sole: true,
  };
}

/** `count` channels of zeros that lie like a value's: its own channels times 0. */
export function zerosLike(builder: GraphBuilder, view: View, axis: number, count: number): View {
  const part = slice(builder, { ...view, sole: false }, axis, 0, count);
  const { channels } = part.shape;
  const parts = { weight: new Float32Array(channels) };
  return elementwise(builder, part, { kind: 'scale', channels, bias: false }, 'zeros', parts);
}

/** A run of places along an axis, which has to be the channels. */
export function slice(builder: GraphBuilder, view: View, axis: number, first: number, count: number): View {
  const extent = extentsOf(view)[axis];
  if (first === 0 && count === extent) return view;
  const isFlat = extentsOf(view).every((each, at) => at === axis || each === 1);
  const own = isFlat ? flattened(builder, view) : ordered(builder, view, axis);
  if (!runsOver(own, axis, [0])) throw new Error(`of axis ${axis + 1} of ${extentsOf(own).join(' x ')}`);
  const made = builder.add({ kind: 'slice', first, count }, [own.of]);
  return {
    of: made.name,
    shape: made.shape,
    axes: own.axes.with(axis, flatView('', made.shape).axes[0]),
    sole: true,
  };
}

/**
 * Probabilities along an axis, which has to be that of the classes; the layer changes no answer and is left
 * out.
 */
export function softmax(view: View, axis: number): View {
  const extents = extentsOf(view);
  if (!extents.every((extent, at) => at === axis || extent === 1)) {
    throw new Error(`along axis ${axis + 1} of ${extents.join(' x ')}`);
  }
  return { ...view, softmax: true };
}
