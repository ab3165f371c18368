import { halfToFloat } from '../bytes/half';
import { named } from '../check';
import { readMessage } from './protobuf';

/** A constant of an ONNX graph: floats, or whole numbers (which shapes are made of). */
export type OnnxTensor = { shape: number[]; floats: Float32Array | null; integers: number[] | null };

/** An attribute of a node: whichever of its fields is set. */
type Attribute = { float: number | null; integers: number[]; text: string; tensor: OnnxTensor | null };

export type OnnxNode = {
  operator: string;
  name: string;
  inputs: string[];
  outputs: string[];
  attributes: Map<string, Attribute>;
};

/** The graph of an ONNX model. The extents of inputs that the file leaves open are null. */
export type OnnxGraph = {
  nodes: OnnxNode[];
  constants: Map<string, OnnxTensor>;
  inputs: { name: string; shape: (number | null)[] }[];
  outputs: string[];
};

// Field numbers and constants: onnx/onnx.proto.
const MOST_AXES = 16;
const FLOAT = 1;
const INT32 = 6;
const INT64 = 7;
const FLOAT16 = 10;
const DOUBLE = 11;
const BFLOAT16 = 16;

/** Reads an ONNX file (a ModelProto). Weights kept in other files are refused. */
export function readOnnx(bytes: Uint8Array, file: string): OnnxGraph {
  try {
    const model = readMessage(bytes, 'the model');
    const [graphBytes] = model.messages(7);
    if (!graphBytes || model.messages(8).length === 0) {
      throw new Error('expected an ONNX model with a graph and its operator set, got less');
    }
    const graph = readMessage(graphBytes, 'the graph');
    const constants = new Map<string, OnnxTensor>();
    for (const each of graph.messages(5)) {
      const { name, tensor } = readTensor(each);
      constants.set(name, tensor);
    }
    return {
      nodes: graph.messages(1).map(readNode),
      constants,
      inputs: graph.messages(11).map(readInput),
      outputs: graph.messages(12).map((each) => readMessage(each, 'an output').text(1)),
    };
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}; get a whole .onnx file.`);
  }
}

function readNode(bytes: Uint8Array): OnnxNode {
  const node = readMessage(bytes, 'a node');
  const operator = node.text(4);
  const attributes = new Map<string, Attribute>();
  for (const each of node.messages(5)) {
    const what = `an attribute of ${named(operator)}`;
    const attribute = readMessage(each, what);
    const [tensor] = attribute.messages(5);
    attributes.set(attribute.text(1), {
      float: attribute.floats(2)[0] ?? null,
      integers: [...attribute.integers(3), ...attribute.integers(8)].map(Number),
      text: attribute.text(4),
      tensor: tensor ? readTensor(tensor).tensor : null,
    });
  }
  return { operator, name: node.text(3), inputs: node.texts(1), outputs: node.texts(2), attributes };
}

function readInput(bytes: Uint8Array): { name: string; shape: (number | null)[] } {
  const input = readMessage(bytes, 'an input');
  const name = input.text(1);
  const what = `the shape of input ${named(name)}`;
  const inner = (from: Uint8Array | undefined, number: number) =>
    from && readMessage(from, what).messages(number);
  const tensor = inner(input.messages(2)[0], 1)?.[0];
  const shape = inner(tensor, 2)?.[0];
  const dimensions = inner(shape, 1) ?? [];
  return {
    name,
    shape: dimensions.slice(0, MOST_AXES).map((dimension) => {
      const [extent] = readMessage(dimension, what).integers(1);
      return extent !== undefined && extent > 0n ? Number(extent) : null;
    }),
  };
}

function readTensor(bytes: Uint8Array): { name: string; tensor: OnnxTensor } {
  const message = readMessage(bytes, 'a tensor');
  const name = message.text(8);
  const what = `tensor ${named(name)}`;
  const shape = message.integers(1).map(Number);
  const type = Number(message.integers(2)[0] ?? 0n);
  if (message.messages(13).length > 0 || message.integers(14)[0] === 1n) {
    throw new Error(
      `expected all weights in one file, got ${what} in another; save the model without external data`,
    );
  }
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (shape.length > MOST_AXES || !shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0)) {
    throw new Error(`expected extents in ${what}, got ${shape.length} of them`);
  }
  const [raw] = message.messages(9);
  const { floats, integers } = raw ? rawValues(raw, type, what) : listedValues(message, type);
  const length = floats?.length ?? integers?.length;
  if (length !== undefined && length !== count) {
    throw new Error(`expected ${count} values in ${what}, got ${length}`);
  }
  return { name, tensor: { shape, floats, integers } };
}

function rawValues(raw: Uint8Array, type: number, what: string) {
  const widths: Record<number, number> = {
    [FLOAT]: 4,
    [INT32]: 4,
    [INT64]: 8,
    [FLOAT16]: 2,
    [DOUBLE]: 8,
    [BFLOAT16]: 2,
  };
  const width = widths[type];
  if (width === undefined) return { floats: null, integers: null };
  if (raw.length % width !== 0) throw new Error(`expected whole values in ${what}, got ${raw.length} bytes`);
  const { buffer } = raw.slice();
  switch (type) {
    case FLOAT:
      return { floats: new Float32Array(buffer), integers: null };
    case FLOAT16:
      return { floats: halfToFloat(new Uint16Array(buffer)), integers: null };
    case BFLOAT16:
      return {
        floats: new Float32Array(Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16).buffer),
        integers: null,
      };
    case DOUBLE:
      return { floats: Float32Array.from(new Float64Array(buffer)), integers: null };
    case INT32:
      return { floats: null, integers: Array.from(new Int32Array(buffer)) };
    default:
      return { floats: null, integers: Array.from(new BigInt64Array(buffer), Number) };
  }
}

function listedValues(message: ReturnType<typeof readMessage>, type: number) {
  if (type === FLOAT) return { floats: Float32Array.from(message.floats(4)), integers: null };
  if (type === INT64) return { floats: null, integers: message.integers(7).map(Number) };
  if (type === INT32) return { floats: null, integers: message.integers(5).map(Number) };
  return { floats: null, integers: null };
}
