import { describe, expect, it } from 'vitest';
import { spreadOf } from '../src/model/measurements';
import {
  aligned,
  engineRows,
  figureRows,
  figuresOf,
  layerRows,
  type Measured,
  markdown,
  mediansOf,
  UNMEASURED,
} from './report';
import type { EngineResult } from './results';

function engine(
  name: string,
  variant: string,
  rounds: number[],
  tried: Record<string, number> = {},
): EngineResult {
  return {
    engine: name,
    population: `fashion-mnist/${variant}/10`,
    members: 10,
    images: 100,
    facts: { description: 'WebAssembly · 2 cores', version: '1.0', threads: 2, binary: 'simd.wasm' },
    batch: name === 'lacuna' ? null : 64,
    tried,
    differing: 1,
    checked: 1000,
    pairs: spreadOf(rounds),
    rounds,
  };
}

const measured: Measured = {
  ...UNMEASURED,
  wasm: {
    engines: [
      engine('lacuna', 'dense', [20, 10, 30]),
      engine('ort-wasm', 'dense', [10, 5, 10]),
      engine('lacuna', 'sparse-90', [100, 60, 90]),
      engine('ort-wasm', 'sparse-90', [10, 5, 10], { 16: 8, 64: 15 }),
    ],
    peak: { simd: 'relaxed', rounds: [80, 40, 60], spread: spreadOf([80, 40, 60]) },
    multiplyAddsPerImage: 2,
  },
  fixedPoint: {
    members: 10,
    images: 100,
    integers: [30, 40, 20],
    floats: [20, 20, 20],
    dense: [40, 40, 40],
    differing: 0,
  },
  prune: { members: 10, sparsity: 0.8, maskMs: spreadOf([5, 6, 7]), readyMs: spreadOf([11, 12, 13]) },
  fullSet: { population: 'fashion-mnist/dense/10', members: 10, images: 10_000, seconds: spreadOf([4]) },
};

describe('figures', () => {
  it('compare our rounds with the fastest that another was seen at, on the same weights', () => {
    const medians = mediansOf(figuresOf(measured));
    expect(medians.wasmDenseVsOrt).toBe(2);
    expect(medians.wasmSparse90VsOrt).toBe(6);
    expect(medians.wasmSparse90VsDense).toBe(5);
    expect(medians.wasmDenseOfPeak).toBe(0.5);
    expect(medians.wasmIntegersVsFloats).toBe(1.5);
    expect(medians.wasmIntegersVsDense).toBe(0.75);
  });

  it('are null where nothing was measured, or on other weights than the figure speaks of', () => {
    expect(Object.values(mediansOf(figuresOf(UNMEASURED)))).toEqual(new Array(45).fill(null));
    const medians = mediansOf(figuresOf(measured));
    expect(medians.wasmDenseVsTfjs).toBeNull();
    expect(medians.fullSetSeconds).toBeNull();
  });

  it('stand beside their bars', () => {
    const lines = aligned(figureRows(figuresOf(measured), measured)).split('\n');
    expect(lines.find((line) => line.startsWith('wasmDenseVsOrt'))).toMatch(
      /2\.000 x +1\.000 to 3\.000 +at least 2\.5 x +missed$/,
    );
    expect(lines.find((line) => line.startsWith('wasmSparse90VsDense'))).toMatch(
      /at least 6 x, once 4 +missed$/,
    );
    expect(lines.find((line) => line.startsWith('pruneMs'))).toMatch(
      /12\.0 ms .* at most 60 ms +on 10 networks, the bar is for 30$/,
    );
    expect(lines.find((line) => line.startsWith('sliderMs'))).toMatch(/not measured +at most 1200 ms$/);
  });
});

it('lists every engine with its labels checked', () => {
  const [, first, second] = aligned(engineRows(measured)).split('\n');
  expect(first).toMatch(/^lacuna \(WebAssembly · 2 cores\) .*10 x 100 .*20\.0 .*1 of 1000$/);
  expect(second).toMatch(/^ort-wasm .* version 1\.0, threads 2, simd\.wasm +64 .*10\.0/);
});

it('writes a table in Markdown', () => {
  expect(
    markdown([
      ['a', 'b'],
      ['x | y', '1'],
    ]),
  ).toBe('| a | b |\n|---|---:|\n| x \\| y | 1 |');
});

it('says where the time goes', () => {
  const layer = { layer: 'conv1', multiplyAdds: 156_800, left: 15_680, microseconds: 2.5, ofPeak: 0.123 };
  const rows = layerRows({ ...UNMEASURED, layers: { peak: 1, dense: [], sparse: [layer] } });
  expect(rows[1]).toEqual(['wasm trained sparse 90%: conv1', '156,800', '15,680', '2.500 µs', '12%']);
});
