/** What a network is made of, layer by layer, in plain numbers: for the command line and the page. */
import { type Architecture, isPrunable, kernelSize, prunableLayers } from './architecture';
import { graphOf, INPUT_NAME } from './graph';
import { kindOf, layerWords } from './layers/registry';
import { sizeOf } from './sizeOf';

/** One layer in its place. */
type LayerSummary = {
  index: number;
  /** What other layers call it: its name, or # and its number. */
  name: string;
  kind: string;
  /** What people call it: "convolution 3 x 3, stride 2". */
  words: string;
  inputs: string[];
  /** Channels, rows, columns. */
  shape: [channels: number, height: number, width: number];
  /** All its numbers: kernel, bias, statistics. */
  parameters: number;
  /** Those of its kernel, which pruning may remove. */
  weights: number;
  /** For one image. */
  multiplyAdds: number;
};

/**
 * A network in numbers. Memory is of float32: the weights of one network, and the values of one image that
 * are held at once.
 */
export type NetworkSummary = {
  layers: LayerSummary[];
  classes: number;
  weights: number;
  parameters: number;
  multiplyAdds: number;
  memory: { weightBytes: number; activationBytesPerImage: number };
};

/** Summarises an architecture. */
export function summariseNetwork(architecture: Architecture): NetworkSummary {
  const nodes = graphOf(architecture);
  const callOf = (value: number) => (value < 0 ? INPUT_NAME : (nodes[value].layer.name ?? `#${value}`));
  const layers = nodes.map(({ layer, inputs, shape, multiplyAdds }, index): LayerSummary => {
    const tensors = Object.values(kindOf(layer).tensors?.(layer) ?? {});
    return {
      index,
      name: layer.name ?? `#${index}`,
      kind: layer.kind,
      words: layerWords(layer),
      inputs: inputs.map(callOf),
      shape: [shape.channels, shape.height, shape.width],
      parameters: tensors.reduce((sum, extents) => sum + sizeOf(extents), 0),
      weights: isPrunable(layer) ? kernelSize(layer) : 0,
      multiplyAdds,
    };
  });
  const sum = (of: (layer: LayerSummary) => number) => layers.reduce((all, layer) => all + of(layer), 0);
  const parameters = sum((layer) => layer.parameters);
  return {
    layers,
    classes: layers[layers.length - 1].shape[0],
    weights: prunableLayers(architecture).reduce((all, layer) => all + kernelSize(layer), 0),
    parameters,
    multiplyAdds: sum((layer) => layer.multiplyAdds),
    memory: { weightBytes: 4 * parameters, activationBytesPerImage: 4 * mostHeld(architecture) },
  };
}

/**
 * The most values of one image that are needed at once: a layer's output stays until the last layer that
 * takes it.
 */
function mostHeld(architecture: Architecture): number {
  const nodes = graphOf(architecture);
  const { channels, height, width } = architecture.input;
  const sizes = nodes.map(({ shape }) => shape.channels * shape.height * shape.width);
  const lastUse = nodes.map(({ readers }, index) => readers[readers.length - 1] ?? index);
  const inputUse = Math.max(...nodes.flatMap(({ inputs }, index) => (inputs.includes(-1) ? [index] : [])), 0);
  let most = 0;
  nodes.forEach((_, index) => {
    let held = inputUse >= index ? channels * height * width : 0;
    for (let before = 0; before <= index; before++) if (lastUse[before] >= index) held += sizes[before];
    most = Math.max(most, held);
  });
  return most;
}
