/**
 * One architecture that make.py wrote, run here by both routes: how far its logits lie from PyTorch's.
 * Prints one JSON object; run it in a process of its own, whose peak memory it gives.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInProcessWasmDevice } from '../../src/engine/wasm/inProcess';
import { readNetworkFiles } from '../../src/formats/network/networkFiles';
import { stackNetworks } from '../../src/formats/network/population';
import type { Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';

type Answers = {
  mean: number[];
  std: number[];
  side: number;
  count: number;
  images: number[];
  logits: number[];
};

/** The largest difference of logits in shares of their spread, and how many labels differ. */
export type Compared = { apart: number; labels: number; seconds: number };

async function populationOf(folder: string, names: string[], answers: Answers): Promise<Population> {
  const files = names.map((path) => ({ path, content: new Blob([readFileSync(join(folder, path))]) }));
  const { found, problems } = await readNetworkFiles(files);
  if (problems.length > 0) throw new Error(problems.join(' '));
  const [{ id, file, network }] = found[0].members;
  const { mean, std } = answers;
  const architecture = { ...network.architecture, input: { ...network.architecture.input, mean, std } };
  return stackNetworks([{ id, file, network: { ...network, architecture } }]);
}

const largest = (row: ArrayLike<number>) => Array.from(row).indexOf(Math.max(...Array.from(row)));

/** Compares `name` in `folder`; `root` is the project's. */
export async function checkArchitecture(folder: string, name: string, root: string): Promise<void> {
  const answers = JSON.parse(readFileSync(join(folder, `${name}.answers.json`), 'utf8')) as Answers;
  const { side, count, logits } = answers;
  const classes = logits.length / count;
  const shard: Shard = {
    id: name,
    count,
    height: side,
    width: side,
    channels: 3,
    images: Uint8Array.from(answers.images),
    labels: new Uint16Array(count),
    classes: Array.from({ length: classes }, (_, code) => `${code}`),
  };
  const kernels = (build: string) => readFileSync(join(root, `src/engine/wasm/build/${build}.wasm`));
  const device = await createInProcessWasmDevice({ plain: kernels('plain'), relaxed: kernels('relaxed') });
  const compare = async (files: string[]): Promise<Compared> => {
    const population = await populationOf(folder, files, answers);
    const started = performance.now();
    let [apart, labels] = [0, 0];
    const spread = Math.max(...logits) - Math.min(...logits);
    for await (const batch of device.run(population, shard, { logits: true })) {
      batch.logits?.forEach((value, at) => {
        apart = Math.max(apart, Math.abs(value - logits[batch.start * classes + at]) / spread);
      });
      for (let image = 0; image < batch.count; image++) {
        const row = logits.slice((batch.start + image) * classes, (batch.start + image + 1) * classes);
        if (batch.labels[image] !== largest(row)) labels++;
      }
    }
    return { apart, labels, seconds: (performance.now() - started) / 1000 };
  };
  const description = await compare([`${name}.json`, `${name}.safetensors`]);
  const onnx = await compare([`${name}.onnx`]);
  device.close();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ name, side, description, onnx, megabytes }));
}
