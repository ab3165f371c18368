import { describe, expect, it } from 'vitest';
import { plotSvg, type Series, spreadLabels } from './plot';

const series: Series[] = [
  {
    name: 'Lacuna · WebAssembly',
    own: true,
    points: [
      { x: 0.1, y: 10 },
      { x: 1, y: 100 },
    ],
  },
  { name: 'a < b', own: false, points: [{ x: 1, y: 1000 }] },
];

describe('spreadLabels', () => {
  it('keeps the order and the gap, and leaves alone what has room', () => {
    expect(spreadLabels([10, 100, 50], 20)).toEqual([10, 100, 50]);
    const [a, b, c] = spreadLabels([10, 12, 11], 20);
    expect(c - a).toBeCloseTo(20, 3);
    expect(b - c).toBeCloseTo(20, 3);
  });
});

describe('plotSvg', () => {
  it('puts a decade of time at equal distances, and every engine with its name', () => {
    const svg = plotSvg(series, '10 networks');
    const heights = [...svg.matchAll(/class="dot[^"]*" cx="[\d.]+" cy="([\d.]+)"/g)].map((match) =>
      Number(match[1]),
    );
    expect(heights).toEqual([410, 227, 44]);
    expect(svg).toContain('>a &lt; b</text>');
    expect(svg).toContain('weights left · 10 networks');
  });

  it('refuses to draw nothing', () => {
    expect(() => plotSvg([], '')).toThrow('at least one');
  });
});
