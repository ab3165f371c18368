import { createWasmDevice } from '../../src/engine/wasm/device';
import { kernelName, kernelSize, prunableLayers } from '../../src/model/architecture';
import { fitLine, median } from '../../src/model/measurements';
import type { Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';
import type { Fit, ScalingResult, Settings } from '../results';
import { timed } from './measure';
import { labelsOf } from './ours';
import { type BenchZoo, cut, firstMembers } from './zoo';

const STEPS = [0.2, 0.4, 0.6, 0.8, 1];
const LEVELS = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];

/**
 * The levels whose cost is fitted by a line: those where compressed rows are the faster form of every large
 * layer.
 */
const ROWS_FROM = 0.6;

function weightsLeft(population: Population): number {
  const layers = prunableLayers(population.architecture);
  const left = layers.reduce((sum, layer) => {
    const { data } = population.tensors[kernelName(layer)];
    return sum + data.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
  }, 0);
  const all = layers.reduce((sum, layer) => sum + kernelSize(layer), 0);
  return left / (all * population.members.length);
}

/** Seconds of our device against members, images and weights left. */
export async function measureScaling(zoo: BenchZoo, settings: Settings): Promise<ScalingResult> {
  const { threads, images, rounds } = settings;
  const device = await createWasmDevice({ threads });
  const { dense, shard } = zoo;
  const seconds = async (population: Population, over: Shard) => {
    await labelsOf(device, population, cut(over, 16));
    const runs: number[] = [];
    for (let run = 0; run < Math.min(3, rounds); run++) {
      runs.push(await timed(() => labelsOf(device, population, over)));
    }
    return median(runs) / 1000;
  };
  const against = async (what: string, xs: number[], y: (x: number) => Promise<number>): Promise<Fit> => {
    const points = [];
    for (const x of [...new Set(xs)]) points.push({ x, y: await y(x) });
    return { what, points, line: fitLine(points) };
  };
  const some = cut(shard, images);
  // Whole members go to a worker each: counts that the workers share evenly.
  const counts = STEPS.map(
    (step) => Math.max(1, Math.round((step * dense.members.length) / threads)) * threads,
  );
  try {
    const members = await against('members', counts, async (count) =>
      seconds(await firstMembers(zoo, dense, count), some),
    );
    const byImages = await against(
      'images',
      STEPS.map((step) => Math.round(step * images)),
      (count) => seconds(dense, cut(shard, count)),
    );
    const points = [];
    for (const sparsity of LEVELS) {
      const settings = { method: 'magnitude', scope: 'layer', sparsity, seed: 0 } as const;
      const population = sparsity === 0 ? dense : await device.prune(dense, settings);
      points.push({ x: weightsLeft(population), y: await seconds(population, some) });
    }
    const fitted = points.filter(({ x }) => x <= 1 - ROWS_FROM + 0.01);
    return {
      members,
      images: byImages,
      weights: {
        what: 'share of weights left',
        points,
        line: fitLine(fitted),
        pairs: dense.members.length * some.count,
        rowsFrom: ROWS_FROM,
      },
    };
  } finally {
    device.close();
  }
}
