/**
 * Windows of imported graphs: padding, pooling, subsampling. Each throws, without a name, why it cannot be.
 */
import type { Pair, Shape, Sides } from '../../../model/layers/kind';
import { type BareLayer, type GraphBuilder, simplest } from '../builder';
import { extentsOf, type Layout, plainView, type View } from '../view';
import { stored } from './values';

/**
 * Padding of each side, or what makes ceil(extent / stride) values, the odd one after (`upper`) or before.
 */
export type Padding = Sides | 'upper' | 'lower';

export type WindowOf = { kernel: Pair; stride: Pair; padding: Padding; dilation: Pair };

/** Padding of each side of a window, for an input. */
export function sidesFor({ height, width }: Shape, { kernel, stride, padding, dilation }: WindowOf): Sides {
  if (typeof padding !== 'string') return padding;
  const [rows, columns] = [height, width].map((extent, axis) => {
    const reach = dilation[axis] * (kernel[axis] - 1) + 1;
    const total = Math.max(0, (Math.ceil(extent / stride[axis]) - 1) * stride[axis] + reach - extent);
    const less = Math.floor(total / 2);
    return padding === 'upper' ? [less, total - less] : [total - less, less];
  });
  return [rows[0], columns[0], rows[1], columns[1]];
}

/** One number for both axes where they are equal. */
export const axisPair = ([a, b]: Pair) => (a === b ? a : ([a, b] as Pair));

/** Pooling of windows. */
export function pool(
  builder: GraphBuilder,
  view: View,
  layout: Layout,
  kind: 'maxPool' | 'averagePool',
  { ceilMode, countIncludePad, ...window }: WindowOf & { ceilMode: boolean; countIncludePad: boolean },
): View {
  if (window.dilation.some((each) => each !== 1)) throw new Error('dilations');
  const { of, shape } = stored(builder, view, layout);
  const sides = sidesFor(shape, window);
  const isPadded = sides.some((side) => side !== 0);
  const made = builder.add(
    {
      kind,
      size: axisPair(window.kernel),
      stride: axisPair(window.stride),
      ...(isPadded && { padding: simplest(sides) }),
      ...(ceilMode && { ceilMode }),
      ...(kind === 'averagePool' && isPadded && countIncludePad && { countIncludePad }),
    } as BareLayer,
    [of],
  );
  return plainView(made.name, made.shape, layout);
}

/** Numbers around rows and columns. */
export function pad(builder: GraphBuilder, view: View, layout: Layout, sides: Sides, value: number): View {
  if (sides.every((side) => side === 0)) return view;
  const { of } = stored(builder, view, layout);
  const made = builder.add({ kind: 'pad', padding: simplest(sides), ...(value !== 0 && { value }) }, [of]);
  return plainView(made.name, made.shape, layout);
}

/** Every `step`-th row and column. */
export function subsampled(builder: GraphBuilder, view: View, layout: Layout, step: Pair): View {
  const { of } = stored(builder, view, layout);
  const made = builder.add({ kind: 'maxPool', size: 1, stride: axisPair(step) }, [of]);
  return plainView(made.name, made.shape, layout);
}

/** Zeros before and after the channels: the value's own channels times 0, put beside it. */
export function padChannels(
  builder: GraphBuilder,
  view: View,
  layout: Layout,
  before: number,
  after: number,
): View {
  const { of, shape } = stored(builder, view, layout);
  if (Math.max(before, after) > shape.channels) throw new Error('by more channels than there are');
  const zeros = (count: number) => {
    if (count === 0) return [];
    const from = count === shape.channels ? of : builder.add({ kind: 'slice', first: 0, count }, [of]).name;
    const parts = { weight: new Float32Array(count) };
    return [builder.add({ kind: 'scale', channels: count, bias: false }, [from], 'zeros', parts).name];
  };
  const made = builder.add({ kind: 'concatenate' }, [...zeros(before), of, ...zeros(after)]);
  return plainView(made.name, made.shape, layout);
}

/** The mean or the largest value over all rows or over all columns, which are `axes`. */
function pooledAlong(
  builder: GraphBuilder,
  view: View,
  axes: number[],
  kind: 'averagePool' | 'maxPool',
): { of: string; shape: Shape } | null {
  const gone = axes.flatMap((axis) => view.axes[axis] ?? []);
  const [only] = gone;
  const { height, width } = view.shape;
  if (gone.length !== 1 || only.dim === 0 || only.size !== [0, height, width][only.dim]) return null;
  const size: Pair = only.dim === 1 ? [height, 1] : [1, width];
  const { name, shape } = builder.add({ kind, size, stride: size }, [view.of]);
  return { of: name, shape };
}

/** The mean or the largest value over all rows, all columns or both, which are `axes`. */
export function globalPool(
  builder: GraphBuilder,
  view: View,
  axes: number[],
  kind: 'globalAverage' | 'globalMax',
  keepsAxes: boolean,
): View {
  const gone = view.axes.filter((_, axis) => axes.includes(axis)).flat();
  const { height, width } = view.shape;
  const isAll =
    gone.length > 0 || height * width === 1
      ? gone.every(({ dim, stride }) => dim > 0 && stride === 1) &&
        gone.reduce((product, { size }) => product * size, 1) === height * width
      : false;
  const along = isAll
    ? null
    : pooledAlong(builder, view, axes, kind === 'globalMax' ? 'maxPool' : 'averagePool');
  if (!isAll && !along)
    throw new Error(`over axes ${axes.map((axis) => axis + 1).join(', ')} of ${extentsOf(view).join(' x ')}`);
  const whole = along ? null : builder.add({ kind }, [view.of]);
  const { of, shape } = along ?? { of: whole?.name ?? '', shape: whole?.shape ?? view.shape };
  const left = view.axes.flatMap((factors, axis) =>
    axes.includes(axis) ? (keepsAxes ? [[]] : []) : [factors],
  );
  return { of, shape, axes: left, sole: true };
}
