import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstImages } from '../model/shard';
import { cosine, exponential, logarithm, sine } from './arithmetic';
import { type CorruptionId, corrupt, corruptionIds, severities } from './corrupt';
import { quantisation } from './jpeg';
import type { Severity } from './picture';
import { imageRandom, normals } from './random';
import { corruptionHashes, sampleShard } from './testing';

type Fixture = { seed: number; expected: Record<CorruptionId, { grey: string[]; colour: string }> };
const { seed, expected }: Fixture = JSON.parse(
  readFileSync(new URL('./fixtures/corruptions.json', import.meta.url), 'utf8'),
);

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

/** How many bytes differ, and by how much at most. */
function differences(one: Uint8Array, other: Uint8Array) {
  let differing = 0;
  let most = 0;
  expect(one.length).toBe(other.length);
  one.forEach((byte, index) => {
    if (byte !== other[index]) differing++;
    most = Math.max(most, Math.abs(byte - other[index]));
  });
  return { differing, most };
}

describe('as numpy and scipy have it, but for a byte that falls between two', () => {
  test.each(corruptionIds)('%s', (id) => {
    for (const severity of severities) {
      const found = corrupt(sampleShard(1, 1), id, severity, seed).images;
      const { differing, most } = differences(found, bytesOf(expected[id].grey[severity - 1]));
      expect({ severity, few: differing <= 4, most: Math.min(most, 1) }).toEqual({
        severity,
        few: true,
        most,
      });
    }
    const colour = corrupt(sampleShard(3, 1), id, 4, seed).images;
    const { differing, most } = differences(colour, bytesOf(expected[id].colour));
    expect({ few: differing <= 12, most: Math.min(most, 1) }).toEqual({ few: true, most });
  });
});

test('the same bytes everywhere: every corruption and severity keeps its hash', async () => {
  const table = Object.entries(corruptionHashes()).map(([id, row]) => `"${id}": ${JSON.stringify(row)}`);
  await expect(`{\n${table.join(',\n')}\n}\n`).toMatchFileSnapshot('./__snapshots__/hashes.json');
});

test.each(corruptionIds)('%s: an image alone is the image among others, and the seed matters', (id) => {
  const whole = sampleShard(1, 4);
  const size = 28 * 28;
  const last = {
    ...whole,
    count: 1,
    images: whole.images.subarray(3 * size),
    labels: whole.labels.subarray(3),
  };
  const among = corrupt(whole, id, 3, 5).images;
  expect(corrupt(last, id, 3, 5, 3).images).toEqual(among.subarray(3 * size));
  expect(corrupt(firstImages(whole, 2), id, 3, 5).images).toEqual(among.subarray(0, 2 * size));
  expect(among).not.toEqual(whole.images);
  const steady: CorruptionId[] = ['defocus-blur', 'zoom-blur', 'brightness', 'contrast', 'pixelate', 'jpeg'];
  const other = corrupt(whole, id, 3, 6).images;
  if (steady.includes(id)) expect(other).toEqual(among);
  else expect(other).not.toEqual(among);
});

test('functions from arithmetic alone are those of the standard library', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (u) => {
      const x = Math.PI * u;
      expect(Math.abs(sine(x) - Math.sin(x))).toBeLessThan(1e-13);
      expect(Math.abs(cosine(x) - Math.cos(x))).toBeLessThan(1e-13);
      const negative = -300 * Math.abs(u);
      expect(Math.abs(exponential(negative) / Math.exp(negative) - 1)).toBeLessThan(1e-13);
      const positive = u * u + 1e-30;
      expect(Math.abs(logarithm(positive) - Math.log(positive))).toBeLessThan(
        1e-13 * Math.max(1, -Math.log(positive)),
      );
    }),
  );
});

test('normal numbers have mean 0, variance 1 and the tails of a normal', () => {
  const normal = normals(imageRandom(3, 0, 1, 9));
  const values = Array.from({ length: 100_000 }, normal);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.015);
  expect(Math.abs(variance - 1)).toBeLessThan(0.02);
  expect(values.filter((value) => Math.abs(value) > 1.96).length / values.length).toBeCloseTo(0.05, 2);
});

/** Mean and variance, in shares of 255, of a flat picture under a noise. */
function moments(id: CorruptionId, severity: Severity, level: number) {
  const flat = sampleShard(1, 40);
  const { images } = corrupt(
    { ...flat, images: new Uint8Array(flat.images.length).fill(level) },
    id,
    severity,
    1,
  );
  let sum = 0;
  for (const byte of images) sum += byte / 255;
  const mean = sum / images.length;
  let squares = 0;
  for (const byte of images) squares += (byte / 255 - mean) ** 2;
  return { mean, variance: squares / images.length, images };
}

describe('noise on a grey ground of 128', () => {
  const level = 128 / 255;
  const constants: Record<string, number[]> = {
    'gaussian-noise': [0.04, 0.06, 0.08, 0.09, 0.1],
    'shot-noise': [500, 250, 100, 75, 50],
    'impulse-noise': [0.01, 0.02, 0.03, 0.05, 0.07],
  };
  test.each(severities)('severity %i has the mean and variance of its formula', (severity) => {
    const constant = (id: string) => constants[id][severity - 1];
    const gaussian = moments('gaussian-noise', severity, 128);
    expect(gaussian.mean).toBeCloseTo(level, 2);
    expect(gaussian.variance / constant('gaussian-noise') ** 2).toBeCloseTo(1, 1);
    const shot = moments('shot-noise', severity, 128);
    expect(shot.mean).toBeCloseTo(level, 2);
    expect(shot.variance / (level / constant('shot-noise'))).toBeCloseTo(1, 1);
    const impulse = moments('impulse-noise', severity, 128);
    const share = (byte: number) =>
      impulse.images.filter((value) => value === byte).length / impulse.images.length;
    for (const byte of [0, 255])
      expect(Math.abs(share(byte) / (constant('impulse-noise') / 2) - 1)).toBeLessThan(0.25);
    expect(share(0) + share(128) + share(255)).toBeCloseTo(1, 12);
  });
});

test('each severity moves the sample further than the one before, on average over noise', () => {
  for (const id of [
    'gaussian-noise',
    'shot-noise',
    'impulse-noise',
    'contrast',
    'brightness',
    'zoom-blur',
  ] as const) {
    const clean = sampleShard(1, 3).images;
    const moved = severities.map((severity) =>
      corrupt(sampleShard(1, 3), id, severity, 2).images.reduce(
        (sum, byte, i) => sum + Math.abs(byte - clean[i]),
        0,
      ),
    );
    expect(moved).toEqual([...moved].sort((a, b) => a - b));
  }
});

test('quantisation tables follow the quality', () => {
  expect(quantisation([16, 11, 99], 50)).toEqual([16, 11, 99]);
  expect(quantisation([16, 11, 99], 80)).toEqual([6, 4, 40]);
  expect(quantisation([16, 11, 99], 100)).toEqual([1, 1, 1]);
  expect(quantisation([16, 11, 250], 1)).toEqual([255, 255, 255]);
});
