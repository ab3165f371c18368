// Training on one core, by turns with PyTorch, whose turn the driver runs.
import { createWasmDevice } from '../../src/engine/wasm/device';
import type { Population } from '../../src/model/population';
import { trainingRecipe } from '../../src/model/recipe';
import type { Settings } from '../results';
import type { PytorchResult } from '../trainingFigures';
import { timed } from './measure';
import { epochOf } from './training';
import { type BenchZoo, cut } from './zoo';

declare global {
  interface Window {
    /** An epoch of PyTorch's: images a second. */
    pytorch(kind: 'dense' | 'masked'): Promise<number>;
  }
}

/** Images a second of one network on one core, ours and PyTorch's, in each round one after the other. */
export async function measureBesidePytorch(
  zoo: BenchZoo,
  { rounds, trainBatch, trainImages }: Settings,
): Promise<Pick<PytorchResult, 'ours' | 'dense' | 'masked'>> {
  const device = await createWasmDevice({ threads: 1 });
  const images = cut(zoo.shard, trainImages);
  const recipe = trainingRecipe({ epochs: 1, batch: trainBatch, rate: 0.04, images: trainImages });
  const speed = async (from: Population) =>
    (trainImages * 1000) / (await timed(epochOf(device, recipe, from, 1, images)));
  const found = { ours: { dense: [] as number[], sparse: [] as number[] } };
  const [dense, masked]: number[][] = [[], []];
  try {
    const sparse = zoo.sparse ?? zoo.dense;
    await speed(zoo.dense);
    await speed(sparse);
    for (let round = 0; round < rounds; round++) {
      found.ours.dense.push(await speed(zoo.dense));
      dense.push(await window.pytorch('dense'));
      found.ours.sparse.push(await speed(sparse));
      masked.push(await window.pytorch('masked'));
    }
    return { ...found, dense, masked };
  } finally {
    device.close();
  }
}
