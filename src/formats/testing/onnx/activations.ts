/** Random activations, as one node or as the several that exporters write. */

import { sizeOf } from '../../../model/sizeOf';
import type { Draw } from './draw';
import type { RandomGraph } from './graph';
import type { AttributeToWrite } from './onnxOf';

type Attributes = Record<string, AttributeToWrite>;

/** Operators without options, and the operator set that they begin with. */
const PLAIN: [string, number][] = [
  ['Relu', 7],
  ['Relu', 7],
  ['Sigmoid', 7],
  ['Tanh', 7],
  ['HardSwish', 14],
  ['Identity', 7],
];

function clipped(graph: RandomGraph, name: string): string {
  const low = graph.chance(0.8) ? graph.pick([0, 0, -1, -0.5]) : null;
  const high = graph.chance(0.7) ? graph.pick([6, 1, 0.75]) : null;
  if (graph.opset < 11) {
    const attributes: Attributes = {
      ...(low !== null && { min: { float: low } }),
      ...(high !== null && { max: { float: high } }),
    };
    return graph.node('Clip', [name], attributes);
  }
  const bound = (value: number | null) =>
    value === null ? '' : graph.tensor({ shape: [], type: 'float', values: [value] });
  return graph.node('Clip', high === null ? [name, bound(low)] : [name, bound(low), bound(high)]);
}

/** x / 2 (1 + erf(x / sqrt 2)), in the orders that exporters write. */
function erfGelu(graph: RandomGraph, name: string): string {
  if (graph.opset >= 20 && graph.chance(0.5)) {
    return graph.node('Gelu', [name], graph.chance(0.5) ? { approximate: { text: 'tanh' } } : {});
  }
  const scaled = graph.chance(0.5)
    ? graph.node('Div', [name, graph.scalar(Math.SQRT2)])
    : graph.node('Mul', [name, graph.scalar(Math.SQRT1_2)]);
  const gate = graph.node('Add', [graph.node('Erf', [scaled]), graph.scalar(1)]);
  if (graph.chance(0.5)) return graph.node('Mul', [graph.node('Mul', [name, gate]), graph.scalar(0.5)]);
  return graph.node('Mul', [graph.node('Mul', [name, graph.scalar(0.5)]), gate]);
}

/** Any activation that runs here. */
export const activation: Draw = (graph, { name, shape }) => {
  const plain = PLAIN.filter(([, since]) => graph.opset >= since);
  const options = {
    leaky: () =>
      graph.node('LeakyRelu', [name], graph.chance(0.7) ? { alpha: { float: graph.between(0, 0.4) } } : {}),
    hard: () =>
      graph.node(
        'HardSigmoid',
        [name],
        graph.chance(0.5) ? { alpha: { float: 1 / 6 }, beta: { float: 0.5 } } : {},
      ),
    slopes: () => {
      const extents = graph.chance(0.6) ? [shape[0], ...shape.slice(1).map(() => 1)] : [1];
      const count = sizeOf(extents);
      return graph.node('PRelu', [name, graph.exact(extents, graph.numbers(count, 0.5))]);
    },
    clip: () => clipped(graph, name),
    silu: () => graph.node('Mul', [name, graph.node('Sigmoid', [name])]),
    bound: () => {
      const names = graph.chance(0.5) ? [name, graph.scalar(0)] : [graph.scalar(0.25), name];
      return graph.node(graph.pick(['Max', 'Min']), names);
    },
    // Erf is ONNX's own since operator set 9.
    gelu: () => (graph.opset >= 9 ? erfGelu(graph, name) : graph.node('Tanh', [name])),
    dropout: () => graph.node('Dropout', [name]),
  };
  const made = graph.chance(0.5)
    ? graph.node(graph.pick(plain)[0], [name])
    : options[graph.pick(Object.keys(options) as (keyof typeof options)[])]();
  return { name: made, shape };
};
