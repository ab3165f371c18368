/**
 * A random ONNX graph while it is drawn: its nodes, its constants in all the forms that exporters give them.
 */
import { mulberry32 } from '../../../audit/statistics/random';
import { sizeOf } from '../../../model/sizeOf';
import type { AttributeToWrite, NodeToWrite, TensorToWrite } from './onnxOf';

/** A value of a node, with its extents but for the images. */
export type Value = { name: string; shape: number[] };

/** A graph that nodes are added to; everything is drawn from one seed. */
export class RandomGraph {
  readonly nodes: NodeToWrite[] = [];
  readonly constants = new Map<string, TensorToWrite>();
  private readonly random: () => number;
  private count = 0;

  constructor(
    seed: number,
    /** The version of ONNX's operator set. */
    readonly opset: number,
  ) {
    this.random = mulberry32(seed);
  }

  /** Whether something with this probability happens. */
  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from `low` to `high`. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)];
  }

  /** A number from `low` to `high`, often of few digits. */
  between(low: number, high: number): number {
    const value = low + this.random() * (high - low);
    return this.chance(0.5) ? Number(value.toFixed(2)) : Math.fround(value);
  }

  /** Numbers from -scale to scale. */
  numbers(count: number, scale: number): number[] {
    return Array.from({ length: count }, () => Math.fround((2 * this.random() - 1) * scale));
  }

  name(): string {
    this.count += 1;
    return `v${this.count}`;
  }

  /** Adds a node with one output, whose name it gives. */
  node(operator: string, inputs: string[], attributes: Record<string, AttributeToWrite> = {}): string {
    return this.many(operator, inputs, 1, attributes)[0];
  }

  many(
    operator: string,
    inputs: string[],
    outputs: number,
    attributes: Record<string, AttributeToWrite> = {},
  ): string[] {
    const names = Array.from({ length: outputs }, () => this.name());
    this.nodes.push({ operator, inputs, outputs: names, attributes });
    return names;
  }

  /** A tensor as an initialiser or a node `Constant`. */
  tensor(tensor: TensorToWrite): string {
    if (this.chance(0.3)) return this.node('Constant', [], { value: { tensor } });
    const name = this.name();
    this.constants.set(name, { ...tensor, listed: this.chance(0.3) });
    return name;
  }

  /** Whole numbers, as shapes and axes are given. */
  integers(values: number[]): string {
    return this.tensor({ shape: [values.length], type: 'int64', values });
  }

  /** A single float. */
  scalar(value: number): string {
    return this.tensor({ shape: this.chance(0.7) ? [] : [1], type: 'float', values: [value] });
  }

  /** Floats of just these values: at once, or behind nodes that only move them. */
  exact(shape: number[], values: number[]): string {
    const plain = (own: number[], list = values) => this.tensor({ shape: own, type: 'float', values: list });
    const form = this.chance(0.55) ? 0 : this.whole(1, 5);
    if (form === 1) return this.node('Identity', [plain(shape)]);
    if (form === 2) return this.node('Reshape', [plain([values.length]), this.integers(shape)]);
    if (form === 3 && shape.length === 2) {
      const [rows, columns] = shape;
      const turned = values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)]);
      return this.node('Transpose', [plain([columns, rows], turned)], { perm: { ints: [1, 0] } });
    }
    if (form === 4 && shape[0] === 1) return this.unsqueezed(plain(shape.slice(1)));
    if (form === 5) {
      const tensor: TensorToWrite = { shape, type: 'double', values };
      return this.node('Cast', [this.tensor(tensor)], { to: { int: 1 } });
    }
    return plain(shape);
  }

  /** A first axis of one. */
  private unsqueezed(name: string): string {
    if (this.opset < 13) return this.node('Unsqueeze', [name], { axes: { ints: [0] } });
    return this.node('Unsqueeze', [name, this.integers([0])]);
  }

  /** Weights about `scale` in size: exact, of another type, quantised, or scaled in the graph. */
  weights(shape: number[], scale: number): string {
    const count = sizeOf(shape);
    const form = this.chance(0.7) ? 0 : this.whole(1, 3);
    if (form === 1 && this.opset >= 10) {
      const codes = Array.from({ length: count }, () => this.whole(-127, 127));
      const isEach = this.opset >= 13 && shape.length > 1 && this.chance(0.6);
      const steps = Array.from(
        { length: isEach ? shape[0] : 1 },
        () => (scale / 127) * this.between(0.5, 1.5),
      );
      const zeros = steps.map(() => this.whole(-3, 3));
      const extent = isEach ? [shape[0]] : [];
      const inputs = [
        this.tensor({ shape, type: 'int8', values: codes }),
        this.tensor({ shape: extent, type: 'float', values: steps }),
        this.tensor({ shape: extent, type: 'int8', values: zeros }),
      ];
      return this.node('DequantizeLinear', inputs, isEach ? { axis: { int: 0 } } : {});
    }
    if (form === 2) {
      // Bits of numbers from 2^-5 to 1, of either sign.
      const bits = Array.from({ length: count }, () =>
        [this.whole(0, 1) << 15, this.whole(10, 14) << 10, this.whole(0, 1023)].reduce((a, b) => a | b, 0),
      );
      const half = this.node('Cast', [this.tensor({ shape, type: 'float16', values: bits })], {
        to: { int: 1 },
      });
      return this.node('Mul', [half, this.scalar(scale)]);
    }
    const values = this.numbers(count, scale);
    if (form === 3) return this.node('Mul', [this.exact(shape, values), this.scalar(this.between(0.5, 1.5))]);
    return this.exact(shape, values);
  }
}
