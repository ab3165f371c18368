import type { Architecture, Layer } from './architecture';

/** The extent of one image's activations. */
export type Shape = { channels: number; height: number; width: number };

function titleOf(layer: Layer, index: number): string {
  const name = 'name' in layer ? ` "${layer.name}"` : '';
  return `Layer ${index} (${layer.kind}${name})`;
}

/** A shape as error sentences say it. */
export function showShape(shape: Shape): string {
  return `${shape.channels} x ${shape.height} x ${shape.width}`;
}

/** Whether two activations have the same extent. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.channels === b.channels && a.height === b.height && a.width === b.width;
}

const whole = (value: number, least: number) => Number.isInteger(value) && value >= least;

function convolve(layer: Layer & { kind: 'conv' }, input: Shape, where: string): Shape {
  const [kernelHeight, kernelWidth] = layer.kernel;
  if (
    !whole(kernelHeight, 1) ||
    !whole(kernelWidth, 1) ||
    !whole(layer.stride, 1) ||
    !whole(layer.padding, 0)
  ) {
    throw new Error(`${where}: expected whole kernel extents and stride from 1 and padding from 0.`);
  }
  if (layer.input !== input.channels) {
    throw new Error(`${where} expects ${layer.input} input channels, but receives ${showShape(input)}.`);
  }
  const extent = (size: number, kernel: number) =>
    Math.floor((size + 2 * layer.padding - kernel) / layer.stride) + 1;
  return {
    channels: layer.output,
    height: extent(input.height, kernelHeight),
    width: extent(input.width, kernelWidth),
  };
}

/** The output shape of one layer; an error that begins with `where` when it does not fit. `shapes` are those of the layers before it. */
export function outputShape(layer: Layer, input: Shape, shapes: Shape[], where: string): Shape {
  switch (layer.kind) {
    case 'conv':
      return convolve(layer, input, where);
    case 'dense': {
      const values = input.channels * input.height * input.width;
      if (layer.input !== values) {
        throw new Error(
          `${where} expects ${layer.input} inputs, but receives ${showShape(input)} = ${values}.`,
        );
      }
      return { channels: layer.output, height: 1, width: 1 };
    }
    case 'batchNorm':
      if (layer.channels !== input.channels) {
        throw new Error(`${where} expects ${layer.channels} channels, but receives ${showShape(input)}.`);
      }
      return input;
    case 'maxPool':
    case 'averagePool': {
      if (!whole(layer.size, 1) || !whole(layer.stride, 1)) {
        throw new Error(`${where}: expected whole size and stride from 1.`);
      }
      const extent = (size: number) => Math.floor((size - layer.size) / layer.stride) + 1;
      return { channels: input.channels, height: extent(input.height), width: extent(input.width) };
    }
    case 'add': {
      const other = shapes[layer.from];
      if (!other) throw new Error(`${where} adds layer ${layer.from}, which does not come before it.`);
      if (!sameShape(other, input)) {
        throw new Error(`${where} adds ${showShape(other)} (layer ${layer.from}) to ${showShape(input)}.`);
      }
      return input;
    }
    case 'globalAverage':
      return { channels: input.channels, height: 1, width: 1 };
    case 'relu':
    case 'round':
      return input;
    default:
      throw new Error(`${where} is of a kind that no device can run.`);
  }
}

/** The output shape of every layer; one error, naming the layer, for the first that does not fit. */
export function layerShapes(architecture: Architecture): Shape[] {
  const shapes: Shape[] = [];
  const { channels, height, width } = architecture.input;
  let shape: Shape = { channels, height, width };
  architecture.layers.forEach((layer, index) => {
    const where = titleOf(layer, index);
    shape = outputShape(layer, shape, shapes, where);
    if (!whole(shape.channels, 1) || !whole(shape.height, 1) || !whole(shape.width, 1)) {
      throw new Error(`${where} would produce ${showShape(shape)} values.`);
    }
    shapes.push(shape);
  });
  return shapes;
}
