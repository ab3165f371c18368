import { asList, asRecord, asText, inside, named, type Place, parseJson, unexpected } from '../check';
import { assembleNetwork, inputShape, type Normalisation, type Operation } from './assemble';
import type { Network } from './network';
import { kerasConverter } from './tfjsLayers';
import type { Config, KerasLayer } from './tfjsSettings';
import { readTfjsWeights } from './tfjsWeights';

/**
 * The network in a TensorFlow.js layers model: `model.json` as text, and its shards by file name. What each
 * layer is here stands in `tfjsLayers.ts`; what else the model has is named in one error, layer by layer.
 * `normalisation` is what is done to images before they go in, where no layer of the model does it.
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
  const convert = kerasConverter(weights);
  const operations = layers.map(
    (layer): Operation => ({
      title: `${named(layer.kind)} "${named(layer.name)}"`,
      inputs: layer.inputs,
      outputs: [layer.name],
      run: ({ builder, view }) => [convert(layer, builder, () => layer.inputs.map(view))],
    }),
  );
  return assembleNetwork({ ...input, layout: 'last', name: INPUT }, operations, output, file);
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
  const ins = layers.filter((layer) => layer.kind === 'InputLayer');
  if (ins.length > 1)
    throw unexpected(
      inside(at, 'layers'),
      'layers with one input',
      ins.map(({ name }) => name),
    );
  for (const layer of ins) layer.inputs = [INPUT];
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
    for (const layer of ready) {
      ordered.push(layer);
      done.add(layer.name);
    }
    left = left.filter(({ name }) => !done.has(name));
  }
  return ordered;
}
