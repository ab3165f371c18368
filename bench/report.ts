import { textTable } from '../src/cli/textTable';
import { ratioOf, type Spread } from '../src/model/measurements';
import { type Bar, FIGURES, type Figure, figureNames } from './figures';
import { besideFastest, type GraphMeasured, graphFigures } from './graphFigures';
import type {
  EngineResult,
  FixedPointResult,
  FullSetResult,
  MemoryResult,
  ProfileResult,
  PruneResult,
  ScalingResult,
  SliderResult,
  WasmResult,
  WebGpuResult,
} from './results';
import { type TrainingMeasured, trainingFigures } from './trainingFigures';

/** All that was measured; null where a part did not run. `missing` says why, by part. */
export type Measured = {
  wasm: WasmResult | null;
  webgpu: WebGpuResult | null;
  deno: WebGpuResult | null;
  scaling: ScalingResult | null;
  layers: ProfileResult | null;
  fixedPoint: FixedPointResult | null;
  prune: PruneResult | null;
  fullSet: FullSetResult | null;
  memory: MemoryResult | null;
  slider: SliderResult | null;
} & TrainingMeasured &
  GraphMeasured;

/** Before any part ran. */
export const UNMEASURED: Measured = {
  wasm: null,
  webgpu: null,
  deno: null,
  scaling: null,
  layers: null,
  fixedPoint: null,
  prune: null,
  fullSet: null,
  memory: null,
  slider: null,
  training: null,
  trainingMemory: null,
  trainingProfile: null,
  trainingGpu: null,
  trainingJax: null,
  pytorch: null,
  graphs: null,
  graphMemory: null,
  graphsGpu: null,
  depthwise: null,
};

function find(engines: EngineResult[] | undefined, engine: string, sparse: boolean): EngineResult | null {
  return (
    engines?.find((each) => each.engine === engine && each.population.includes('/sparse-') === sparse) ?? null
  );
}

/** How many times as fast ours is, in each of its rounds, as the other library was at its fastest. */
function compared(engines: EngineResult[] | undefined, sparse: boolean, other: string): Spread | null {
  const ours = find(engines, 'lacuna', sparse);
  const theirs = find(engines, other, sparse);
  return ours && theirs ? besideFastest(ours, theirs) : null;
}

function exact(value: number | undefined): Spread | null {
  return value === undefined ? null : { median: value, least: value, most: value, runs: 1 };
}

/** Every figure with its spread over the rounds; null where it could not be measured. */
export function figuresOf(measured: Measured): Record<Figure, Spread | null> {
  const { wasm, webgpu, deno, scaling, fixedPoint, prune, fullSet, memory, slider } = measured;
  const dense = find(wasm?.engines, 'lacuna', false);
  const sparse = find(wasm?.engines, 'lacuna', true);
  const full = fullSet?.population.includes('/sparse-') ? fullSet : null;
  return {
    wasmDenseVsOrt: compared(wasm?.engines, false, 'ort-wasm'),
    wasmDenseVsOrtPerCore: compared(wasm?.engines, false, 'ort-wasm-per-core'),
    wasmDenseVsTfjs: compared(wasm?.engines, false, 'tfjs-wasm'),
    wasmSparse90VsOrt: compared(wasm?.engines, true, 'ort-wasm'),
    wasmSparse90VsOrtPerCore: compared(wasm?.engines, true, 'ort-wasm-per-core'),
    wasmSparse90VsDense: dense && sparse && ratioOf(sparse.rounds, dense.rounds),
    wasmDenseOfPeak:
      wasm &&
      dense &&
      ratioOf(
        dense.rounds.map((pairs) => pairs * wasm.multiplyAddsPerImage),
        wasm.peak.rounds,
      ),
    wasmIntegersVsFloats: fixedPoint ? ratioOf(fixedPoint.integers, fixedPoint.floats) : null,
    wasmIntegersVsDense: fixedPoint ? ratioOf(fixedPoint.integers, fixedPoint.dense) : null,
    webgpuDenseVsTfjs: compared(deno?.engines, false, 'tfjs-webgpu'),
    webgpuSparse90VsTfjs: compared(deno?.engines, true, 'tfjs-webgpu'),
    webgpuDenseVsOrt: compared(webgpu?.engines, false, 'ort-webgpu'),
    webgpuSparse90VsOrt: compared(webgpu?.engines, true, 'ort-webgpu'),
    pruneMs: prune?.readyMs ?? null,
    sliderMs: slider?.ms ?? null,
    fullSetSeconds: full?.seconds ?? null,
    ...trainingFigures(measured),
    ...graphFigures(measured),
    fitMembers: exact(scaling?.members.line.r2),
    fitImages: exact(scaling?.images.line.r2),
    fitWeights: exact(scaling?.weights.line.r2),
    peakMemoryMb: memory?.population.includes('/sparse-') ? exact(memory.megabytes) : null,
  };
}

/** The medians alone, as the keys of the JSON report. */
export function mediansOf(figures: Record<Figure, Spread | null>): Record<Figure, number | null> {
  return Object.fromEntries(figureNames.map((name) => [name, figures[name]?.median ?? null])) as Record<
    Figure,
    number | null
  >;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3).slice(0, 5);
}

/** The number of networks that the bars are set for. */
const BAR_MEMBERS = 30;

/** How many networks a figure was measured on whose size grows with them; null for ratios and fits. */
function networksOf(name: Figure, { prune, slider, fullSet, memory }: Measured): number | null {
  const part = { pruneMs: prune, sliderMs: slider, fullSetSeconds: fullSet, peakMemoryMb: memory };
  return name in part ? (part[name as keyof typeof part]?.members ?? null) : null;
}

/**
 * The figures beside their bars, for people. A figure on fewer networks than its bar speaks of neither
 * meets nor misses it.
 */
export function figureRows(figures: Record<Figure, Spread | null>, measured: Measured): string[][] {
  const body = figureNames.map((name) => {
    const { title, bar, first, unit, reach }: Bar = FIGURES[name];
    const raised = first === undefined ? '' : `, once ${first}`;
    const spread = figures[name];
    const range = spread && spread.runs > 1 ? `${digits(spread.least)} to ${digits(spread.most)}` : '';
    const met = spread && (reach === 'least' ? spread.median >= bar : spread.median <= bar);
    const networks = networksOf(name, measured);
    const fewer = networks !== null && networks < BAR_MEMBERS;
    const verdict = fewer ? `on ${networks} networks, the bar is for ${BAR_MEMBERS}` : met ? 'met' : 'missed';
    return [
      `${name}: ${title}`,
      spread ? `${digits(spread.median)} ${unit}`.trim() : 'not measured',
      range,
      `${reach === 'least' ? 'at least' : 'at most'} ${bar} ${unit}`.trim() + raised,
      spread ? verdict : '',
    ];
  });
  return [['figure', 'median', 'spread', 'bar', ''], ...body];
}

/** The speed of every engine, for people. */
export function engineRows(measured: Measured): string[][] {
  const graphs = Object.values(measured.graphs?.engines ?? {}).flat();
  const parts = [measured.wasm, { engines: graphs }, measured.graphsGpu, measured.webgpu, measured.deno];
  const engines = parts.flatMap((part) =>
    (part?.engines ?? []).map((engine) => ({
      engine,
      adapter: part && 'adapter' in part ? part.adapter : '',
    })),
  );
  const placeOf = ({ engine, adapter }: (typeof engines)[number]) => {
    if (engine.engine === 'lacuna') return ` (${engine.facts.description})`;
    return adapter ? ` on ${adapter}` : '';
  };
  const body = engines.map(({ engine, adapter }) => [
    engine.engine + placeOf({ engine, adapter }),
    engine.population,
    `${engine.members} x ${engine.images}`,
    Object.entries(engine.facts)
      .filter(([fact]) => fact !== 'description')
      .map(([fact, value]) => (fact === 'binary' ? value : `${fact} ${value}`))
      .join(', '),
    engine.batch === null ? '' : String(engine.batch),
    digits(engine.pairs.median),
    `${digits(engine.pairs.least)} to ${digits(engine.pairs.most)}`,
    `${engine.differing} of ${engine.checked}`,
  ]);
  return [
    [
      'engine',
      'population',
      'networks x images',
      'runs as',
      'batch',
      'pairs/s',
      'spread',
      'labels differing',
    ],
    ...body,
  ];
}

/** Where our time goes, layer by layer, for people. */
export function layerRows({ layers, deno }: Measured): string[][] {
  const networks = [
    { name: 'wasm dense', results: layers?.dense ?? [] },
    { name: 'wasm trained sparse 90%', results: layers?.sparse ?? [] },
    { name: `${deno?.adapter} dense`, results: deno?.layers?.dense ?? [] },
    { name: `${deno?.adapter} trained sparse 90%`, results: deno?.layers?.sparse ?? [] },
  ];
  const body = networks.flatMap(({ name, results }) =>
    results.map(({ layer, multiplyAdds, left, microseconds, ofPeak }) => [
      `${name}: ${layer}`,
      Math.round(multiplyAdds).toLocaleString('en'),
      Math.round(left).toLocaleString('en'),
      `${digits(microseconds)} µs`,
      `${Math.round(100 * ofPeak)}%`,
    ]),
  );
  return [['layer', 'multiply-adds', 'of weights left', 'time', 'of peak'], ...body];
}

/** A table in columns of equal width, for a terminal. */
export function aligned([head, ...rows]: string[][]): string {
  return textTable(head, rows);
}

/** A table in Markdown, its numbers to the right. */
export function markdown(cells: string[][]): string {
  const [head, ...body] = cells.map(
    (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  const rule = `|${cells[0].map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`;
  return [head, rule, ...body].join('\n');
}
