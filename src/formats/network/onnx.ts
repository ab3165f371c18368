import { named } from '../check';
import { assembleNetwork, inputShape, type Normalisation, type Operation } from './assemble';
import type { Network } from './network';
import { evaluate } from './onnxConstants';
import type { NodeContext } from './onnxContext';
import { type OnnxGraph, type OnnxNode, readOnnx } from './onnxModel';
import { converters } from './onnxNodes';
import { withPatterns } from './onnxPatterns';
import type { ExternalData, OnnxTensor } from './onnxTensor';
import { extentsOf, type Layout } from './view';

/** Operators that repeat axes of one place themselves. */
const REPEATING = new Set(['Add', 'Sum', 'Sub', 'Mul']);

type Options = { normalisation?: Normalisation; external?: ExternalData };

/**
 * The network in an ONNX file: every node that runs here becomes layers (`onnxNodes.ts`), what is made of
 * constants alone is computed, and reshaping and transposing are followed without cost. What it has besides
 * is named in one error, node by node. `normalisation` is what is done to images before they go in, where the
 * graph does not do it; `external` gives the files of weights beside it.
 */
export function readOnnxNetwork(bytes: Uint8Array, file: string, options: Options = {}): Network {
  const graph = readOnnx(bytes, file, options.external);
  const inputs = graph.inputs.filter(({ name }) => !graph.constants.has(name));
  if (inputs.length !== 1 || graph.outputs.length !== 1) {
    throw new Error(
      `${file}: expected a network with one input and one output, got ${inputs.length} and ` +
        `${graph.outputs.length}.`,
    );
  }
  const [{ name, shape }] = inputs;
  const [batch, second, third, fourth] = shape;
  if (shape.length !== 4 || !second || !third || !fourth) {
    throw new Error(
      `${file}: expected an input of images x channels x height x width with fixed extents, got ` +
        `${shape.map((extent) => extent ?? 'open').join(' x ') || 'none'}; export the network with an ` +
        'example image.',
    );
  }
  // TensorFlow's exporters keep channels last and transpose in the graph.
  const layout: Layout = second > 4 && fourth <= 4 && third > 4 ? 'last' : 'first';
  const extent =
    layout === 'first'
      ? { channels: second, height: third, width: fourth }
      : { channels: fourth, height: second, width: third };
  const input = { ...inputShape(extent, options.normalisation, file), layout, name };
  refuseTwice(graph, name, file);
  const nodes = withPatterns(graph);
  const operations = nodes.map((node) => operationOf(node, graph, batch));
  return assembleNetwork(input, operations, graph.outputs[0], file);
}

/** A name that two nodes give is damage: which of them is meant cannot be known. */
function refuseTwice({ nodes, constants }: OnnxGraph, input: string, file: string): void {
  const given = new Set([input]);
  for (const value of nodes.flatMap(({ outputs }) => outputs)) {
    if (value === '') continue;
    if (given.has(value) || constants.has(value)) {
      throw new Error(`${file}: expected one node for each value, got two that give ${named(value)}.`);
    }
    given.add(value);
  }
}

function operationOf(node: OnnxNode, graph: OnnxGraph, batch: number | null): Operation {
  const { operator, inputs, outputs } = node;
  const { constants, opset } = graph;
  const constant = (at: number): OnnxTensor | undefined => constants.get(inputs[at] ?? '');
  return {
    title: `${named(operator)}${node.name ? ` "${named(node.name)}"` : ''}`,
    inputs: inputs.filter((name) => name !== ''),
    outputs: outputs.filter((name) => name !== ''),
    run({ builder, view }) {
      const tensors = inputs.map((name) => (name === '' ? null : constants.get(name)));
      if (!tensors.includes(undefined)) {
        const made = evaluate(node, tensors as (OnnxTensor | null)[], opset);
        if (made) {
          constants.set(outputs[0], made);
          return [null];
        }
      }
      if (operator === 'Shape') {
        // The number of images is not known; NaN stands for it in sums that lead to a shape.
        const all = [Number.NaN, ...extentsOf(view(inputs[0]))];
        const [start, end] = ['start', 'end'].map((key) => node.attributes.get(key)?.integers[0]);
        const integers = all.slice(start, end);
        constants.set(outputs[0], { shape: [integers.length], floats: null, integers });
        return [null];
      }
      if (!Object.hasOwn(converters, operator)) throw new Error('not supported');
      const context: NodeContext = {
        node,
        opset,
        batch,
        builder,
        constant,
        value(at = 0) {
          const name = inputs[at] ?? '';
          if (constants.has(name)) throw new Error('of constants, which is not computed here');
          const found = view(name);
          if (found.repeated && !REPEATING.has(operator)) {
            throw new Error(`takes a value that is repeated to ${found.repeated.join(' x ')}`);
          }
          return found;
        },
        hint: hintOf(node),
      };
      const given = converters[operator](context);
      return Array.isArray(given) ? given : [given];
    },
  };
}

/**
 * What the module was called that a node's weights are of: by their name, or the node's where folding took
 * that.
 */
function hintOf({ name, inputs, operator }: OnnxNode): string {
  const weights = inputs[1] ?? '';
  if (!weights.startsWith('onnx::') || !name.startsWith('/'))
    return weights.replace(/[./](weight|kernel)$/i, '');
  return name
    .slice(1)
    .replace(new RegExp(`(^|/)${operator}(_\\d+)?$`), '')
    .replaceAll('/', '.');
}
