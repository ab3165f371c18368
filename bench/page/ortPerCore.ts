import { memberValues, type Population } from '../../src/model/population';
import type { Engine } from './engine';
import type { OrtShare } from './ort.worker';

function slice(population: Population, first: number, end: number): Population {
  const tensors = Object.entries(population.tensors).map(([name, tensor]) => {
    const data = new Float32Array((tensor.data.length / population.members.length) * (end - first));
    for (let member = first; member < end; member++) {
      memberValues({ shape: tensor.shape, data }, member - first).set(memberValues(tensor, member));
    }
    return [name, { shape: tensor.shape, data }] as const;
  });
  return {
    ...population,
    members: population.members.slice(first, end),
    tensors: Object.fromEntries(tensors),
  };
}

function ask<T>(worker: Worker, message: OrtShare | 'run'): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<T>) => resolve(data);
    worker.onerror = (event) => reject(new Error(`A worker of onnxruntime-web stopped: ${event.message}`));
    worker.postMessage(message);
  });
}

/**
 * onnxruntime-web as one would have to set it up for a population: one instance of one thread a core, each
 * with a share of the members. No library does this by itself; it says what part of a difference is the
 * sharing out, and what part the kernels.
 */
export function createOrtPerCore(base: string, cores: number, sizes: number[]): Engine {
  return {
    name: 'ort-wasm-per-core',
    facts: { instances: cores, threads: 1 },
    batches: sizes,
    async prepare(population, shard, batch) {
      const { length: members } = population.members;
      const workers = Array.from(
        { length: Math.min(cores, members) },
        () => new Worker(new URL('./ort.worker.ts', import.meta.url), { type: 'module' }),
      );
      const edge = (worker: number) => Math.round((worker * members) / workers.length);
      await Promise.all(
        workers.map((worker, index) => {
          const share = slice(population, edge(index), edge(index + 1));
          return ask(worker, { base, population: share, shard, batch });
        }),
      );
      return {
        async run() {
          const labels = new Uint16Array(members * shard.count);
          const shares = await Promise.all(workers.map((worker) => ask<Uint16Array>(worker, 'run')));
          shares.forEach((share, index) => {
            labels.set(share, edge(index) * shard.count);
          });
          return labels;
        },
        release() {
          for (const worker of workers) worker.terminate();
        },
      };
    },
    close() {},
  };
}
