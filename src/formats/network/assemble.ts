import type { Architecture, InputShape, Layer } from '../../model/architecture';
import { outputShape } from '../../model/graph';
import { type Shape, showShape } from '../../model/layers/kind';
import { named } from '../check';

/** One network: its architecture, and its tensors by name (`conv1.weight`), as in a population of one. */
export type Network = { architecture: Architecture; tensors: Map<string, Float32Array> };

/** A layer and its tensors by part (`weight`, `bias`, `mean`, `variance`). */
export type Built = { layer: Layer; tensors?: Record<string, Float32Array> };

/** What an operation of an imported network does, in our terms. */
export type Step =
  | {
      kind: 'layers';
      /** Told the extent of what comes in, and whether it was flattened; throws why the layer does not run here. */
      of(input: Shape, flattened: boolean): Built[];
      /** Whether a softmax follows, as the last thing. */
      softmax?: boolean;
    }
  | { kind: 'add' | 'pass' | 'flatten' }
  /** Probabilities along an axis, which has to be that of the classes. */
  | { kind: 'softmax'; axis: number }
  /** Zeros on all sides, which the convolution that follows takes in. */
  | { kind: 'pad'; amount: number }
  /** A constant for each output of the layer before, of a shape that is repeated from the right. */
  | { kind: 'bias'; values: Float32Array; shape: number[] }
  | { kind: 'unsupported'; reason: string };

/** An operation on named values, in the order of computing. `inputs` are computed values only, not weights. */
export type Operation = { title: string; inputs: string[]; output: string; step: Step };

const MOST_NAMED = 12;
/** What a file may claim of its input. */
const MOST_CHANNELS = 64;
const MOST_PIXELS = 4096;

/**
 * A chain of layers from the operations that lead to the value `output`. An architecture here is a list in which every layer takes what the one
 * before it gives, and additions an earlier layer's output besides. All operations that do not fit are named in one error.
 */
export function assembleNetwork(
  input: InputShape,
  inputName: string,
  operations: Operation[],
  output: string,
  file: string,
): Network {
  const problems: string[] = [];
  const layers: Layer[] = [];
  const tensors = new Map<string, Float32Array>();
  const shapes: Shape[] = [];
  const layerOf = new Map([[inputName, -1]]);
  let shape: Shape = { channels: input.channels, height: input.height, width: input.width };
  let flattened = false;
  let padding = 0;
  let softmax = false;
  let lost = false;

  const append = ({ layer, tensors: parts = {} }: Built) => {
    if (padding > 0 && layer.kind !== 'conv') throw new Error('padding that no convolution follows');
    const own = layer.kind === 'conv' ? { ...layer, padding: Number(layer.padding) + padding } : layer;
    padding = 0;
    const isSpatial = own.kind === 'conv' || own.kind === 'maxPool' || own.kind === 'averagePool';
    if (flattened && isSpatial) throw new Error('works on rows and columns after they were flattened');
    const other = own.kind === 'add' ? shapes[own.from ?? 0] : undefined;
    shape = outputShape(own, other ? [shape, other] : [shape], 'it');
    if (shape.height < 1 || shape.width < 1) throw new Error(`it would produce ${showShape(shape)} values`);
    layers.push(own);
    shapes.push(shape);
    if ('name' in own)
      for (const [part, values] of Object.entries(parts)) tensors.set(`${own.name}.${part}`, values);
  };
  const run = ({ inputs, step }: Operation) => {
    const last = layers.length - 1;
    const places = inputs.map((name) => layerOf.get(name));
    if (places.includes(undefined))
      throw new Error(`needs the value ${named(inputs[places.indexOf(undefined)])}, which nothing gives`);
    if (step.kind === 'add') {
      const [a, b] = places as number[];
      if (places.length !== 2 || (a !== last && b !== last)) {
        throw new Error(
          'adds values of two branches; one may be an earlier layer, the other must be the one before',
        );
      }
      const from = a === last ? b : a;
      if (from < 0) throw new Error('adds the input itself');
      append({ layer: { kind: 'add', from } });
      return;
    }
    if (places.length !== 1 || places[0] !== last) {
      throw new Error('takes the output of an earlier layer; only additions may');
    }
    if (softmax && step.kind !== 'pass' && step.kind !== 'softmax') throw new Error('comes after a softmax');
    if (step.kind === 'layers') {
      const padded = { ...shape, height: shape.height + 2 * padding, width: shape.width + 2 * padding };
      step.of(padded, flattened).forEach(append);
      softmax = step.softmax ?? false;
    } else if (step.kind === 'flatten') flattened = true;
    else if (step.kind === 'softmax') {
      const isFlat = flattened || layers[last]?.kind === 'dense';
      if (step.axis !== 1 && !(isFlat && step.axis === -1)) throw new Error(`along axis ${step.axis}`);
      softmax = true;
    } else if (step.kind === 'pad') padding += step.amount;
    else if (step.kind === 'bias') {
      const layer = layers[last];
      if (
        !layer ||
        (layer.kind !== 'conv' && layer.kind !== 'dense') ||
        layer.bias ||
        step.values.length !== layer.output
      ) {
        throw new Error('adds a constant to something else than the sums of a layer without bias');
      }
      // Channels are followed by rows and columns, unless these are gone.
      const trailing = layer.kind === 'conv' ? 2 : 0;
      const ends = step.shape.slice(step.shape.length - trailing);
      const leads = step.shape.slice(0, Math.max(0, step.shape.length - trailing - 1));
      if (ends.length !== trailing || ![...ends, ...leads].every((extent) => extent === 1)) {
        throw new Error(`adds a constant of ${step.shape.join(' x ')} values, not one a channel`);
      }
      layers[last] = { ...layer, bias: true };
      tensors.set(`${layer.name}.bias`, step.values);
      // What the layer gave before is not there any more, under whatever name.
      for (const [name, place] of layerOf) if (place === last) layerOf.delete(name);
    }
  };

  for (const operation of leadingTo(operations, output)) {
    const { title, step } = operation;
    if (step.kind === 'unsupported') {
      problems.push(`${title} (${step.reason})`);
      lost = true;
    } else if (!lost) {
      try {
        run(operation);
      } catch (error) {
        problems.push(`${title} (${(error as Error).message.replace(/\.$/, '')})`);
        lost = true;
      }
    }
    layerOf.set(operation.output, layers.length - 1);
  }
  if (problems.length > 0) {
    const shown = problems.slice(0, MOST_NAMED).join('; ');
    const rest = problems.length > MOST_NAMED ? `; and ${problems.length - MOST_NAMED} more` : '';
    throw new Error(
      `${file}: expected a network of layers that run here, got ${problems.length === 1 ? 'one' : problems.length} that ${problems.length === 1 ? 'does' : 'do'} not: ${shown}${rest}.`,
    );
  }
  if (layers.length === 0 || layerOf.get(output) !== layers.length - 1 || padding > 0) {
    throw new Error(
      `${file}: expected a network whose last layer gives its output, got ${layers.length} layers before it.`,
    );
  }
  if (shape.height !== 1 || shape.width !== 1) {
    throw new Error(`${file}: expected one value a class from the last layer, got ${showShape(shape)}.`);
  }
  return { architecture: { input, layers }, tensors };
}

/** Only the operations that a value depends on. */
function leadingTo(operations: Operation[], output: string): Operation[] {
  const needed = new Set([output]);
  const kept: Operation[] = [];
  for (let i = operations.length - 1; i >= 0; i--) {
    if (!needed.has(operations[i].output)) continue;
    for (const name of operations[i].inputs) needed.add(name);
    kept.push(operations[i]);
  }
  return kept.reverse();
}

/** What networks are fed: x = (byte / 255 - mean) / std for each channel. */
export type Normalisation = { mean: number[]; std: number[] };

/** The input of a network of the given extent; without `normalisation` it is fed bytes / 255. */
export function inputShape(shape: Shape, normalisation: Normalisation | undefined, file: string): InputShape {
  if (shape.channels > MOST_CHANNELS || shape.height > MOST_PIXELS || shape.width > MOST_PIXELS) {
    throw new Error(
      `${file}: expected images of at most ${MOST_CHANNELS} channels and ${MOST_PIXELS} x ${MOST_PIXELS} pixels, got ${showShape(shape)}.`,
    );
  }
  const { mean, std } = normalisation ?? {
    mean: new Array<number>(shape.channels).fill(0),
    std: new Array<number>(shape.channels).fill(1),
  };
  if (mean.length !== shape.channels || std.length !== shape.channels || !std.every((value) => value > 0)) {
    throw new Error(
      `${file}: expected a mean and a deviation above 0 for each of ${shape.channels} channels, got ${mean.length} and ${std.length}.`,
    );
  }
  return { ...shape, mean, std };
}

/** Gives every layer a name of its own: the one it has, else `fallback` and a number. */
export function uniqueNames(): (name: string, fallback: string) => string {
  const taken = new Set<string>();
  return (name, fallback) => {
    const wanted = named(name) || fallback;
    let unique = wanted;
    for (let number = 2; taken.has(unique); number++) unique = `${wanted}_${number}`;
    taken.add(unique);
    return unique;
  };
}

/** Padding of one size for windows that are to give ceil(extent / stride) values; throws where it would differ by side. */
export function samePadding(input: Shape, kernel: [number, number], stride: number): number {
  const total = ([input.height, input.width] as const).map((extent, axis) =>
    Math.max(0, (Math.ceil(extent / stride) - 1) * stride + kernel[axis] - extent),
  );
  if (total[0] !== total[1] || total[0] % 2 !== 0) {
    throw new Error(`padding "same" that differs by side: ${total[0]} rows and ${total[1]} columns in all`);
  }
  return total[0] / 2;
}
