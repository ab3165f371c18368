/** Operations that exporters write as several nodes: GELU, and LayerNorm before operator set 17. */
import { foldConstants } from './onnxConstants';
import type { OnnxGraph, OnnxNode } from './onnxModel';

/**
 * The nodes with such patterns put as the one operation that they are; nodes that nothing takes any more
 * stay.
 */
export function withPatterns(graph: OnnxGraph): OnnxNode[] {
  foldConstants(graph);
  const look = lookInto(graph);
  return graph.nodes.map((node) => geluOf(node, look) ?? layerNormOf(node, look) ?? node);
}

/** A computed input of a node beside a constant one. */
type Beside = { value: string; number: number | null; constant: string };

type Look = {
  node(name: string | undefined): OnnxNode | undefined;
  /** The one axis that a node is a mean over, where it stays as an axis of one. */
  meanAxis(node: OnnxNode | undefined): number | null;
  /** The extents of a constant. */
  shape(name: string): number[] | undefined;
  /** The two inputs of a node, one of them a constant; with its number where it has just one. */
  beside(node: OnnxNode | undefined, operator: string): Beside | null;
};

function lookInto({ nodes, constants }: OnnxGraph): Look {
  const byOutput = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  return {
    node: (name) => byOutput.get(name ?? ''),
    shape: (name) => constants.get(name)?.shape,
    meanAxis(node) {
      if (node?.operator !== 'ReduceMean') return null;
      // An attribute, and since operator set 18 a second input.
      const axes = node.attributes.get('axes')?.integers ?? constants.get(node.inputs[1] ?? '')?.integers;
      return axes?.length === 1 && node.attributes.get('keepdims')?.integers[0] !== 0 ? axes[0] : null;
    },
    beside(node, operator) {
      if (node?.operator !== operator || node.inputs.length !== 2) return null;
      const [a, b] = node.inputs;
      const isFirst = constants.has(a);
      if (isFirst === constants.has(b)) return null;
      const [value, constant] = isFirst ? [b, a] : [a, b];
      if (isFirst && (operator === 'Div' || operator === 'Sub' || operator === 'Pow')) return null;
      const floats = constants.get(constant)?.floats;
      const whole = constants.get(constant)?.integers;
      const values = floats ?? whole ?? [];
      return { value, constant, number: values.length === 1 ? values[0] : null };
    },
  };
}

const near = (found: number | null | undefined, wanted: number) =>
  found != null && Math.abs(found - wanted) <= 1e-4 * Math.abs(wanted);

/** A node that is a product of two values, as [one, the other] and the other way round. */
const products = (node: OnnxNode | undefined): [string, string][] =>
  node?.operator === 'Mul' && node.inputs.length === 2
    ? [
        [node.inputs[0], node.inputs[1]],
        [node.inputs[1], node.inputs[0]],
      ]
    : [];

/** What a node is the GELU of: 0.5 x (1 + erf(x / sqrt 2)), or with tanh, the factors in any order. */
function geluOf(node: OnnxNode, look: Look): OnnxNode | null {
  const halved = look.beside(node, 'Mul');
  const whole = near(halved?.number, 0.5) ? products(look.node(halved?.value)) : [];
  const halves = products(node).flatMap(([left, right]): [string, string][] => {
    const half = look.beside(look.node(left), 'Mul');
    return half && near(half.number, 0.5) ? [[half.value, right]] : [];
  });
  for (const [x, gate] of [...whole, ...halves]) {
    const sum = look.beside(look.node(gate), 'Add');
    if (!sum || !near(sum.number, 1)) continue;
    const inner = look.node(sum.value);
    const approximate =
      inner && isErf(inner, x, look) ? 'none' : inner && isTanh(inner, x, look) ? 'tanh' : null;
    if (!approximate) continue;
    const attribute = { float: null, floats: [], integers: [], text: approximate, tensor: null };
    return { ...node, operator: 'Gelu', inputs: [x], attributes: new Map([['approximate', attribute]]) };
  }
  return null;
}

function isErf(inner: OnnxNode, x: string, look: Look): boolean {
  if (inner.operator !== 'Erf') return false;
  const argument = look.node(inner.inputs[0]);
  const [divided, multiplied] = [look.beside(argument, 'Div'), look.beside(argument, 'Mul')];
  const fits = near(divided?.number, Math.SQRT2) || near(multiplied?.number, Math.SQRT1_2);
  return fits && (divided ?? multiplied)?.value === x;
}

function isTanh(inner: OnnxNode, x: string, look: Look): boolean {
  if (inner.operator !== 'Tanh') return false;
  const scaled = look.beside(look.node(inner.inputs[0]), 'Mul');
  const sum = look.node(scaled?.value);
  if (!near(scaled?.number, Math.sqrt(2 / Math.PI)) || sum?.operator !== 'Add' || !sum.inputs.includes(x))
    return false;
  const cubic = look.beside(look.node(sum.inputs.find((name) => name !== x)), 'Mul');
  const cube = look.beside(look.node(cubic?.value), 'Pow');
  return near(cubic?.number, 0.044715) && near(cube?.number, 3) && cube?.value === x;
}

/** LayerNorm over the first axis after the images. */
export const OVER_CHANNELS = 'LayerNormalization over channels';

/** (x - mean) / sqrt(mean((x - mean)^2) + epsilon) w + b, over the last axis or over the channels. */
function layerNormOf(node: OnnxNode, look: Look): OnnxNode | null {
  const sum = look.beside(node, 'Add');
  const product = look.beside(look.node(sum?.value), 'Mul');
  const ratio = look.node(product?.value);
  if (!sum || !product || ratio?.operator !== 'Div') return null;
  const [centred, deviation] = ratio.inputs;
  const difference = look.node(centred);
  const root = look.node(deviation);
  if (difference?.operator !== 'Sub' || root?.operator !== 'Sqrt') return null;
  const [x, mean] = difference.inputs;
  const variance = look.beside(look.node(root.inputs[0]), 'Add');
  const squares = look.node(variance?.value);
  const power = look.node(squares?.inputs[0]);
  const [raised, multiplied] = [look.beside(power, 'Pow'), products(power)[0]];
  const isSquare =
    (near(raised?.number, 2) && raised?.value === centred) ||
    multiplied?.every((factor) => factor === centred);
  const axis = look.meanAxis(look.node(mean));
  if ((axis !== -1 && axis !== 1 && axis !== -3) || look.meanAxis(squares) !== axis) return null;
  // Over channels, weights have an axis of one for rows and one for columns behind them.
  const isFirst = axis !== -1;
  const parts = [product.constant, sum.constant].map((name) => look.shape(name));
  if (isFirst && !parts.every((shape) => shape?.slice(-2).join() === '1,1')) return null;
  if (look.node(mean)?.inputs[0] !== x || !isSquare || variance?.number == null) return null;
  const attributes = new Map([
    ['epsilon', { float: variance.number, floats: [], integers: [], text: '', tensor: null }],
    ['axis', { float: null, floats: [], integers: [-1], text: '', tensor: null }],
  ]);
  const operator = isFirst ? OVER_CHANNELS : 'LayerNormalization';
  return { ...node, operator, inputs: [x, product.constant, sum.constant], attributes };
}
