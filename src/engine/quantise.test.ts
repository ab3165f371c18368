import { describe, expect, it } from 'vitest';
import { pruneChannels } from '../model/channels';
import { fixtureArchitecture, fixturePopulation, fixtureShard } from '../model/fixtures/compression';
import expected from '../model/fixtures/compression.json';
import { fixedPointPopulation, onGrid } from '../model/quantise';
import { activationRanges } from './ranges';
import { runReference } from './reference';
import { roundedSample } from './roundedSample';
import { referenceDevice, worstDifference } from './testing';

const population = fixturePopulation();
const shard = fixtureShard('images');
const calibration = fixtureShard('calibration');

describe('against PyTorch', () => {
  it('the network itself answers alike', () => {
    expect(worstDifference(runReference(population, shard).logits, expected.logits.flat())).toBeLessThan(
      1e-5,
    );
  });

  it('a network without its weakest channels answers as the whole one with them at 0', () => {
    const left = pruneChannels(population, expected.share);
    expect(worstDifference(runReference(left, shard).logits, expected.channels.flat())).toBeLessThan(1e-5);
  });

  it('records the same ranges and answers alike in fixed point', async () => {
    const ranges = await activationRanges(referenceDevice, population, calibration);
    const wanted = [0, 1, 2].map((tensor) => expected.fixed.map((member) => member.ranges[tensor]));
    expect(worstDifference(ranges.flat(2), wanted.flat(2))).toBeLessThan(1e-6);
    const fixed = fixedPointPopulation(population, ranges);
    const logits = expected.fixed.flatMap((member) => member.logits);
    expect(worstDifference(runReference(fixed, shard).logits, logits)).toBeLessThan(1e-5);
  });
});

describe('activationRanges', () => {
  it('refuses a calibration set without images', async () => {
    await expect(activationRanges(referenceDevice, population, { ...calibration, count: 0 })).rejects.toThrow(
      'Expected calibration images',
    );
  });

  it('reads no more than the first 100 images', async () => {
    const size = 7 * 6 * 3;
    const images = new Uint8Array(101 * size).fill(100);
    images.fill(255, 100 * size);
    const shard101 = { ...calibration, count: 101, images, labels: new Uint16Array(101) };
    const [input] = await activationRanges(referenceDevice, population, shard101);
    const { mean, std } = fixtureArchitecture.input;
    expect(input[0][1]).toBeCloseTo((100 / 255 - mean[2]) / std[2], 6);
  });
});

describe('the rounding sample', () => {
  it('holds ties and values beyond both ends', () => {
    const { population: rounded, shard: images } = roundedSample(3);
    const exact = runReference(rounded, images).logits;
    expect(new Set(exact).size).toBeGreaterThan(40);
    expect([onGrid(0.75, 1.5, 3), onGrid(2.25, 1.5, 3), onGrid(-99, 1.5, 3), onGrid(9999, 1.5, 3)]).toEqual([
      0, 3, -4.5, 378,
    ]);
  });
});
