/** Writes ONNX files for tests: a ModelProto by the field numbers of onnx/onnx.proto. */

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
  output: string;
  nodes: NodeToWrite[];
  constants: Map<string, TensorToWrite>;
  /** Constants that are inputs, too, as files of the first versions have them. */
  alsoInputs: string[];
};

/** Data types: float16 is written as bits. */
const TYPES = { float: 1, uint8: 2, int8: 3, int64: 7, float16: 10, double: 11 } as const;

const ATTRIBUTE = { float: 1, int: 2, text: 3, tensor: 4, ints: 7 } as const;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return [...bytes, Number(left)];
}

const key = (field: number, wire: number) => varint(field * 8 + wire);

const number = (field: number, value: number) => [...key(field, 0), ...varint(value)];

function run(field: number, bytes: ArrayLike<number>): number[] {
  return [...key(field, 2), ...varint(bytes.length), ...Array.from(bytes)];
}

const text = (field: number, value: string) => run(field, new TextEncoder().encode(value));

const float = (field: number, value: number) => [
  ...key(field, 5),
  ...new Uint8Array(Float32Array.of(value).buffer),
];

function rawBytes({ type, values }: TensorToWrite): Uint8Array {
  const list = Array.from(values);
  switch (type) {
    case 'float':
      return new Uint8Array(Float32Array.from(list).buffer);
    case 'double':
      return new Uint8Array(Float64Array.from(list).buffer);
    case 'float16':
      return new Uint8Array(Uint16Array.from(list).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(list.map(BigInt)).buffer);
    default:
      return Uint8Array.from(list);
  }
}

function listedValues({ type, values }: TensorToWrite): number[] {
  const list = Array.from(values);
  if (type === 'float') return run(4, new Uint8Array(Float32Array.from(list).buffer));
  if (type === 'double') return run(10, new Uint8Array(Float64Array.from(list).buffer));
  return run(type === 'int64' ? 7 : 5, list.flatMap(varint));
}

function tensorBytes(name: string, tensor: TensorToWrite): number[] {
  return [
    ...tensor.shape.flatMap((extent) => number(1, extent)),
    ...number(2, TYPES[tensor.type]),
    ...text(8, name),
    ...(tensor.listed ? listedValues(tensor) : run(9, rawBytes(tensor))),
  ];
}

function attributeBytes(name: string, value: AttributeToWrite): number[] {
  const start = text(1, name);
  if ('float' in value) return [...start, ...float(2, value.float), ...number(20, ATTRIBUTE.float)];
  if ('int' in value) return [...start, ...number(3, value.int), ...number(20, ATTRIBUTE.int)];
  if ('text' in value) return [...start, ...text(4, value.text), ...number(20, ATTRIBUTE.text)];
  if ('tensor' in value) {
    return [...start, ...run(5, tensorBytes('', value.tensor)), ...number(20, ATTRIBUTE.tensor)];
  }
  return [...start, ...value.ints.flatMap((each) => number(8, each)), ...number(20, ATTRIBUTE.ints)];
}

function nodeBytes({ operator, inputs, outputs, attributes }: NodeToWrite, at: number): number[] {
  return [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(3, `${operator}_${at}`),
    ...text(4, operator),
    ...Object.entries(attributes).flatMap(([name, value]) => run(5, attributeBytes(name, value))),
  ];
}

function valueBytes(name: string, shape: (number | null)[], type = 1): number[] {
  const extents = shape.flatMap((extent) => run(1, extent === null ? text(2, 'n') : number(1, extent)));
  return [...text(1, name), ...run(2, run(1, [...number(1, type), ...run(2, extents)]))];
}

/** The bytes of a model. */
export function onnxOf(model: ModelToWrite): Uint8Array<ArrayBuffer> {
  const { opset, input, output, nodes, constants, alsoInputs } = model;
  const shapeOf = (name: string) => constants.get(name)!;
  const graph = [
    ...nodes.flatMap((node, at) => run(1, nodeBytes(node, at))),
    ...text(2, 'random'),
    ...[...constants].flatMap(([name, tensor]) => run(5, tensorBytes(name, tensor))),
    ...run(11, valueBytes(input.name, input.shape)),
    ...alsoInputs.flatMap((name) =>
      run(11, valueBytes(name, shapeOf(name).shape, TYPES[shapeOf(name).type])),
    ),
    ...run(12, [...text(1, output), ...run(2, run(1, number(1, 1)))]),
  ];
  const irVersion = alsoInputs.length > 0 ? 3 : 8;
  return Uint8Array.from([...number(1, irVersion), ...run(7, graph), ...run(8, number(2, opset))]);
}
