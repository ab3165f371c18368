/** Operators of ONNX that add, multiply and bound values, by one another or by constants. */
import type { BareLayer } from './builder';
import { type Converter, floatsOf, LARGEST, type NodeContext } from './onnxContext';
import type { OnnxTensor } from './onnxTensor';
import { joined } from './operations/joins';
import { channelNumbers, scaled } from './operations/sums';
import { elementwise } from './operations/values';

/** A constant at either input, with its place. */
function constantOf({ node, constant }: NodeContext): { tensor: OnnxTensor; at: 0 | 1 } | null {
  const [first, second] = [constant(0), constant(1)];
  if (node.inputs.length > 2) return null;
  if (second) return { tensor: second, at: 1 };
  return first ? { tensor: first, at: 0 } : null;
}

/** a + b, a - b, a b, a / b of values, or of a value and a constant of a number a channel. */
export const arithmetic =
  (operator: 'add' | 'sub' | 'mul' | 'div'): Converter =>
  (context) => {
    const { node, builder, value } = context;
    const found = constantOf(context);
    if (!found) {
      if (operator === 'add' || operator === 'mul') {
        return joined(
          builder,
          operator === 'add' ? 'add' : 'multiply',
          node.inputs.map((_, at) => value(at)),
        );
      }
      if (operator === 'div') throw new Error('by computed values');
      const negative = scaled(
        builder,
        { ...value(1), sole: false },
        new Float32Array(value(1).shape.channels).fill(-1),
        null,
      );
      return joined(builder, 'add', [value(0), negative]);
    }
    const { shape, values } = floatsOf(found.tensor, 'numbers');
    const { view, numbers } = channelNumbers(builder, value(1 - found.at), shape, values);
    const isAlready = (number: number) => numbers.every((each) => each === number);
    switch (operator) {
      case 'add':
        return isAlready(0) ? view : scaled(builder, view, null, numbers);
      case 'mul':
        return isAlready(1) ? view : scaled(builder, view, numbers, null);
      case 'sub': {
        if (found.at === 1)
          return scaled(
            builder,
            view,
            null,
            numbers.map((number) => -number),
          );
        return scaled(builder, view, new Float32Array(numbers.length).fill(-1), numbers);
      }
      case 'div': {
        if (found.at === 0) throw new Error('by computed values');
        if (numbers.includes(0)) throw new Error('by 0');
        return isAlready(1)
          ? view
          : scaled(
              builder,
              view,
              numbers.map((number) => 1 / number),
              null,
            );
      }
    }
  };

export const bounded =
  (bound: 'low' | 'high'): Converter =>
  (context) => {
    const found = constantOf(context);
    if (!found) throw new Error('of computed values');
    const { values } = floatsOf(found.tensor, 'numbers');
    if (values.length !== 1) throw new Error(`of ${values.length} numbers`);
    const [number] = values;
    const layer: BareLayer =
      bound === 'low' && number === 0
        ? { kind: 'relu' }
        : {
            kind: 'clip',
            low: bound === 'low' ? number : -LARGEST,
            high: bound === 'high' ? number : LARGEST,
          };
    return elementwise(context.builder, context.value(1 - found.at), layer);
  };
