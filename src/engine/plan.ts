import type { Architecture, Layer } from '../model/architecture';
import { type GraphNode, graphOf, valueShape } from '../model/graph';
import type { Activation } from '../model/layers/activations';
import { channelOrder } from '../model/layers/arranging';
import { convolutionWindow } from '../model/layers/convolution';
import { type Shape, type Sides, sameShape, showShape, sidesOf } from '../model/layers/kind';
import { poolWindow } from '../model/layers/pooling';
import { isActivation } from '../model/layers/registry';
import type { BufferShape, ConvStep, Norm, Plan, Step } from './steps';

/** The part of a step that its place in memory does not decide. */
type Own<S> = S extends Step
  ? Omit<S, 'layer' | 'source' | 'target' | 'input' | 'output' | 'multiplyAdds'>
  : never;

/**
 * A step between values, that is numbers of layers; -1 is the network's input. `value` is the layer whose
 * output it gives.
 */
type Draft = { value: number; inputs: number[]; own: Own<Step>; multiplyAdds: number };

const noPadding = (sides: Sides) => sides.every((side) => side === 0);

/** The values that are other values under another name: a flattened pixel, a softmax at the end. */
function aliasOf(nodes: readonly GraphNode[], index: number): number | null {
  const { layer, inputs, inputShapes } = nodes[index];
  if (layer.kind === 'softmax') return inputs[0];
  const [{ height, width }] = inputShapes;
  return layer.kind === 'flatten' && height === 1 && width === 1 ? inputs[0] : null;
}

/** Drafts of the steps that give `index`, before anything is fused, its inputs as they stand in the graph. */
function bareSteps(nodes: readonly GraphNode[], index: number): Own<Step> {
  const { layer, inputShapes } = nodes[index];
  const [input] = inputShapes;
  if (isActivation(layer)) return { kind: 'affine', norm: null, activation: layer };
  switch (layer.kind) {
    case 'conv': {
      const { name, bias, groups = 1 } = layer;
      const window = convolutionWindow(layer);
      return { kind: 'conv', name, bias, groups, ...window, norm: null, activation: null };
    }
    case 'dense': {
      const { name, bias } = layer;
      return {
        kind: 'conv',
        name,
        bias,
        groups: 1,
        kernel: [input.height, input.width],
        stride: [1, 1],
        padding: [0, 0, 0, 0],
        dilation: [1, 1],
        norm: null,
        activation: null,
      };
    }
    case 'batchNorm':
    case 'scale':
      return { kind: 'affine', norm: normOf(layer), activation: null };
    case 'maxPool':
    case 'averagePool': {
      const { kernel: size, stride, padding } = poolWindow(layer);
      const countPadding = layer.kind === 'averagePool' && layer.countIncludePad === true;
      return { kind: layer.kind, size, stride, padding, countPadding };
    }
    case 'globalAverage':
    case 'globalMax':
      return { kind: layer.kind };
    case 'concatenate':
      return { kind: 'concatenate', sources: [], channels: inputShapes.map(({ channels }) => channels) };
    case 'shuffle':
    case 'slice':
      return { kind: 'arrange', order: channelOrder(layer, input) };
    case 'pad':
      return { kind: 'pad', padding: sidesOf(layer.padding), value: layer.value ?? 0 };
    case 'layerNorm':
      return { kind: 'layerNorm', name: layer.name, epsilon: layer.epsilon };
    case 'prelu':
      return { kind: 'prelu', name: layer.name };
    case 'round':
      return { kind: 'round', name: layer.name };
    case 'flatten':
      return { kind: 'flatten' };
    default:
      throw new Error(`Expected a layer that is a step of its own, but got a ${layer.kind}.`);
  }
}

function normOf(layer: Layer): Norm | null {
  if (layer.kind === 'batchNorm') return { kind: 'batchNorm', name: layer.name, epsilon: layer.epsilon };
  return layer.kind === 'scale' ? { kind: 'scale', name: layer.name, bias: layer.bias } : null;
}

/**
 * Compiles the graph into drafts: what nobody reads is left out, norms, activations and zero padding are
 * fused.
 */
function draftSteps(architecture: Architecture, nodes: readonly GraphNode[]): Draft[] {
  const last = nodes.length - 1;
  /** Where a value really is. */
  const place = (value: number): number => {
    const alias = value < 0 ? null : aliasOf(nodes, value);
    return alias === null ? value : place(alias);
  };
  const needed = new Uint8Array(nodes.length);
  const readers = nodes.map((): number[] => []);
  for (let index = last; index >= 0; index--) {
    if (index !== last && readers[index].length === 0) continue;
    needed[index] = 1;
    for (const value of new Set(nodes[index].inputs)) if (value >= 0) readers[value].push(index);
  }
  const done = new Uint8Array(nodes.length);
  /** The layer that alone takes `index`, if it may be fused into the step that gives it. */
  const follower = (index: number): number | null => {
    const [next] = readers[index];
    return readers[index].length === 1 && index !== last ? next : null;
  };
  const drafts: Draft[] = [];
  nodes.forEach(({ layer, inputs, inputShapes, multiplyAdds }, index) => {
    if (needed[index] === 0 || done[index] === 1 || aliasOf(nodes, index) !== null) return;
    const values = inputs.map(place);
    if (layer.kind === 'pad' && (layer.value ?? 0) === 0) {
      const next = follower(index);
      if (next !== null && nodes[next].layer.kind === 'conv') return;
    }
    if (layer.kind === 'add' || layer.kind === 'multiply') {
      drafts.push(...joinDrafts(layer.kind, index, values, inputShapes, nodes[index].shape));
    } else {
      const own = bareSteps(nodes, index);
      if (own.kind === 'conv') {
        takePadding(own, values, nodes, place, (value) => drafts.some((draft) => draft.value === value));
        // A dense layer reads the planes that a flatten lists.
        const before = values[0] < 0 ? null : nodes[values[0]];
        if (layer.kind === 'dense' && before?.layer.kind === 'flatten') {
          values[0] = place(before.inputs[0]);
          const { height, width } = valueShape(architecture, nodes, values[0]);
          own.kernel = [height, width];
        }
      }
      drafts.push({ value: index, inputs: values, own, multiplyAdds });
    }
    const draft = drafts[drafts.length - 1];
    let end = index;
    const follow = (test: (layer: Layer) => boolean): Layer | null => {
      const next = follower(end);
      if (next === null || !test(nodes[next].layer)) return null;
      end = next;
      done[next] = 1;
      draft.value = next;
      return nodes[next].layer;
    };
    if (draft.own.kind === 'conv') {
      const norm = follow((next) => normOf(next) !== null);
      if (norm) draft.own.norm = normOf(norm);
    }
    if ('activation' in draft.own && draft.own.activation === null) {
      draft.own.activation = follow(isActivation) as Activation | null;
    }
  });
  // A flatten that only dense layers read is read by none.
  const read = new Set(drafts.flatMap(({ inputs }) => inputs));
  return drafts.filter(({ value, own }) => own.kind !== 'flatten' || read.has(value) || value === last);
}

/** Takes zero padding that stands before a convolution into it. */
function takePadding(
  own: Own<ConvStep>,
  values: number[],
  nodes: readonly GraphNode[],
  place: (value: number) => number,
  isDrafted: (value: number) => boolean,
): void {
  const before = values[0] < 0 ? null : nodes[values[0]];
  if (before?.layer.kind !== 'pad' || isDrafted(values[0])) return;
  const more = sidesOf(before.layer.padding);
  own.padding = own.padding.map((side, i) => side + more[i]) as Sides;
  values[0] = place(before.inputs[0]);
  takePadding(own, values, nodes, place, isDrafted);
}

/** Two inputs a step: a sum of three is two steps, the first of which gives a value of its own. */
function joinDrafts(
  kind: 'add' | 'multiply',
  index: number,
  values: number[],
  shapes: Shape[],
  whole: Shape,
): Draft[] {
  const first = shapes.findIndex((shape) => sameShape(shape, whole));
  const rest = values.flatMap((_, i) => (i === first ? [] : [i]));
  return rest.map((i, turn) => ({
    value: turn === rest.length - 1 ? index : partial(index, turn),
    inputs: [turn === 0 ? values[first] : partial(index, turn - 1), values[i]],
    own: { kind, other: -1, otherShape: shapes[i], activation: null },
    multiplyAdds: 0,
  }));
}

/** Values from here on are no layer's, but the sums of a layer's first inputs. */
const PARTIAL = 2 ** 20;
const partial = (index: number, turn: number) => PARTIAL * (turn + 1) + index;
/** The layer that a value belongs to. */
const layerOf = (value: number) => (value < PARTIAL ? value : value % PARTIAL);

/**
 * Compiles an architecture to the steps that every device runs. One error, naming the layer, when it is
 * unsupported or inconsistent.
 */
export function planSteps(architecture: Architecture): Plan {
  if (architecture.layers.length === 0) {
    throw new Error('Expected at least one layer, but the architecture has none.');
  }
  const nodes = graphOf(architecture);
  const shapeOf = (value: number) => valueShape(architecture, nodes, layerOf(value));
  const output = nodes[nodes.length - 1].shape;
  if (output.height !== 1 || output.width !== 1) {
    throw new Error(`Expected one value a class from the last layer, but it produces ${showShape(output)}.`);
  }
  const drafts = draftSteps(architecture, nodes);
  const lastUse = new Map<number, number>();
  const borders = new Map<number, number>();
  drafts.forEach(({ inputs, own }, position) => {
    for (const value of inputs) lastUse.set(value, position);
    if (own.kind !== 'conv' || noPadding(own.padding)) return;
    borders.set(inputs[0], Math.max(borders.get(inputs[0]) ?? 0, ...own.padding));
  });
  const buffers: BufferShape[] = [{ ...shapeOf(-1), border: borders.get(-1) ?? 0 }];
  const bufferOf = new Map<number, number>([[-1, 0]]);
  const free: number[] = [];
  const steps = drafts.map(({ value, inputs, own, multiplyAdds }, position): Step => {
    const shape = shapeOf(value);
    const border = borders.get(value) ?? 0;
    const reused = free.findIndex((n) => sameShape(buffers[n], shape) && buffers[n].border === border);
    const target = reused < 0 ? buffers.push({ ...shape, border }) - 1 : free.splice(reused, 1)[0];
    bufferOf.set(value, target);
    const sources = inputs.map((each) => bufferOf.get(each)!);
    for (const each of new Set(inputs)) {
      const buffer = bufferOf.get(each)!;
      if (lastUse.get(each) === position && buffer !== 0) free.push(buffer);
    }
    const placed = own.kind === 'add' || own.kind === 'multiply' ? { ...own, other: sources[1] } : own;
    const joined = placed.kind === 'concatenate' ? { ...placed, sources } : placed;
    const layer = layerOf(value);
    const input = shapeOf(inputs[0]);
    return { ...joined, layer, source: sources[0], target, input, output: shape, multiplyAdds };
  });
  return {
    buffers,
    steps,
    output: bufferOf.get(lastValue(nodes))!,
    classes: output.channels,
    multiplyAdds: steps.reduce((sum, step) => sum + step.multiplyAdds, 0),
  };
}

/** Where the answer is, looking through what changes only names. */
function lastValue(nodes: readonly GraphNode[]): number {
  let value = nodes.length - 1;
  for (let alias = aliasOf(nodes, value); alias !== null; alias = aliasOf(nodes, value)) {
    if (alias < 0) throw new Error('Expected at least one layer that computes something, but there is none.');
    value = alias;
  }
  return value;
}
