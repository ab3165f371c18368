import { expect, test } from 'vitest';
import { graphBuilder } from './builder';

/** Mean and deviation of byte / 255 that a graph has which begins with `scale` x + `shift`. */
function normalisation(scale: number, shift: number) {
  const input = { channels: 1, height: 2, width: 2, mean: [0], std: [1] };
  const builder = graphBuilder(input);
  builder.normalise(Float32Array.of(scale), Float32Array.of(shift));
  const { name } = builder.add({ kind: 'flatten' }, ['input']);
  return builder.network(name).architecture.input;
}

test('a normalisation of bytes is told from one of shares by its scale, or by a mean beyond 1', () => {
  expect(normalisation(1 / 0.229, -0.485 / 0.229)).toMatchObject({ mean: [0.485], std: [0.229] });
  expect(normalisation(1 / 58.395, -123.675 / 58.395)).toMatchObject({ mean: [0.485], std: [0.229] });
  const { mean, std } = normalisation(1, -103.939);
  expect(mean?.[0]).toBeCloseTo(103.939 / 255, 6);
  expect(std?.[0]).toBeCloseTo(1 / 255, 6);
  expect(normalisation(2, -1)).toMatchObject({ mean: [0.5], std: [0.5] });
});

test.each([
  ['a constant that is added', 1, 0.7],
  ['one that is taken away', 1, -0.4],
  ['one that is no mean of bytes', 1, -3],
  ['a mean below 0', 4, 1],
  ['a scale below 1', 0.5, -0.1],
])('%s is a layer, not the normalisation', (_, scale, shift) => {
  const builder = graphBuilder({ channels: 1, height: 2, width: 2, mean: [0], std: [1] });
  builder.normalise(Float32Array.of(scale), Float32Array.of(shift));
  const { name } = builder.add({ kind: 'flatten' }, ['input']);
  expect(builder.isNormalised()).toBe(false);
  const { architecture, tensors } = builder.network(name);
  expect(architecture.input).toMatchObject({ mean: [0], std: [1] });
  expect(architecture.layers.map(({ kind }) => kind)).toEqual(['scale', 'flatten']);
  expect(tensors).toEqual(
    new Map([
      ['scale.weight', Float32Array.of(scale)],
      ['scale.bias', Float32Array.of(shift)],
    ]),
  );
});
