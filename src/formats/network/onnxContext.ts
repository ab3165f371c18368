import type { GraphBuilder } from './builder';
import type { OnnxNode } from './onnxModel';
import type { OnnxTensor } from './onnxTensor';
import type { View } from './view';

/** A node with what it takes. */
export type NodeContext = {
  node: OnnxNode;
  opset: number;
  /** How many images the graph says it takes at once; null where it leaves that open. */
  batch: number | null;
  builder: GraphBuilder;
  /** The constant at an input; undefined where that is a value, or nothing. */
  constant(at: number): OnnxTensor | undefined;
  /** The value at an input, the first unless said. */
  value(at?: number): View;
  /** What the weights are called. */
  hint: string;
};

export type Converter = (context: NodeContext) => View | (View | null)[];

/** The largest float32: a bound that is none. */
export const LARGEST = 3.4028234663852886e38;

/** A float32 attribute as the decimal it was: 1e-5, not 0.000009999999747378752. */
export function decimal(value: number): number {
  return Number(value.toPrecision(7));
}

export function numberOf({ attributes }: OnnxNode, name: string, fallback: number): number {
  const attribute = attributes.get(name);
  return attribute?.float != null ? decimal(attribute.float) : fallback;
}

export function integerOf({ attributes }: OnnxNode, name: string, fallback: number): number {
  return attributes.get(name)?.integers[0] ?? fallback;
}

/** The floats of a constant; throws where it is none. */
export function floatsOf(
  tensor: OnnxTensor | undefined,
  what: string,
): { shape: number[]; values: Float32Array } {
  if (!tensor?.floats) throw new Error(`${what} that are not constant floats`);
  return { shape: tensor.shape, values: tensor.floats };
}
