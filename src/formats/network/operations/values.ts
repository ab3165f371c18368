/** What operations of imported graphs have in common: values put in order, flattened, changed in place. */
import type { Shape } from '../../../model/layers/kind';
import type { BareLayer, GraphBuilder, Parts } from '../builder';
import { flattenedView, type Layout, shuffleOf, type View } from '../view';

/** The layer's output that a value is, channels put in order. */
export function stored(builder: GraphBuilder, view: View, layout: Layout): { of: string; shape: Shape } {
  const shuffle = shuffleOf(view, layout);
  if (!shuffle) return view;
  const { name, shape } = builder.add({ kind: 'shuffle', ...shuffle }, [view.of]);
  return { of: name, shape };
}

/** A layer that changes no place: the value lies as it did. */
export function elementwise(
  builder: GraphBuilder,
  view: View,
  layer: BareLayer,
  hint = '',
  parts: Parts = {},
): View {
  const made = builder.add(layer, [view.of], hint, parts);
  return { ...view, of: made.name, sole: true };
}

/** The value as channels alone, where one axis runs over channels, rows and columns. */
export function flattened(builder: GraphBuilder, view: View): View {
  if (view.shape.height === 1 && view.shape.width === 1) return view;
  const { name } = builder.add({ kind: 'flatten' }, [view.of]);
  return flattenedView(view, name);
}
