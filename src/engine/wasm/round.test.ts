import { describe, expect, it } from 'vitest';
import { fixturePopulation, fixtureShard } from '../../model/fixtures/compression';
import { expectLikeReference } from '../expectLikeReference';
import { activationRanges } from '../ranges';
import { roundedSample } from '../roundedSample';
import { referenceDevice, worstDifference } from '../testing';
import { testDevices } from './testing';

describe.each(testDevices)('fixed point on the $build build', ({ device }) => {
  it.each([1, 17, 33])('rounds like the reference, ties and ends too: %i images', async (images) => {
    const { population, shard } = roundedSample(images);
    await expectLikeReference(device, population, shard);
  });

  it('records the ranges of activations like the reference', async () => {
    const [population, calibration] = [fixturePopulation(), fixtureShard('calibration')];
    const ranges = await activationRanges(device, population, calibration);
    const expected = await activationRanges(referenceDevice, population, calibration);
    expect(worstDifference(ranges.flat(2), expected.flat(2))).toBeLessThan(1e-5);
  });
});
