import type { InputShape } from '../../model/architecture';
import { INPUT_NAME, outputShape } from '../../model/graph';
import { type Shape, showShape, sidesOf } from '../../model/layers/kind';
import { kindOf, type Layer } from '../../model/layers/registry';
import { named } from '../check';
import type { Network } from './network';

/** Tensors of a layer by part: `weight`, `bias`, `mean`, `variance`. */
export type Parts = Record<string, Float32Array>;

type Entry = { name: string; layer: Layer; inputs: string[]; shape: Shape; parts: Parts };

/** Over each kind of the union. */
type Bare<L> = L extends unknown ? Omit<L, 'name' | 'inputs'> : never;

/** A layer without its name and inputs. */
export type BareLayer = Bare<Layer>;

/** Puts layers one after the other into a graph, each with its inputs by name. */
export type GraphBuilder = {
  /** Adds a layer and gives its name and output. Throws why it does not fit, without its name. */
  add(layer: BareLayer, inputs: string[], hint?: string, parts?: Parts): { name: string; shape: Shape };
  /** Adds numbers to a layer's sums, where it is one of sums that has no bias yet; says whether it did. */
  takeBias(name: string, bias: Float32Array): boolean;
  /**
   * Normalises the input further: every value times `scale`, then plus `shift`, by channel; says whether it
   * could.
   */
  normalise(scale: Float32Array, shift: Float32Array): boolean;
  /** Whether the input was normalised by the graph. */
  isNormalised(): boolean;
  /** The network whose answer is the output of the layer `name`. */
  network(name: string): Network;
};

/** What a graph does to each channel of its input before all else: scale x + shift. */
type Affine = { scale: number[]; shift: number[] };

/**
 * Values up to this after scaling cannot be what a network is fed of numbers from 0 to 1: its input is bytes.
 */
const LEAST_SCALE = 0.1;
/**
 * A mean of bytes without a scale is at least this in every channel; less may be a number that was learned.
 */
const LEAST_BYTE_MEAN = 8;

const ALL_SIDES = [0, 1, 2, 3] as const;

/** A builder for a network that takes `input`. */
export function graphBuilder(input: InputShape): GraphBuilder {
  const entries: Entry[] = [];
  const byName = new Map<string, Entry>();
  const taken = new Set([INPUT_NAME]);
  const { channels } = input;
  let affine: Affine | null = null;

  const shapeOf = (name: string): Shape =>
    byName.get(name)?.shape ?? { channels, height: input.height, width: input.width };
  const unique = (wanted: string) => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    taken.add(name);
    return name;
  };

  return {
    add(bare, inputs, hint = '', parts = {}) {
      const name = unique(named(hint) || bare.kind);
      const layer = { ...bare, name, inputs } as Layer;
      const shape = outputShape(layer, inputs.map(shapeOf), 'it');
      const extents = [shape.channels, shape.height, shape.width];
      if (!extents.every((extent) => extent >= 1))
        throw new Error(`it would produce ${showShape(shape)} values`);
      const entry = { name, layer, inputs, shape, parts };
      entries.push(entry);
      byName.set(name, entry);
      return { name, shape };
    },
    takeBias(name, bias) {
      const entry = byName.get(name);
      if (!entry || (entry.layer.kind !== 'conv' && entry.layer.kind !== 'dense') || entry.layer.bias)
        return false;
      entry.layer = { ...entry.layer, bias: true };
      entry.parts = { ...entry.parts, bias };
      return true;
    },
    normalise(scale, shift) {
      if (!scale.every((value) => value > 0 && Number.isFinite(value)) || !shift.every(Number.isFinite))
        return false;
      const before = affine ?? { scale: new Array(channels).fill(1), shift: new Array(channels).fill(0) };
      affine = {
        scale: before.scale.map((value, c) => value * scale[c]),
        shift: before.shift.map((value, c) => value * scale[c] + shift[c]),
      };
      return true;
    },
    isNormalised: () => affine !== null && isNormalisation(affine),
    network(output) {
      const isFed = affine !== null && isNormalisation(affine);
      const all = affine === null || isFed ? entries : scaledFirst(entries, input, affine, unique('scale'));
      const kept = leadingTo(all, output);
      const layers = merged(kept);
      const architecture = {
        input: affine && isFed ? normalisedBy(input, affine) : input,
        layers: withNeededNames(layers),
      };
      const tensors = new Map<string, Float32Array>();
      for (const { name, parts } of layers) {
        for (const [part, values] of Object.entries(parts)) tensors.set(`${name}.${part}`, values);
      }
      return { architecture, tensors };
    },
  };
}

/**
 * Whether scale x + shift takes a mean away and divides by a deviation, of bytes or of numbers from 0 to 1. A
 * constant that is merely added is none: numbers from 0 to 1 come out the same with it as a layer.
 */
function isNormalisation(affine: Affine): boolean {
  const { scale, shift } = affine;
  const means = scale.map((value, c) => -shift[c] / value);
  if (scale.every((value) => value < LEAST_SCALE)) return means.every((mean) => mean >= 0 && mean <= 255);
  if (ofBytes(affine)) return means.every((mean) => mean >= LEAST_BYTE_MEAN && mean <= 255);
  return scale.every((value) => value > 1) && means.every((mean) => mean >= 0 && mean <= 1);
}

/** Whether x is the byte itself: where the scale says so, or a mean that no share of 255 reaches. */
function ofBytes({ scale, shift }: Affine): boolean {
  return scale.every((value) => value < LEAST_SCALE) || scale.some((value, c) => -shift[c] / value > 1);
}

/** x -> scale x + shift of x = (byte / 255 - mean) / std, as a mean and a deviation again. */
function normalisedBy(input: InputShape, affine: Affine): InputShape {
  const factor = affine.scale.map((value) => (ofBytes(affine) ? 255 * value : value));
  // The graph does to x what the input would: x itself is byte / 255.
  const mean = factor.map((value, c) => clean(-affine.shift[c] / value));
  return { ...input, mean, std: factor.map((value) => clean(1 / value)) };
}

/** The same graph with scale x + shift as its first layer, called `name`. */
function scaledFirst(
  entries: Entry[],
  { channels, height, width }: InputShape,
  { scale, shift }: Affine,
  name: string,
): Entry[] {
  const inputs = [INPUT_NAME];
  const first: Entry = {
    name,
    layer: { kind: 'scale', name, inputs, channels, bias: true },
    inputs,
    shape: { channels, height, width },
    parts: { weight: Float32Array.from(scale), bias: Float32Array.from(shift) },
  };
  const moved = entries.map((entry): Entry => {
    const own = entry.inputs.map((each) => (each === INPUT_NAME ? name : each));
    return { ...entry, inputs: own, layer: { ...entry.layer, inputs: own } };
  });
  return [first, ...moved];
}

/** A float32 as the decimal it was: 0.229, not 0.2290000021457672. */
function clean(value: number): number {
  return Number(value.toPrecision(7)) + 0;
}

/** Only the layers that the output depends on. */
function leadingTo(entries: Entry[], output: string): Entry[] {
  const needed = new Set([output]);
  const kept: Entry[] = [];
  for (let at = entries.length - 1; at >= 0; at--) {
    if (!needed.has(entries[at].name)) continue;
    for (const name of entries[at].inputs) needed.add(name);
    kept.push(entries[at]);
  }
  return kept.reverse();
}

/** Two layers that are one here: zeros around a convolution's input, x times a gate of x. */
function merged(entries: Entry[]): Entry[] {
  const readers = new Map<string, number>();
  for (const { inputs } of entries)
    for (const name of inputs) readers.set(name, (readers.get(name) ?? 0) + 1);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const gone = new Set<string>();
  const list = entries.map((entry): Entry => {
    const { layer, inputs } = entry;
    if (layer.kind === 'conv') {
      const before = byName.get(inputs[0]);
      if (before?.layer.kind !== 'pad' || (before.layer.value ?? 0) !== 0 || readers.get(before.name) !== 1)
        return entry;
      gone.add(before.name);
      const [own, more] = [sidesOf(layer.padding), sidesOf(before.layer.padding)];
      const sides = ALL_SIDES.map((side) => own[side] + more[side]);
      const padding = simplest(sides as [number, number, number, number]);
      return { ...entry, inputs: before.inputs, layer: { ...layer, padding } };
    }
    if (layer.kind === 'multiply' && inputs.length === 2) {
      const [gate, value] = byName.get(inputs[0])?.inputs[0] === inputs[1] ? inputs : [inputs[1], inputs[0]];
      const before = byName.get(gate);
      if (before?.inputs[0] !== value || readers.get(gate) !== 1) return entry;
      const kind = gateKind(before.layer);
      if (!kind) return entry;
      gone.add(gate);
      return { ...entry, inputs: [value], layer: { kind, name: entry.name } };
    }
    return entry;
  });
  return list.filter(({ name }) => !gone.has(name));
}

function gateKind(gate: Layer): 'silu' | 'hardSwish' | null {
  if (gate.kind === 'sigmoid') return 'silu';
  const isSixth = gate.kind === 'hardSigmoid' && Math.abs(gate.slope - 1 / 6) < 1e-6 && gate.offset === 0.5;
  return isSixth ? 'hardSwish' : null;
}

/** One number for all sides where they are equal, else one for each. */
export function simplest(sides: [number, number, number, number]): number | [number, number, number, number] {
  return sides.every((side) => side === sides[0]) ? sides[0] : sides;
}

/**
 * Layers with the names and inputs that they need: inputs where it is not the layer before, names where it
 * has tensors or is taken so.
 */
function withNeededNames(entries: Entry[]): Layer[] {
  const isNext = ({ inputs }: Entry, at: number) =>
    inputs.length === 1 && inputs[0] === (at === 0 ? INPUT_NAME : entries[at - 1].name);
  const taken = new Set(entries.flatMap((entry, at) => (isNext(entry, at) ? [] : entry.inputs)));
  return entries.map((entry, at): Layer => {
    const { name, inputs, ...layer } = { ...entry.layer, name: entry.name, inputs: entry.inputs };
    const keepsName = taken.has(name) || kindOf(entry.layer).named === true;
    return { ...layer, ...(keepsName && { name }), ...(!isNext(entry, at) && { inputs }) } as Layer;
  });
}
