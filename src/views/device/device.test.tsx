import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { DeviceFigures, LevelFigures } from '../../model/deviceFigures';
import { claim, type DeviceInUse, facts, figuresJson, speedSentence, spread, three } from './deviceWords';
import { SpeedChart } from './SpeedChart';
import { tilesSentence } from './tilesWords';

const around = (median: number) => ({ median, least: median * 0.9, most: median * 1.2, runs: 7 });
const level = (removed: number, speed: number): LevelFigures => ({
  removed,
  imagesPerSecond: around(speed),
  ratio: removed === 0 ? null : around(speed / 20_000),
  differing: removed === 0.9 ? 1 : 0,
  compared: 2560,
});
const wasm: DeviceFigures = {
  name: 'wasm',
  description: 'WebAssembly · 2 cores',
  members: 10,
  images: 256,
  levels: [level(0, 20_000), level(0.5, 26_000), level(0.9, 92_400)],
  prune: { members: 30, ms: around(41) },
  slider: { members: 30, ms: around(1234) },
  sliderImages: 1000,
  problem: null,
};
const inUse: DeviceInUse = {
  name: 'wasm',
  description: 'WebAssembly · 2 cores',
  reason: 'WebGPU has no GPU behind it here',
  speed: null,
  tiles: null,
};

describe('the words for a machine', () => {
  it('keep three figures', () => {
    expect([20_149, 4.618, 41.26, 0.999].map(three)).toEqual(['20,100', '4.62', '41.3', '1.00']);
    expect(spread(around(41), 'ms')).toBe('41.0 ms (36.9 to 49.2, n = 7)');
  });

  it('say which device computes until something is measured, then the largest gain', () => {
    expect(claim(inUse, [])).toBe('WebAssembly · 2 cores computes here: WebGPU has no GPU behind it here.');
    expect(claim(inUse, [{ ...wasm, levels: [] }])).toBe(claim(inUse, []));
    expect(claim(inUse, [wasm])).toBe(
      'On this machine networks with 90% of the weights gone run 4.62 times as fast as dense ones: ' +
        '92,400 images a second on WebAssembly · 2 cores.',
    );
  });

  it('say where a speed comes from', () => {
    expect(speedSentence(inUse)).toContain('is measured once');
    const speed = { imagesPerSecond: 19_870, source: 'run' } as const;
    expect(speedSentence({ ...inUse, speed })).toMatch(/^19,900 images a second .* in the last run\.$/);
  });

  it('say which shape runs on a GPU, how fast, and how it was chosen', () => {
    const shape = { images: 8, channels: 16, lanes: 64 };
    const speed = { chosen: 8.12e11, usual: 8.12e11 };
    const usual = { shape, isUsual: true, timed: 3, candidates: 4, speed, isRemembered: false };
    const what = 'Dense convolutions run as 8 images x 16 channels a thread, 64 threads per workgroup';
    expect(tilesSentence(usual)).toBe(
      `${what}, measured here on a small layer: 3 of 4 candidates, the usual shape, at 812 G multiply-adds ` +
        'a second; no other took 5% less time in all of 5 rounds.',
    );
    const other = { ...usual, isUsual: false, speed: { chosen: 1e12, usual: 4e11 } };
    expect(tilesSentence({ ...other, isRemembered: true })).toBe(
      `${what}, measured here on an earlier visit on a small layer: 3 of 4 candidates, this one at ` +
        '1,000 G multiply-adds a second, the usual one at 400 G multiply-adds a second.',
    );
    expect(tilesSentence({ ...usual, timed: 0, speed: null })).toBe(
      `${what}, the usual shape: 4 candidates took too long to time here.`,
    );
  });

  it('tell every figure with its spread, the crossover, the agreement and what is missing', () => {
    expect(facts({ ...wasm, problem: 'the GPU is gone.' })).toEqual([
      'Pruning 30 networks to a new level: 41.0 ms (36.9 to 49.2, n = 7).',
      'From a new level to findings, 30 networks on 1,000 images, BatchNorm re-estimated: 1,230 ms ' +
        '(1,110 to 1,480, n = 7).',
      'Sparse networks are faster than dense ones below 67% of the weights left, by the line through ' +
        'the measured times.',
      'All but 1 of 7,680 labels agree with those that came with the networks.',
      'The GPU is gone.',
    ]);
    expect(facts({ ...wasm, levels: [], prune: null, slider: null })).toEqual([]);
  });

  it('give it all as JSON with browser, cores and adapter', () => {
    const offer = { name: 'webgpu', title: 'WebGPU · Intel', slow: false, note: '' } as const;
    const read = (available: boolean) =>
      JSON.parse(figuresJson({ browser: 'Firefox', cores: 8 }, [{ ...offer, available }], [wasm]));
    expect(read(true)).toMatchObject({ browser: 'Firefox', cores: 8, adapter: 'WebGPU · Intel' });
    expect(read(false).adapter).toBeNull();
    expect(read(true).devices[0]).toMatchObject({ ...wasm, crossover: expect.closeTo(0.667, 3) });
  });
});

describe('SpeedChart', () => {
  it('draws medians and ranges to the fastest, dense first', () => {
    const markup = renderToStaticMarkup(<SpeedChart device={wasm} width={330} />);
    expect(markup.replaceAll('><', '>\n<')).toMatchSnapshot();
  });
});
