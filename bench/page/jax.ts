// The training step of networks in jax-js: jit(vmap(valueAndGrad)), all networks at once.

import { inputValues } from '../../src/engine/referenceSteps';
import type { Architecture } from '../../src/model/architecture';
import type { Convolution } from '../../src/model/layers/convolution';
import { memberValues, type Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';
import { trainableTensors } from '../../src/model/training';

/** An array of jax-js: whatever takes one uses it up, `ref` is another hold on it. */
type Jaxed = {
  ref: Jaxed;
  reshape(shape: number[]): Jaxed;
  transpose(): Jaxed;
  slice(...index: (number | [] | [number, number])[]): Jaxed;
  add(other: Jaxed | number): Jaxed;
  sub(other: Jaxed): Jaxed;
  mul(other: Jaxed): Jaxed;
  div(other: Jaxed): Jaxed;
  neg(): Jaxed;
  data(): Promise<Float32Array>;
  dispose(): void;
};
type Size = { height: number; width: number };
type Parameters = Record<string, Jaxed>;
type Loss = (parameters: Parameters, images: Jaxed, truths: Jaxed) => Jaxed;
type Gradients = (parameters: Parameters, images: Jaxed, truths: Jaxed) => [Jaxed, Parameters];

/** What is used of jax-js, which is not among our dependencies. */
type Jax = {
  init(device: string): Promise<string[]>;
  defaultDevice(device: string): void;
  jit(of: Gradients): Gradients;
  vmap(of: Gradients): Gradients;
  valueAndGrad(of: Loss): Gradients;
  blockUntilReady(value: [Jaxed, Parameters]): Promise<unknown>;
  nn: { relu(x: Jaxed): Jaxed; logSoftmax(x: Jaxed): Jaxed };
  numpy: {
    array(values: Float32Array): Jaxed;
    mean(x: Jaxed, axes?: number[], options?: { keepdims: boolean }): Jaxed;
    sum(x: Jaxed, axis: number): Jaxed;
    sqrt(x: Jaxed): Jaxed;
    matmul(a: Jaxed, b: Jaxed): Jaxed;
    pad(x: Jaxed, widths: [number, number][]): Jaxed;
    stack(parts: Jaxed[], axis: number): Jaxed;
  };
};

/**
 * A convolution of x, [input, images, height, width], as one product of matrices: of kernels by what each of
 * their taps sees.
 */
function convolved(
  { numpy: np }: Jax,
  layer: Convolution,
  x: Jaxed,
  kernel: Jaxed,
  images: number,
  size: Size,
) {
  const { input, output } = layer;
  const [stride, padding] = [Number(layer.stride), Number(layer.padding)];
  const [rows, columns] = layer.kernel;
  const height = Math.floor((size.height + 2 * padding - rows) / stride) + 1;
  const width = Math.floor((size.width + 2 * padding - columns) / stride) + 1;
  // Rows and columns by their rest of the stride, since slices take neighbours alone.
  const [high, wide] = [height + Math.floor((rows - 1) / stride), width + Math.floor((columns - 1) / stride)];
  const parts = np
    .pad(x, [
      [0, 0],
      [0, 0],
      [padding, high * stride - size.height - padding],
      [padding, wide * stride - size.width - padding],
    ])
    .reshape([input, images, high, stride, wide, stride]);
  const seen = Array.from({ length: rows * columns }, (_, tap) => {
    const [row, column] = [Math.floor(tap / columns), tap % columns];
    const [down, right] = [Math.floor(row / stride), Math.floor(column / stride)];
    const [lines, places] = [[down, down + height] as const, [right, right + width] as const];
    return parts.ref.slice([], [], [...lines], row % stride, [...places], column % stride);
  });
  parts.dispose();
  const taps = np.stack(seen, 1).reshape([input * rows * columns, images * height * width]);
  const sums = np.matmul(kernel.reshape([output, input * rows * columns]), taps);
  return { x: sums.reshape([output, images, height, width]), size: { height, width } };
}

/** The mean cross-entropy of one network in training mode, for the kinds of layers of the zoo's network. */
function lossOf(jax: Jax, { layers, input }: Architecture, count: number): Loss {
  const { nn, numpy: np } = jax;
  return (parameters, images, truths) => {
    let x = images;
    let size: Size = input;
    for (const layer of layers) {
      if (layer.kind === 'conv') {
        ({ x, size } = convolved(jax, layer, x, parameters[`${layer.name}.weight`], count, size));
      } else if (layer.kind === 'batchNorm') {
        const each = (part: string) => parameters[`${layer.name}.${part}`].reshape([-1, 1, 1, 1]);
        const centred = x.ref.sub(np.mean(x, [1, 2, 3], { keepdims: true }));
        const variance = np.mean(centred.ref.mul(centred.ref), [1, 2, 3], { keepdims: true });
        x = centred
          .div(np.sqrt(variance.add(layer.epsilon)))
          .mul(each('weight'))
          .add(each('bias'));
      } else if (layer.kind === 'relu') x = nn.relu(x);
      else if (layer.kind === 'globalAverage') x = np.mean(x, [2, 3]).transpose();
      else if (layer.kind === 'dense') {
        x = np.matmul(x, parameters[`${layer.name}.weight`].transpose());
        if (layer.bias) x = x.add(parameters[`${layer.name}.bias`]);
      } else throw new Error(`Expected the zoo's layers for jax-js, got ${layer.kind}.`);
    }
    return np.mean(np.sum(nn.logSoftmax(x).mul(truths), 1)).neg();
  };
}

/** jax-js from `base` on a backend. Rejects where the backend does not start. */
export async function createJax(base: string, backend: 'wasm' | 'webgpu') {
  const jax: Jax = await import(/* @vite-ignore */ `${base}index.js`);
  const started = await jax.init(backend);
  if (!started.includes(backend)) throw new Error(`Expected jax-js to start ${backend}, got ${started}.`);
  jax.defaultDevice(backend);
  const { numpy: np } = jax;
  return {
    /** Steps of the first networks over a batch of images: their gradients. The first call compiles. */
    stepOf(population: Population, members: number, images: Shard) {
      const { architecture, tensors } = population;
      const { channels, height, width } = architecture.input;
      const stacked = (values: Float32Array[], shape: number[]) => {
        const size = values[0].length;
        const all = new Float32Array(members * size);
        for (let member = 0; member < members; member++)
          all.set(values[member % values.length], member * size);
        return np.array(all).reshape([members, ...shape]);
      };
      const parameters = trainableTensors(architecture).map(({ name, shape }) => {
        const own = population.members.map((_, member) => memberValues(tensors[name], member));
        return [name, stacked(own, shape)] as const;
      });
      const size = height * width;
      const pixels = new Float32Array(images.count * channels * size);
      for (let image = 0; image < images.count; image++) {
        const values = inputValues(images, image, architecture.input);
        for (let channel = 0; channel < channels; channel++) {
          const own = values.subarray(channel * size, (channel + 1) * size);
          pixels.set(own, (channel * images.count + image) * size);
        }
      }
      const classes = images.classes.length;
      const truths = new Float32Array(images.count * classes);
      for (let image = 0; image < images.count; image++) truths[image * classes + images.labels[image]] = 1;
      const x = stacked([pixels], [channels, images.count, height, width]);
      const y = stacked([truths], [images.count, classes]);
      const step = jax.jit(jax.vmap(jax.valueAndGrad(lossOf(jax, architecture, images.count))));
      const run = async () => {
        const held = Object.fromEntries(parameters.map(([name, values]) => [name, values.ref]));
        const result = step(held, x.ref, y.ref);
        await jax.blockUntilReady(result);
        return result;
      };
      return {
        async gradients(): Promise<Record<string, Float32Array>> {
          const [loss, found] = await run();
          loss.dispose();
          const all = Object.entries(found).map(async ([name, of]) => [name, await of.data()] as const);
          return Object.fromEntries(await Promise.all(all));
        },
        async step(): Promise<void> {
          const [loss, found] = await run();
          for (const each of [loss, ...Object.values(found)]) each.dispose();
        },
        release(): void {
          for (const each of [x, y, ...parameters.map(([, values]) => values)]) each.dispose();
        },
      };
    },
  };
}
