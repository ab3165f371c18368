import { named } from '../check';
import { type ExternalData, type OnnxTensor, type Read, readSparseTensor, readTensor } from './onnxTensor';
import { fieldBudget, readMessage } from './protobuf';

/** An attribute of a node: whichever of its fields is set. */
type OnnxAttribute = {
  float: number | null;
  floats: number[];
  integers: number[];
  text: string;
  tensor: OnnxTensor | null;
};

/** A node of the graph: one operator and the values it takes and gives. */
export type OnnxNode = {
  /** Its operator, with the domain where that is not ONNX's own. */
  operator: string;
  name: string;
  inputs: string[];
  outputs: string[];
  attributes: Map<string, OnnxAttribute>;
};

/** The graph of an ONNX model. The extents of inputs that the file leaves open are null. */
export type OnnxGraph = {
  /** The version of ONNX's own operator set. */
  opset: number;
  nodes: OnnxNode[];
  constants: Map<string, OnnxTensor>;
  inputs: { name: string; shape: (number | null)[] }[];
  outputs: string[];
};

const MOST_AXES = 16;
/** Networks of a thousand layers have some ten thousand. */
const MOST_NODES = 20_000;
const [OLDEST_OPSET, NEWEST_OPSET] = [7, 28];

/**
 * Reads an ONNX file (a ModelProto), and weights that it keeps in other files, which `external` gives by
 * name.
 */
export function readOnnx(
  bytes: Uint8Array,
  file: string,
  external: ExternalData = () => undefined,
): OnnxGraph {
  const budget = fieldBudget();
  const read: Read = (part, what) => readMessage(part, what, budget);
  try {
    const model = read(bytes, 'the model');
    const [graphBytes] = model.messages(7);
    if (!graphBytes || model.messages(8).length === 0) {
      throw new Error('expected an ONNX model with a graph and its operator set, got less');
    }
    const opset = readOpset(model.messages(8), read);
    const graph = read(graphBytes, 'the graph');
    const nodes = graph.messages(1);
    if (nodes.length > MOST_NODES) {
      throw new Error(`expected at most ${MOST_NODES} nodes, got ${nodes.length}`);
    }
    const constants = new Map<string, OnnxTensor>();
    for (const { name, tensor } of [
      ...graph.messages(5).map((each) => readTensor(each, read, external)),
      ...graph.messages(15).map((each) => readSparseTensor(each, read, external)),
    ]) {
      if (constants.has(name)) throw new Error(`expected one tensor called ${named(name)}, got two`);
      constants.set(name, tensor);
    }
    return {
      opset,
      nodes: nodes.map((each) => readNode(each, read, external)),
      constants,
      inputs: graph.messages(11).map((each) => readInput(each, read)),
      outputs: graph.messages(12).map((each) => read(each, 'an output').text(1)),
    };
  } catch (error) {
    const message = (error as Error).message;
    // What to do stands after a semicolon, where it is known.
    throw new Error(`${file}: ${message}${message.includes(';') ? '' : '; get a whole .onnx file'}.`);
  }
}

/** Names of the files beside a model that its weights are in; none where it cannot be read. */
export function externalFiles(bytes: Uint8Array): string[] {
  const budget = fieldBudget();
  try {
    const [graph] = readMessage(bytes, 'the model', budget).messages(7);
    const tensors = graph ? readMessage(graph, 'the graph', budget).messages(5) : [];
    const places = tensors.flatMap((each) => readMessage(each, 'a tensor', budget).messages(13));
    const entries = places.map((each) => readMessage(each, 'a place', budget));
    return [...new Set(entries.flatMap(({ text }) => (text(1) === 'location' ? [text(2)] : [])))];
  } catch {
    return [];
  }
}

function readOpset(imports: Uint8Array[], read: Read): number {
  const versions = imports.map((each) => {
    const { text, integers } = read(each, 'an operator set');
    return { domain: text(1), version: integers(2)[0] ?? 1 };
  });
  const opset = versions.find(({ domain }) => isOwnDomain(domain))?.version ?? 0;
  if (opset < OLDEST_OPSET || opset > NEWEST_OPSET) {
    throw new Error(
      `expected operator set ${OLDEST_OPSET} to ${NEWEST_OPSET}, got ${opset}; export with opset_version=17`,
    );
  }
  return opset;
}

function isOwnDomain(domain: string): boolean {
  return domain === '' || domain === 'ai.onnx';
}

function readNode(bytes: Uint8Array, read: Read, external: ExternalData): OnnxNode {
  const node = read(bytes, 'a node');
  const domain = node.text(7);
  const operator = isOwnDomain(domain) ? node.text(4) : `${domain}.${node.text(4)}`;
  const attributes = new Map<string, OnnxAttribute>();
  for (const each of node.messages(5)) {
    const attribute = read(each, `an attribute of ${named(operator)}`);
    const [tensor] = attribute.messages(5);
    const [sparse] = attribute.messages(22);
    attributes.set(attribute.text(1), {
      float: attribute.floats(2)[0] ?? null,
      floats: attribute.floats(7),
      integers: [...attribute.integers(3), ...attribute.integers(8)],
      text: attribute.text(4),
      tensor: tensor
        ? readTensor(tensor, read, external).tensor
        : sparse
          ? readSparseTensor(sparse, read, external).tensor
          : null,
    });
  }
  return { operator, name: node.text(3), inputs: node.texts(1), outputs: node.texts(2), attributes };
}

function readInput(bytes: Uint8Array, read: Read): { name: string; shape: (number | null)[] } {
  const input = read(bytes, 'an input');
  const name = input.text(1);
  const what = `the shape of input ${named(name)}`;
  const inner = (from: Uint8Array | undefined, number: number) => from && read(from, what).messages(number);
  const tensor = inner(input.messages(2)[0], 1)?.[0];
  const shape = inner(tensor, 2)?.[0];
  const dimensions = inner(shape, 1) ?? [];
  return {
    name,
    shape: dimensions.slice(0, MOST_AXES).map((dimension) => {
      const [extent] = read(dimension, what).integers(1);
      return extent !== undefined && extent > 0 ? extent : null;
    }),
  };
}
