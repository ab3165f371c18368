import { describe, expect, test } from 'vitest';
import type { QuantiseFormat, StructureSettings, Variant } from '../../model/variant';
import { inOrder } from '../../text/testing';
import { findings, names, prunedTo, say } from './fixtures/sentenceFindings';
import { sentence } from './sentence';

describe('what the sentence says was removed', () => {
  test('narrow networks: nothing is removed, they are trained small', () => {
    const narrow: Variant = { kind: 'narrow', width: 0.305 };
    expect(say({}, narrow)).toMatch(
      inOrder(
        /^Training small networks instead, 30\.5% of the channels, costs 1\.4 percentage points of /,
        /accuracy\. 431 of /,
      ),
    );
    expect(say({ accuracy: [0.9, 0.9] }, narrow)).toContain(', leaves accuracy at 90.0%. ');
  });

  test('says how weights were chosen', () => {
    expect(say({}, prunedTo(0.9, { method: 'random' }))).toMatch(
      /^Removing 90% of the weights at random costs /,
    );
    expect(say({}, prunedTo(0.875, { scope: 'layer' }))).toMatch(
      /^Removing 87\.5% of every layer's weights costs /,
    );
  });

  test('says what a structure removes', () => {
    const structured = (settings: StructureSettings): Variant => ({
      kind: 'structured',
      recalibrated: true,
      ...settings,
    });
    expect(say({}, structured({ method: '2:4' }))).toMatch(
      /^Removing 2 of every 4 weights costs 1\.4 percentage points/,
    );
    expect(say({}, structured({ method: '4:8' }))).toMatch(/^Removing 4 of every 8 weights costs /);
    expect(say({}, structured({ method: 'channels', share: 0.5 }))).toMatch(
      /^Removing 50% of every layer's channels costs /,
    );
    expect(say({ pies: 0 }, structured({ method: 'channels', share: 0 }))).toMatch(/^Nothing is removed\./);
  });

  test('says what a format saves instead of what is removed', () => {
    const paired = { pies: 4, paired: true, flips: 0.0024, accuracy: [0.9308, 0.9307] as [number, number] };
    const quantised = (format: QuantiseFormat): Variant => ({ kind: 'quantised', format });
    expect(say(paired, quantised('int8'))).toMatch(
      inOrder(
        /^Keeping weights in one byte instead of four leaves accuracy at 93\.1%\. 4 of 10,000 images /,
        /change their label\. For scale, /,
      ),
    );
    expect(say(paired, quantised('fixed'))).toMatch(
      /^Keeping weights and activations in one byte instead of four /,
    );
    expect(say({ ...paired, pies: 0 }, quantised('float16'))).toMatch(
      /^Keeping every parameter in two bytes instead of four leaves accuracy at 93\.1%\. None of 10,000/,
    );
    const { details } = sentence(findings(paired), quantised('float16'), names);
    expect(details.at(-1)).toContain('shipped as float16 already');
  });

  test('nothing removed', () => {
    const nothing = 'Nothing is removed. On 10,000 images, the 30 dense networks answer 91.2% correctly.';
    expect(say({ pies: 0 }, { kind: 'dense' })).toBe(nothing);
    expect(say({ pies: 0, paired: true }, prunedTo(0, { recalibrated: false }))).toBe(nothing);
    expect(say({ pies: 0, members: [1, 1], images: 1 }, { kind: 'dense' })).toBe(
      'Nothing is removed. On 1 image, the dense network answers 91.2% correctly.',
    );
    expect(say({ pies: 12, paired: true, accuracy: [0.912, 0.911] }, prunedTo(0))).toMatch(
      inOrder(
        /^Removing no weight, only re-estimating the normalisation, costs 0\.1 percentage points of /,
        /accuracy\. 12 of/,
      ),
    );
  });
});
