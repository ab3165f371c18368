import type { Point } from '../src/model/measurements';
import type { Measured } from './report';
import type { EngineResult } from './results';

/**
 * One engine: microseconds for one network and one image (y) at shares of weights left (x, 0..1), measured
 * points only.
 */
export type Series = { name: string; own: boolean; points: Point[] };

const SIZE = { width: 820, height: 470 };
const PLOT = { left: 64, right: 500, top: 44, bottom: 410 };
const LABEL_GAP = 17;

const TITLES: Record<string, string> = {
  lacuna: 'Lacuna',
  'ort-wasm': 'onnxruntime-web',
  'ort-wasm-per-core': 'onnxruntime-web, one a core',
  'tfjs-wasm': 'TensorFlow.js, fused',
  'ort-webgpu': 'onnxruntime-web',
  'tfjs-webgpu': 'TensorFlow.js, fused',
};

function engineSeries(engines: EngineResult[], platform: string, skip: string[]): Series[] {
  const names = [...new Set(engines.map(({ engine }) => engine))].filter((name) => !skip.includes(name));
  return names.map((name) => ({
    name: `${TITLES[name] ?? name} · ${platform}`,
    own: name === 'lacuna',
    points: engines
      .filter(({ engine }) => engine === name)
      .map(({ population, pairs }) => ({
        x: population.includes('/sparse-90/') ? 0.1 : 1,
        y: 1e6 / pairs.median,
      }))
      .sort((a, b) => a.x - b.x),
  }));
}

/** The lines of the plot from what was measured. */
export function seriesOf({ wasm, scaling, webgpu, deno }: Measured): Series[] {
  const adapter = (description: string) =>
    description.replace(/^WebGPU · /, 'WebGPU, ').replace(' (software)', '');
  const swept = scaling?.weights;
  return [
    ...(swept
      ? [
          {
            name: 'Lacuna · WebAssembly',
            own: true,
            points: swept.points
              .map(({ x, y }) => ({ x, y: (1e6 * y) / swept.pairs }))
              .sort((a, b) => a.x - b.x),
          },
        ]
      : []),
    ...(wasm ? engineSeries(wasm.engines, 'WebAssembly', swept ? ['lacuna'] : []) : []),
    ...(deno ? engineSeries(deno.engines, adapter(deno.adapter), []) : []),
    ...(webgpu ? engineSeries(webgpu.engines, adapter(webgpu.adapter), []) : []),
  ];
}

/** Places labels at heights near the wanted ones, in their order, at least `gap` apart. */
export function spreadLabels(wanted: readonly number[], gap: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const placed = order.map((index) => wanted[index]);
  for (let pass = 0; pass < 200; pass++) {
    for (let i = 1; i < placed.length; i++) {
      const missing = gap - (placed[i] - placed[i - 1]);
      if (missing <= 1e-6) continue;
      placed[i - 1] -= missing / 2;
      placed[i] += missing / 2;
    }
  }
  const result: number[] = [];
  order.forEach((index, rank) => {
    result[index] = placed[rank];
  });
  return result;
}

const number = (value: number) => String(Math.round(value * 10) / 10);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const STYLE = `
text { font: 12px system-ui, sans-serif; fill: #66635b }
.title { font-size: 14px; fill: #1b1a17 }
.grid { stroke: #dcdad2 } .frame { fill: #fbfaf6 }
.line { fill: none; stroke: #b9b6ab; stroke-width: 1.5 } .dot { fill: #8b877c } .lead { stroke: #dcdad2 }
.own { stroke: #d55e00; stroke-width: 2 } .dot.own { fill: #d55e00; stroke: none }
text.own { fill: #c44f00; stroke: none; font-weight: 600 }
@media (prefers-color-scheme: dark) {
 text { fill: #a09c91 } .title { fill: #ece9e1 } .grid, .lead { stroke: #33312c } .frame { fill: #141412 }
 .line { stroke: #5f5c53 } .dot { fill: #8b877c } .own { stroke: #f0883e }
 .dot.own, text.own { fill: #f0883e }
}`;

/**
 * The plot as an SVG document: time on a logarithmic axis against weights left, ours orange, all others grey.
 */
export function plotSvg(series: readonly Series[], subtitle: string): string {
  const values = series.flatMap(({ points }) => points.map(({ y }) => y));
  if (values.length === 0) throw new Error('Expected at least one measured engine to draw, got none.');
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.ceil(Math.log10(Math.max(...values)));
  const x = (share: number) => PLOT.left + share * (PLOT.right - PLOT.left);
  const y = (value: number) =>
    PLOT.bottom - ((Math.log10(value) - first) / Math.max(1, last - first)) * (PLOT.bottom - PLOT.top);
  const decades = Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
  const grid = decades.map(
    (value) =>
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${number(y(value))}" ` +
      `y2="${number(y(value))}"/>` +
      `<text x="${PLOT.left - 8}" y="${number(y(value) + 4)}" ` +
      `text-anchor="end">${value < 1000 ? `${value} µs` : `${value / 1000} ms`}</text>`,
  );
  const ticks = [0, 0.1, 0.3, 0.5, 0.7, 1].map(
    (share) =>
      `<text x="${number(x(share))}" y="${PLOT.bottom + 20}" ` +
      `text-anchor="middle">${Math.round(share * 100)}%</text>`,
  );
  const ends = series.map(({ points }) => points[points.length - 1]);
  const heights = spreadLabels(
    ends.map((end) => y(end.y)),
    LABEL_GAP,
  );
  const lines = series.map(({ name, own, points }, index) => {
    const kind = own ? ' own' : '';
    const path = points.map((point) => `${number(x(point.x))},${number(y(point.y))}`).join(' ');
    const dots = points.map(
      (point) => `<circle class="dot${kind}" cx="${number(x(point.x))}" cy="${number(y(point.y))}" r="3"/>`,
    );
    const end = ends[index];
    return [
      `<line class="lead" x1="${number(x(end.x) + 5)}" y1="${number(y(end.y))}" ` +
        `x2="${PLOT.right + 24}" y2="${number(heights[index])}"/>`,
      `<polyline class="line${kind}" points="${path}"/>`,
      ...dots,
      `<text class="label${kind}" x="${PLOT.right + 28}" ` +
        `y="${number(heights[index] + 4)}">${escaped(name)}</text>`,
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" ` +
      `width="${SIZE.width}" height="${SIZE.height}" role="img" aria-label="Time for one network and ` +
      'one image against weights left, by engine">',
    `<style>${STYLE}</style>`,
    `<rect class="frame" width="${SIZE.width}" height="${SIZE.height}"/>`,
    `<text class="title" x="16" y="24">Time for one network and one image</text>`,
    ...grid,
    ...ticks,
    `<text x="${number((PLOT.left + PLOT.right) / 2)}" y="${PLOT.bottom + 40}" ` +
      `text-anchor="middle">weights left · ${escaped(subtitle)}</text>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n');
}
