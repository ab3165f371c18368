/** Normalisations of imported graphs. Each throws, without a name, why it cannot be. */
import type { GraphBuilder, Parts } from '../builder';
import { channelOrderOn, extentsOf, type View } from '../view';
import { elementwise, flattened } from './values';

/** BatchNorm along an axis of channels, or of the value's one axis. */
export function batchNorm(
  builder: GraphBuilder,
  view: View,
  axis: number,
  parts: Parts,
  epsilon: number,
  hint: string,
): View {
  const isFlat = extentsOf(view).every((extent, at) => at === axis || extent === 1);
  const own = isFlat ? flattened(builder, view) : view;
  const order = channelOrderOn(own, axis);
  const channels = own.shape.channels;
  if (!order || Object.values(parts).some(({ length }) => length !== channels)) {
    throw new Error(`of ${parts.mean.length} channels, but receives ${extentsOf(view).join(' x ')}`);
  }
  const sorted = Object.fromEntries(
    Object.entries(parts).map(([part, values]) => [part, Float32Array.from(order, (place) => values[place])]),
  );
  return elementwise(builder, own, { kind: 'batchNorm', channels, epsilon }, hint, sorted);
}

/** LayerNorm along the last axis, which has to be all channels of a pixel. */
export function layerNorm(
  builder: GraphBuilder,
  view: View,
  { weight, bias }: Parts,
  epsilon: number,
  hint: string,
): View {
  const last = view.axes.length - 1;
  const isFlat = extentsOf(view).every((extent, at) => at === last || extent === 1);
  const own = isFlat ? flattened(builder, view) : view;
  const order = channelOrderOn(own, last);
  const channels = own.shape.channels;
  if (!order || weight.length !== channels || bias.length !== channels) {
    throw new Error(`over axes of ${weight.length} values, of ${extentsOf(view).join(' x ')}`);
  }
  const sorted = (values: Float32Array) => Float32Array.from(order, (place) => values[place]);
  const parts = { weight: sorted(weight), bias: sorted(bias) };
  return elementwise(builder, own, { kind: 'layerNorm', channels, epsilon }, hint, parts);
}
