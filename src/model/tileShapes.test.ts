import { describe, expect, it } from 'vitest';
import { chooseShape, type TileShape, tileChoice } from './tileShapes';

const usual = [10, 12, 10, 11, 10];
const less = (share: number) => usual.map((time) => time * share);
const candidates: TileShape[] = [
  { images: 8, channels: 16, lanes: 64 },
  { images: 8, channels: 8, lanes: 64 },
  { images: 4, channels: 16, lanes: 64 },
];

describe('chooseShape', () => {
  it('takes what is clearly faster in every round, the fastest of several', () => {
    expect(chooseShape([usual, less(0.94)])).toBe(1);
    expect(chooseShape([usual, less(0.9), less(0.5), less(0.7)])).toBe(2);
  });

  it('keeps the usual shape where the gain is small or not in every round', () => {
    expect(chooseShape([usual, less(0.96), less(1.5)])).toBe(0);
    expect(chooseShape([usual, [5, 5, 5, 11, 5]])).toBe(0);
    expect(chooseShape([usual])).toBe(0);
  });

  it('keeps it where rounds are missing, and passes over what does not run', () => {
    expect(chooseShape([usual.slice(1), less(0.5).slice(1)])).toBe(0);
    expect(chooseShape([[], less(0.5)])).toBe(0);
    expect(chooseShape([])).toBe(0);
    expect(chooseShape([usual, [], less(0.5)])).toBe(2);
  });
});

describe('tileChoice', () => {
  it('gives speeds from median times, and counts what was timed', () => {
    expect(tileChoice(candidates, [usual, [], less(0.5)], 3e6, true)).toEqual({
      shape: candidates[2],
      isUsual: false,
      timed: 2,
      candidates: 3,
      speed: { chosen: 6e8, usual: 3e8 },
      isRemembered: true,
    });
  });

  it('has none where time ran out', () => {
    expect(tileChoice(candidates, [[10], [5], [5]], 3e6, false)).toMatchObject({
      shape: candidates[0],
      isUsual: true,
      timed: 0,
      speed: null,
    });
  });
});
