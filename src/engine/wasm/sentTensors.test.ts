import { expect, it } from 'vitest';
import { KEPT_NETWORK_BYTES, memberBytes, workerBytes } from './memory';
import { createWhole, sentBuffers, sentMember, sentTensor } from './sentTensors';

const few = Float32Array.of(0, 0, -2, 0, 0, 0, 0, Number.NaN, 0, 0, 0, 0);
const many = Float32Array.of(1, 0, 3, 0);

it('sends what is left of a sparse tensor, a fuller one whole, and makes both whole again', () => {
  const sparse = sentTensor([3, 4], few);
  expect(sparse).toEqual({
    shape: [3, 4],
    places: Uint32Array.of(2, 7),
    left: Float32Array.of(-2, Number.NaN),
  });
  const whole = createWhole();
  const made = whole({ a: sparse, b: sentTensor([4], many) });
  expect(made).toEqual({ a: { shape: [3, 4], data: few }, b: { shape: [4], data: many } });
  // In the same room nothing of the network before is left.
  const next = whole({ a: sentTensor([12], new Float32Array(12)) });
  expect(next.a.data).toBe(made.a.data);
  expect(next.a.data).toEqual(new Float32Array(12));
});

it('sends each member its own values, in memory of their own', () => {
  const tensors = { a: { shape: [4], data: Float32Array.of(0, 0, 0, 7, ...many) } };
  const [first, second] = [0, 1].map((member) => sentMember(tensors, member));
  expect(first.make().a).toEqual({ shape: [4], places: Uint32Array.of(3), left: Float32Array.of(7) });
  expect(second.make().a).toEqual({ shape: [4], data: many });
  expect([first.bytes, second.bytes]).toEqual([8 + 32, 16 + 32]);
  expect(sentBuffers(second.make())[0]).not.toBe(tensors.a.data.buffer);
});

it('makes what pruning kept whole, of a full tensor, of a sparse one and of what was pruned before', () => {
  const kept = Uint8Array.of(0b10100101, 0b1110);
  const of = sentTensor(
    [3, 4],
    Float32Array.from({ length: 12 }, (_, i) => (i === 2 ? -0 : i + 1)),
  );
  const once = { shape: [3, 4], kept, of };
  const twice = { shape: [3, 4], kept: Uint8Array.of(0b1110, 0b10), of: once };
  const sparse = { shape: [3, 4], kept, of: sentTensor([3, 4], few) };
  const whole = createWhole();
  expect(whole({ a: once }).a.data).toEqual(Float32Array.of(1, 0, -0, 0, 0, 6, 0, 8, 0, 10, 11, 12));
  expect(whole({ a: twice }).a.data).toEqual(Float32Array.of(0, 0, -0, 0, 0, 0, 0, 0, 0, 10, 0, 0));
  expect(whole({ a: sparse }).a.data).toEqual(Float32Array.of(0, 0, -2, 0, 0, 0, 0, Number.NaN, 0, 0, 0, 0));
});

it('counts a program only where one is kept', () => {
  expect(memberBytes(100, 20)).toBe(220);
  expect(memberBytes(1e9, 1e6)).toBe(1e6 + KEPT_NETWORK_BYTES);
  expect(memberBytes(1e9, 1e9)).toBe(1e9);
  expect([1, 2, 4, 16].map((threads) => workerBytes(threads) / 2 ** 20)).toEqual([384, 192, 96, 96]);
});
