/** Which layer takes what: an architecture's layers with their inputs found and their shapes worked out. */
import type { Architecture } from './architecture';
import { type Shape, showShape } from './layers/kind';
import { isKnown, kindOf, type Layer } from './layers/registry';

/** The name by which layers take the network's input. */
export const INPUT_NAME = 'input';

/** A layer in its place. */
export type GraphNode = {
  layer: Layer;
  /** Numbers of the layers that it takes, each smaller than its own; -1 is the network's input. */
  inputs: number[];
  inputShapes: Shape[];
  shape: Shape;
  /** Multiply-adds for one image, counted as if every weight were there. */
  multiplyAdds: number;
  /** Numbers of the layers that take this one, ascending. */
  readers: number[];
};

/** A layer as error sentences call it. */
function titleOf(layer: { kind: string; name?: string }, index: number): string {
  return `Layer ${index} (${layer.kind}${layer.name === undefined ? '' : ` "${layer.name}"`})`;
}

/** A value's extent; -1 is the network's input. */
export function valueShape({ input }: Architecture, nodes: readonly GraphNode[], value: number): Shape {
  if (value >= 0) return nodes[value].shape;
  return { channels: input.channels, height: input.height, width: input.width };
}

/**
 * The numbers of the layers that a layer takes. Throws one sentence that begins with `where` when it names
 * one that is not there.
 */
function inputsOf(layer: Layer, index: number, byName: ReadonlyMap<string, number>, where: string): number[] {
  if (layer.kind === 'add' && layer.from !== undefined) {
    if (layer.inputs) throw new Error(`${where} has both "inputs" and "from".`);
    if (!Number.isInteger(layer.from) || layer.from < 0 || layer.from >= index) {
      throw new Error(`${where} adds layer ${layer.from}, which does not come before it.`);
    }
    return [index - 1, layer.from];
  }
  const inputs = layer.inputs?.map((name) => {
    const found = name === INPUT_NAME ? -1 : byName.get(name);
    if (found === undefined)
      throw new Error(`${where} takes "${name}", and no layer before it has that name.`);
    return found;
  }) ?? [index - 1];
  const many = kindOf(layer).takes === 'many';
  if (many ? inputs.length < 2 : inputs.length !== 1) {
    throw new Error(
      `${where} takes ${inputs.length} values, where ${many ? 'two or more are' : 'one is'} needed.`,
    );
  }
  return inputs;
}

function nodesOf(architecture: Architecture): GraphNode[] {
  const nodes: GraphNode[] = [];
  const byName = new Map<string, number>();
  architecture.layers.forEach((layer, index) => {
    const where = titleOf(layer, index);
    if (!isKnown(layer)) throw new Error(`${where} is of a kind that no device can run.`);
    const inputs = inputsOf(layer, index, byName, where);
    const inputShapes = inputs.map((value) => valueShape(architecture, nodes, value));
    const kind = kindOf(layer);
    const shape = outputShape(layer, inputShapes, where);
    const extents = [shape.channels, shape.height, shape.width];
    if (!extents.every((extent) => Number.isInteger(extent) && extent >= 1)) {
      throw new Error(`${where} would produce ${showShape(shape)} values.`);
    }
    if (layer.kind === 'softmax' && index !== architecture.layers.length - 1) {
      throw new Error(`${where} is not the last layer, and only the last may be a softmax.`);
    }
    const multiplyAdds = kind.multiplyAdds?.(layer, inputShapes, shape) ?? 0;
    nodes.push({ layer, inputs, inputShapes, shape, multiplyAdds, readers: [] });
    for (const value of new Set(inputs)) nodes[value]?.readers.push(index);
    if (layer.name === INPUT_NAME || (layer.name !== undefined && byName.has(layer.name))) {
      throw new Error(`${where} has a name that is taken.`);
    }
    if (layer.name !== undefined) byName.set(layer.name, index);
  });
  return nodes;
}

const known = new WeakMap<Architecture, GraphNode[]>();

/** The layers in their places. One error, naming the layer, for the first that does not fit. */
export function graphOf(architecture: Architecture): readonly GraphNode[] {
  const nodes = known.get(architecture) ?? nodesOf(architecture);
  known.set(architecture, nodes);
  return nodes;
}

/** The output shape of one layer; an error that begins with `where` when its inputs do not fit. */
export function outputShape(layer: Layer, inputs: Shape[], where: string): Shape {
  try {
    return kindOf(layer).shape(layer, inputs);
  } catch (error) {
    throw new Error(`${where}${(error as Error).message}.`);
  }
}

/** The output shape of every layer; one error, naming the layer, for the first that does not fit. */
export function layerShapes(architecture: Architecture): Shape[] {
  return graphOf(architecture).map(({ shape }) => shape);
}
