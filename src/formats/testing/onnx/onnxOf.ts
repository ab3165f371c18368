/**
 * Writes ONNX files, for tests and for the peers of the bench: a ModelProto by the field numbers of
 * onnx/onnx.proto.
 */
import { bytes, encode, float, integer, type Message, message, text, varint } from './protobufOf';

/** A tensor to write: raw bytes of its type, or numbers in the field that lists them. */
export type TensorToWrite = {
  shape: number[];
  type: keyof typeof TYPES;
  values: ArrayLike<number>;
  listed?: boolean;
};

/** An attribute: a whole number, whole numbers, a float, text or a tensor. */
export type AttributeToWrite =
  | { int: number }
  | { ints: number[] }
  | { float: number }
  | { text: string }
  | { tensor: TensorToWrite };

export type NodeToWrite = {
  operator: string;
  inputs: string[];
  outputs: string[];
  attributes: Record<string, AttributeToWrite>;
};

export type ModelToWrite = {
  opset: number;
  /** The extents of the input; null is left open. */
  input: { name: string; shape: (number | null)[] };
  /** Of the output its extents where they are told. */
  output: { name: string; shape: (number | null)[] | null };
  nodes: NodeToWrite[];
  constants: Map<string, TensorToWrite>;
  /** Constants that are inputs, too, as files of the first versions have them. */
  alsoInputs?: string[];
};

/** Data types: float16 is written as bits. */
const TYPES = { float: 1, uint8: 2, int8: 3, int64: 7, float16: 10, double: 11 } as const;

const ATTRIBUTE = { float: 1, int: 2, text: 3, tensor: 4, ints: 7 } as const;

function rawBytes({ type, values }: TensorToWrite): Uint8Array {
  switch (type) {
    case 'float':
      return new Uint8Array(Float32Array.from(values).buffer);
    case 'double':
      return new Uint8Array(Float64Array.from(values).buffer);
    case 'float16':
      return new Uint8Array(Uint16Array.from(values).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(Array.from(values, BigInt)).buffer);
    default:
      return Uint8Array.from(values);
  }
}

function listed({ type, values }: TensorToWrite): Message {
  if (type === 'float') return [bytes(4, new Uint8Array(Float32Array.from(values).buffer))];
  if (type === 'double') return [bytes(10, new Uint8Array(Float64Array.from(values).buffer))];
  return [bytes(type === 'int64' ? 7 : 5, Array.from(values).flatMap(varint))];
}

function tensor(name: string, value: TensorToWrite): Message {
  return [
    ...value.shape.map((extent) => integer(1, extent)),
    integer(2, TYPES[value.type]),
    text(8, name),
    ...(value.listed ? listed(value) : [bytes(9, rawBytes(value))]),
  ];
}

function attribute(name: string, value: AttributeToWrite): Message {
  const lead = text(1, name);
  if ('float' in value) return [lead, float(2, value.float), integer(20, ATTRIBUTE.float)];
  if ('int' in value) return [lead, integer(3, value.int), integer(20, ATTRIBUTE.int)];
  if ('text' in value) return [lead, text(4, value.text), integer(20, ATTRIBUTE.text)];
  if ('tensor' in value) return [lead, message(5, tensor('', value.tensor)), integer(20, ATTRIBUTE.tensor)];
  return [lead, ...value.ints.map((each) => integer(8, each)), integer(20, ATTRIBUTE.ints)];
}

function node({ operator, inputs, outputs, attributes }: NodeToWrite, at: number): Message {
  return [
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(3, `${operator}_${at}`),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => message(5, attribute(name, value))),
  ];
}

function value(name: string, shape: (number | null)[] | null, type: number = TYPES.float): Message {
  if (shape === null) return [text(1, name), message(2, [message(1, [integer(1, type)])])];
  const extents = shape.map((extent) =>
    message(1, [extent === null ? text(2, 'images') : integer(1, extent)]),
  );
  return [text(1, name), message(2, [message(1, [integer(1, type), message(2, extents)])])];
}

/** The bytes of a model. */
export function onnxOf(model: ModelToWrite): Uint8Array<ArrayBuffer> {
  const { opset, input, output, nodes, constants, alsoInputs = [] } = model;
  const graph: Message = [
    ...nodes.map((each, at) => message(1, node(each, at))),
    text(2, 'network'),
    ...Array.from(constants, ([name, each]) => message(5, tensor(name, each))),
    message(11, value(input.name, input.shape)),
    ...alsoInputs.map((name) => {
      const { shape, type } = constants.get(name)!;
      return message(11, value(name, shape, TYPES[type]));
    }),
    message(12, value(output.name, output.shape)),
  ];
  // Inputs with values are of the first versions of the representation.
  const version = alsoInputs.length > 0 ? 3 : 8;
  return encode([
    integer(1, version),
    text(2, 'lacuna'),
    message(7, graph),
    message(8, [text(1, ''), integer(2, opset)]),
  ]);
}
