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
