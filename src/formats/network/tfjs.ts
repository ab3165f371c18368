import type { Shape } from '../../model/layers/kind';
import { asList, asRecord, asText, inside, named, type Place, parseJson, unexpected } from '../check';
import {
  assembleNetwork,
  type Built,
  inputShape,
  type Network,
  type Normalisation,
  type Operation,
  type Step,
  samePadding,
  uniqueNames,
} from './assemble';
import { transposed } from './onnx';
import { readTfjsWeights, type Weight } from './tfjsWeights';

type Config = Record<string, unknown>;
type KerasLayer = { kind: string; name: string; config: Config; inputs: string[] };

/** Layers that change nothing when a network is asked, not trained. */
const PASSING = [
  'Dropout',
  'SpatialDropout2D',
  'GaussianNoise',
  'GaussianDropout',
  'AlphaDropout',
  'ActivityRegularization',
];

/**
 * The network in a TensorFlow.js layers model: `model.json` as text, and its shards by file name. Layers: Conv2D, BatchNormalization, ReLU,
 * Activation, pooling, Add, Flatten, Dense, ZeroPadding2D; dropout is passed over, a last softmax dropped. What else it has is named in one
 * error, layer by layer. `normalisation` is what is done to images before they go in; the file does not say.
 */
export function readTfjsNetwork(
  text: string,
  shards: Map<string, Uint8Array>,
  file: string,
  options: { normalisation?: Normalisation } = {},
): Network {
  const root: Place = { file, path: '' };
  const document = asRecord(parseJson(text, file), root);
  if (document.format !== undefined && document.format !== 'layers-model') {
    throw unexpected(
      inside(root, 'format'),
      '"layers-model" (a graph model has no layers; convert the Keras model)',
      document.format,
    );
  }
  const weights = readTfjsWeights(document, shards, root);
  const topology = asRecord(document.modelTopology, inside(root, 'modelTopology'));
  const model =
    topology.model_config === undefined
      ? topology
      : asRecord(topology.model_config, inside(root, 'modelTopology.model_config'));
  const { layers, output } = readLayers(model, inside(root, 'modelTopology'));
  const batchShape = layers[0].config.batch_input_shape ?? layers[0].config.batch_shape;
  const extents = asList(
    batchShape,
    inside(root, `batch_input_shape of ${named(layers[0].name)}`),
    (value) => value,
  );
  const [, height, width, channels] = extents;
  const whole = (value: unknown): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value > 0;
  if (extents.length !== 4 || !whole(height) || !whole(width) || !whole(channels)) {
    throw new Error(
      `${file}: expected an input of height x width x channels with fixed extents, got ${extents
        .slice(1)
        .map((value) => named(`${value}`))
        .join(' x ')}.`,
    );
  }
  const input = inputShape({ channels, height, width }, options.normalisation, file);
  const unique = uniqueNames();
  const operations = layers.map(
    (layer): Operation => ({
      title: `${named(layer.kind)} "${named(layer.name)}"`,
      inputs: layer.inputs,
      output: layer.name,
      step: layer.kind === 'InputLayer' ? { kind: 'pass' } : convert(layer, weights, unique),
    }),
  );
  return assembleNetwork(input, INPUT, operations, output, file);
}

/** The name of the value that comes in; Keras calls its layers by words. */
const INPUT = '\u0000input';

function readLayers(model: Config, place: Place): { layers: KerasLayer[]; output: string } {
  const kind = asText(model.class_name, inside(place, 'class_name'));
  const at = inside(place, 'config');
  if (!['Sequential', 'Functional', 'Model'].includes(kind)) {
    throw unexpected(inside(place, 'class_name'), 'Sequential, Functional or Model', kind);
  }
  const isList = Array.isArray(model.config);
  const config = isList ? {} : asRecord(model.config, at);
  const list = isList ? model.config : config.layers;
  const layers = asList(list, inside(at, 'layers'), (value, where): KerasLayer => {
    const layer = asRecord(value, where);
    const own = asRecord(layer.config, inside(where, 'config'));
    const name = asText(own.name ?? layer.name, inside(where, 'name'));
    return {
      kind: asText(layer.class_name, inside(where, 'class_name')),
      name,
      config: own,
      inputs: inboundOf(layer, where),
    };
  });
  if (layers.length === 0) throw unexpected(inside(at, 'layers'), 'a list of at least one layer', []);
  const names = new Set(layers.map(({ name }) => name));
  if (names.size < layers.length) throw unexpected(inside(at, 'layers'), 'layers with different names', list);
  if (kind === 'Sequential') {
    layers.forEach((layer, index) => {
      layer.inputs = [index === 0 ? INPUT : layers[index - 1].name];
    });
    return { layers, output: layers[layers.length - 1].name };
  }
  for (const layer of layers) if (layer.kind === 'InputLayer') layer.inputs = [INPUT];
  const wanted = inside(at, 'output_layers');
  const outputs = asList(config.output_layers, wanted, (value) => value);
  // Keras writes [["dense", 0, 0]], or ["dense", 0, 0] where there is one.
  const first =
    typeof outputs[0] === 'string'
      ? outputs
      : outputs.length === 1 && Array.isArray(outputs[0])
        ? outputs[0]
        : null;
  if (!first) throw unexpected(wanted, 'one output', outputs);
  return { layers: inOrder(layers), output: asText(first[0], inside(wanted, 0)) };
}

/** Names of the layers that a layer takes, of `[[["conv1", 0, 0, {}], ...]]`. */
function inboundOf(layer: Config, place: Place): string[] {
  const nodes = layer.inbound_nodes;
  if (nodes === undefined || (Array.isArray(nodes) && nodes.length === 0)) return [];
  const at = inside(place, 'inbound_nodes');
  if (!Array.isArray(nodes) || nodes.length !== 1 || !Array.isArray(nodes[0])) {
    throw unexpected(at, 'one use of the layer, as Keras 2 writes it', nodes);
  }
  return nodes[0].map((from: unknown, index: number) =>
    asText(Array.isArray(from) ? from[0] : undefined, inside(at, index)),
  );
}

/** Layers after those that they take, else as in the file. */
function inOrder(layers: KerasLayer[]): KerasLayer[] {
  const ordered: KerasLayer[] = [];
  const done = new Set([INPUT]);
  let left = layers;
  while (left.length > 0) {
    const ready = left.filter(({ inputs }) => inputs.every((name) => done.has(name)));
    if (ready.length === 0) return [...ordered, ...left];
    // One at a time where branches meet would be as good: only chains and earlier layers can be assembled.
    for (const layer of ready) {
      ordered.push(layer);
      done.add(layer.name);
    }
    left = left.filter(({ name }) => !done.has(name));
  }
  return ordered;
}

/** Weights whose name ends so, within scopes of names; of several the one within the fewest, where that is one. */
function bySuffix(weights: Map<string, Weight>, suffix: string): Weight | undefined {
  const found = [...weights.keys()].filter((key) => key.endsWith(suffix));
  const depth = (key: string) => key.split('/').length;
  const least = Math.min(...found.map(depth));
  const nearest = found.filter((key) => depth(key) === least);
  if (nearest.length > 1) throw new Error(`weights of several names: ${nearest.map(named).join(', ')}`);
  return weights.get(nearest[0] ?? '');
}

function convert(
  { kind, name, config, inputs }: KerasLayer,
  weights: Map<string, Weight>,
  unique: ReturnType<typeof uniqueNames>,
): Step {
  const weight = (part: string, axes: number): Weight => {
    const found = weights.get(`${name}/${part}`) ?? bySuffix(weights, `/${name}/${part}`);
    if (!found) throw new Error(`without weights "${part}"`);
    if (found.shape.length !== axes) throw new Error(`"${part}" of ${found.shape.length} axes`);
    return found;
  };
  const layers = (of: (shape: Shape, flattened: boolean) => Built[]): Step => ({ kind: 'layers', of });
  try {
    if (config.data_format !== undefined && config.data_format !== 'channels_last')
      throw new Error('channels first');
    switch (kind) {
      case 'Conv2D':
        return activated(
          convolution(
            config,
            weight('kernel', 4),
            config.use_bias === false ? null : weight('bias', 1),
            unique(name, 'conv'),
          ),
          config,
        );
      case 'Dense':
        return activated(
          dense(
            weight('kernel', 2),
            config.use_bias === false ? null : weight('bias', 1),
            unique(name, 'dense'),
          ),
          config,
        );
      case 'BatchNormalization': {
        const mean = weight('moving_mean', 1).values;
        const channels = mean.length;
        const axis = Array.isArray(config.axis) ? config.axis[0] : (config.axis ?? -1);
        if (axis !== -1 && axis !== 3 && axis !== 1) throw new Error(`along axis ${axis}`);
        const layer = {
          kind: 'batchNorm' as const,
          name: unique(name, 'norm'),
          channels,
          epsilon: Number(config.epsilon ?? 1e-3),
        };
        const tensors = {
          weight: config.scale === false ? new Float32Array(channels).fill(1) : weight('gamma', 1).values,
          bias: config.center === false ? new Float32Array(channels) : weight('beta', 1).values,
          mean,
          variance: weight('moving_variance', 1).values,
        };
        return layers((shape) => {
          if (axis === 1 && (shape.height !== 1 || shape.width !== 1)) throw new Error('along axis 1');
          return [{ layer, tensors }];
        });
      }
      case 'ReLU':
        if (config.max_value != null || config.negative_slope || config.threshold)
          throw new Error('with a limit, slope or threshold');
        return layers(() => [{ layer: { kind: 'relu' } }]);
      case 'Activation':
        return activated({ kind: 'pass' }, config);
      case 'Softmax':
        return { kind: 'softmax', axis: Number(config.axis ?? -1) };
      case 'MaxPooling2D':
      case 'AveragePooling2D':
        return layers(pool(kind === 'MaxPooling2D' ? 'maxPool' : 'averagePool', config));
      case 'GlobalAveragePooling2D':
        return layers(() => [{ layer: { kind: 'globalAverage' } }]);
      case 'Add':
        if (inputs.length !== 2) throw new Error(`of ${inputs.length} values`);
        return { kind: 'add' };
      case 'Flatten':
        return { kind: 'flatten' };
      case 'ZeroPadding2D': {
        const sides = [config.padding ?? 1].flat(2).map(Number);
        if (sides.some((side) => side !== sides[0]) || !Number.isInteger(sides[0]) || sides[0] < 0) {
          throw new Error(`padding ${sides.map(String).map(named).join(', ')}`);
        }
        return { kind: 'pad', amount: sides[0] };
      }
      default:
        return PASSING.includes(kind) ? { kind: 'pass' } : { kind: 'unsupported', reason: 'not supported' };
    }
  } catch (error) {
    return { kind: 'unsupported', reason: (error as Error).message };
  }
}

/** A step followed by the activation that its layer's settings name. */
function activated(step: Step, { activation = 'linear' }: Config): Step {
  if (activation === 'linear') return step;
  if (activation === 'softmax' && step.kind === 'pass') return { kind: 'softmax', axis: -1 };
  if (activation === 'softmax' && step.kind === 'layers') return { ...step, softmax: true };
  if (activation !== 'relu') throw new Error(`activation ${named(`${activation}`)}`);
  const before = step.kind === 'layers' ? step.of : () => [];
  return {
    kind: 'layers',
    of: (shape, flattened) => [...before(shape, flattened), { layer: { kind: 'relu' } }],
  };
}

function pair(value: unknown, fallback: number, what: string): [number, number] {
  const values = [value ?? fallback].flat().map(Number);
  const [a, b = a] = values;
  if (!Number.isInteger(a) || !Number.isInteger(b) || a < 1 || b < 1)
    throw new Error(`${what} ${values.map(String).join(' x ')}`);
  return [a, b];
}

function equalPair(value: unknown, fallback: number, what: string): number {
  const [a, b] = pair(value, fallback, what);
  if (a !== b) throw new Error(`${what} ${a} x ${b}`);
  return a;
}

function convolution(config: Config, kernel: Weight, bias: Weight | null, name: string): Step {
  const [height, width, input, output] = kernel.shape;
  const groups = config.groups ?? 1;
  if (groups !== 1) throw new Error(`${named(`${groups}`)} groups`);
  if (equalPair(config.dilation_rate, 1, 'dilations') !== 1) throw new Error('dilations');
  const stride = equalPair(config.strides, 1, 'strides');
  const padding = config.padding ?? 'valid';
  if (padding !== 'valid' && padding !== 'same') throw new Error(`padding ${named(`${padding}`)}`);
  const weight = new Float32Array(kernel.values.length);
  let from = 0;
  for (let tap = 0; tap < height * width; tap++) {
    for (let i = 0; i < input; i++) {
      for (let o = 0; o < output; o++) weight[(o * input + i) * height * width + tap] = kernel.values[from++];
    }
  }
  const of = (shape: Shape): Built[] => {
    const sides = padding === 'same' ? samePadding(shape, [height, width], stride) : 0;
    const layer = {
      kind: 'conv' as const,
      name,
      input,
      output,
      kernel: [height, width] as [number, number],
      stride,
      padding: sides,
      bias: bias !== null,
    };
    return [{ layer, tensors: bias ? { weight, bias: bias.values } : { weight } }];
  };
  return { kind: 'layers', of };
}

/** Keras flattens rows, columns, channels; here channels come first. */
function dense(kernel: Weight, bias: Weight | null, name: string): Step {
  const [input, output] = kernel.shape;
  const rows = transposed(kernel.values, input, output);
  const of = ({ channels, height, width }: Shape, flattened: boolean): Built[] => {
    const area = height * width;
    if (area > 1 && !flattened) throw new Error('on every pixel; flatten first');
    const weight = area > 1 && input === channels * area ? new Float32Array(rows.length) : rows;
    if (weight !== rows) {
      for (let o = 0; o < output; o++) {
        for (let pixel = 0; pixel < area; pixel++) {
          for (let c = 0; c < channels; c++)
            weight[o * input + c * area + pixel] = rows[o * input + pixel * channels + c];
        }
      }
    }
    const layer = { kind: 'dense' as const, name, input, output, bias: bias !== null };
    return [{ layer, tensors: bias ? { weight, bias: bias.values } : { weight } }];
  };
  return { kind: 'layers', of };
}

function pool(kind: 'maxPool' | 'averagePool', config: Config) {
  const size = equalPair(config.pool_size, 2, 'a window of');
  const stride = equalPair(config.strides, size, 'strides');
  return (shape: Shape): Built[] => {
    const sides = config.padding === 'same' ? samePadding(shape, [size, size], stride) : 0;
    if (sides !== 0) throw new Error(`padding ${sides}`);
    return [{ layer: { kind, size, stride } }];
  };
}
