/** Random nodes that put values together, take them apart and turn them. */
import type { Attributes, Draw } from './draw';

export const concatenation: Draw = (graph, value, all) => {
  const [, ...extents] = value.shape;
  const fits = all.filter(({ shape }) => shape.slice(1).join() === extents.join());
  if (fits.length === 0) return null;
  const parts = [value, ...Array.from({ length: graph.whole(1, 2) }, () => graph.pick(fits))];
  const total = parts.reduce((sum, { shape }) => sum + shape[0], 0);
  if (total > 24) return null;
  const axis = graph.opset >= 11 && graph.chance(0.2) ? -value.shape.length : 1;
  const names = parts.map(({ name }) => name);
  const name = graph.node('Concat', names, { axis: { int: axis } });
  return { name, shape: [total, ...extents] };
};

export const split: Draw = (graph, value) => {
  const [channels, ...extents] = value.shape;
  if (channels < 2) return null;
  const first = graph.whole(1, channels - 1);
  const sizes = [first, channels - first];
  const axis: Attributes = { axis: { int: 1 } };
  const names =
    graph.opset < 13
      ? graph.many('Split', [value.name], 2, { ...axis, split: { ints: sizes } })
      : graph.many('Split', [value.name, graph.integers(sizes)], 2, axis);
  const at = graph.whole(0, 1);
  return { name: names[at], shape: [sizes[at], ...extents] };
};

/** A run of channels, or every other row and column. */
export const slice: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  const isPixels = graph.opset >= 10 && graph.chance(0.4);
  if (isPixels) {
    const steps = [graph.whole(1, 2), graph.whole(1, 2)];
    const inputs = [[0, 0], [height, graph.pick([width, 1e9])], [2, 3], steps].map((list) =>
      graph.integers(list),
    );
    const shape = [channels, Math.ceil(height / steps[0]), Math.ceil(width / steps[1])];
    return { name: graph.node('Slice', [value.name, ...inputs]), shape };
  }
  const first = graph.whole(0, channels - 1);
  const end = graph.whole(first + 1, channels);
  const given = [[graph.chance(0.3) ? first - channels : first], [end], [1]];
  const shape = [end - first, height, width];
  if (graph.opset >= 10) {
    return { name: graph.node('Slice', [value.name, ...given.map((list) => graph.integers(list))]), shape };
  }
  const [starts, ends, axes] = given.map((ints) => ({ ints }));
  return { name: graph.node('Slice', [value.name], { starts, ends, axes }), shape };
};

export const padding: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  const [top, left, bottom, right] = [0, 1, 2, 3].map(() => graph.whole(0, 2));
  const [before, after] = graph.chance(0.15) ? [graph.whole(0, channels), graph.whole(0, channels)] : [0, 0];
  const pads = [0, before, top, left, 0, after, bottom, right];
  // Channels of other numbers than 0 do not run here.
  const fill = graph.chance(0.4) && before + after === 0 ? graph.between(-1, 1) : 0;
  const shape = [channels + before + after, height + top + bottom, width + left + right];
  if (graph.opset < 11) {
    const name = graph.node('Pad', [value.name], { pads: { ints: pads }, value: { float: fill } });
    return { name, shape };
  }
  const inputs = [value.name, graph.integers(pads)];
  if (fill !== 0 || graph.chance(0.3))
    inputs.push(graph.tensor({ shape: [], type: 'float', values: [fill] }));
  return { name: graph.node('Pad', inputs, graph.chance(0.3) ? { mode: { text: 'constant' } } : {}), shape };
};

export const shuffle: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  const groups = [2, 3, 4].filter((each) => channels % each === 0);
  if (groups.length === 0) return null;
  const group = graph.pick(groups);
  const to = (name: string, shape: number[]) => graph.node('Reshape', [name, graph.integers(shape)]);
  const parted = to(value.name, [graph.pick([0, 1]), group, channels / group, height, width]);
  const turned = graph.node('Transpose', [parted], { perm: { ints: [0, 2, 1, 3, 4] } });
  return { name: to(turned, [1, graph.pick([channels, -1]), height, width]), shape: value.shape };
};

/** What ConvNeXt does: channels last, a few layers over them, and back. */
export const channelsLast: Draw = (graph, value) => {
  const [channels, height, width] = value.shape;
  let name = graph.node('Transpose', [value.name], { perm: { ints: [0, 2, 3, 1] } });
  if (graph.opset >= 17 && graph.chance(0.6)) {
    const scale = graph.exact([channels], graph.numbers(channels, 1.2));
    const inputs = [name, scale, ...(graph.chance(0.7) ? [graph.weights([channels], 0.3)] : [])];
    name = graph.node('LayerNormalization', inputs, { axis: { int: -1 }, epsilon: { float: 1e-5 } });
  }
  let outputs = channels;
  if (graph.chance(0.7)) {
    outputs = graph.whole(1, 8);
    name = graph.node('MatMul', [name, graph.weights([channels, outputs], 1.6 / Math.sqrt(channels))]);
    if (graph.chance(0.7)) name = graph.node('Add', [graph.weights([outputs], 0.5), name]);
  }
  if (graph.chance(0.3)) name = graph.node('Relu', [name]);
  return {
    name: graph.node('Transpose', [name], { perm: { ints: [0, 3, 1, 2] } }),
    shape: [outputs, height, width],
  };
};
