import { fold } from '../../src/engine/parameters';
import { planSteps } from '../../src/engine/plan';
import type { ConvStep, Step } from '../../src/engine/steps';
import { type NodeToWrite, onnxOf, type TensorToWrite } from '../../src/formats/testing/onnx/onnxOf';
import type { Activation } from '../../src/model/layers/activations';
import type { Population } from '../../src/model/population';
import { foldedKernel, isDense } from '../folded';

type Attributes = NodeToWrite['attributes'];

function convolution({ kernel, stride, padding, dilation, groups }: ConvStep): Attributes {
  return {
    kernel_shape: { ints: kernel },
    strides: { ints: stride },
    pads: { ints: padding },
    dilations: { ints: dilation },
    group: { int: groups },
  };
}

/**
 * The bytes of an ONNX model of one member: input `x` float32 [images, channels, height, width], output
 * `logits` [images, classes]. BatchNorm is folded into the convolution before it, and a convolution and its
 * activation stand next to each other, for the runtime to fuse. Throws at steps that no peer is given.
 */
export function onnxModel(population: Population, member: number): Uint8Array<ArrayBuffer> {
  const { architecture } = population;
  const plan = planSteps(architecture);
  const nodes: NodeToWrite[] = [];
  const constants = new Map<string, TensorToWrite>();
  /** By buffer, the name of the value that it holds; those that are [images, channels] alone. */
  const held = new Map<number, string>([[0, 'x']]);
  const flat = new Set<string>();
  const add = (operator: string, inputs: string[], attributes: Attributes = {}) => {
    const target = `v${nodes.length}`;
    nodes.push({ operator, inputs, outputs: [target], attributes });
    return target;
  };
  const constant = (name: string, shape: number[], values: ArrayLike<number>) => {
    constants.set(name, { shape, type: 'float', values });
    return name;
  };
  const flattened = (value: string) => {
    if (flat.has(value)) return value;
    const target = add('Flatten', [value]);
    flat.add(target);
    return target;
  };
  const activated = (value: string, activation: Activation | null) => {
    if (!activation) return value;
    const bound = (limit: number) => constant(`limit ${limit}`, [], [limit]);
    const target =
      activation.kind === 'relu'
        ? add('Relu', [value])
        : activation.kind === 'clip'
          ? add('Clip', [value, bound(activation.low), bound(activation.high)])
          : null;
    if (target === null)
      throw new Error(`Expected ReLU or a clip to compare with, got "${activation.kind}".`);
    if (flat.has(value)) flat.add(target);
    return target;
  };
  const computed = (step: Step): string => {
    const source = held.get(step.source)!;
    switch (step.kind) {
      case 'conv': {
        const { name, output, input, kernel, groups } = step;
        const { channels } = output;
        const { weights, bias } = foldedKernel(population, step, member);
        const dense = isDense(architecture, step);
        const shape = dense
          ? [channels, weights.length / channels]
          : [channels, input.channels / groups, ...kernel];
        const inputs = [
          dense ? flattened(source) : source,
          constant(`${name}.weight`, shape, weights),
          constant(`${name}.bias`, [channels], bias),
        ];
        const target = dense
          ? add('Gemm', inputs, { transB: { int: 1 } })
          : add('Conv', inputs, convolution(step));
        if (dense) flat.add(target);
        return activated(target, step.activation);
      }
      case 'affine': {
        const { scale, shift } = fold(population, step, member);
        const size = scale.length;
        const part = (what: string, values: ArrayLike<number>) =>
          constant(`${nodes.length}.${what}`, [size], values);
        const parts = [
          part('scale', scale),
          part('shift', shift),
          part('mean', new Float32Array(size)),
          part('variance', new Float32Array(size).fill(1)),
        ];
        return activated(
          add('BatchNormalization', [source, ...parts], { epsilon: { float: 0 } }),
          step.activation,
        );
      }
      case 'add':
        return activated(add('Add', [source, held.get(step.other)!]), step.activation);
      case 'maxPool': {
        const { size, stride, padding } = step;
        return add('MaxPool', [source], {
          kernel_shape: { ints: size },
          strides: { ints: stride },
          pads: { ints: padding },
        });
      }
      case 'globalAverage':
        return add('GlobalAveragePool', [source]);
      default:
        throw new Error(`Expected steps that are compared with other libraries, got "${step.kind}".`);
    }
  };
  for (const step of plan.steps) held.set(step.target, computed(step));
  const answer = flattened(held.get(plan.output)!);
  nodes.push({ operator: 'Identity', inputs: [answer], outputs: ['logits'], attributes: {} });
  const { channels, height, width } = architecture.input;
  return onnxOf({
    opset: 17,
    input: { name: 'x', shape: [null, channels, height, width] },
    output: { name: 'logits', shape: [null, plan.classes] },
    nodes,
    constants,
  });
}
