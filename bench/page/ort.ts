import type { InferenceSession } from 'onnxruntime-web';
import { samplePopulation } from '../../src/engine/samples';
import { onnxModel } from '../onnx/model';
import { batches, type Engine, expectSame, loadedFiles, networkInput, writeLabels } from './engine';
import { workersStarted } from './workers';

type Ort = typeof import('onnxruntime-web');

const builds = {
  wasm: { script: 'ort.wasm.min.mjs', binary: 'ort-wasm-simd-threaded.wasm' },
  webgpu: { script: 'ort.webgpu.min.mjs', binary: 'ort-wasm-simd-threaded.asyncify.wasm' },
};

/**
 * onnxruntime-web, one session a member, its own graph optimisations on. `base` is the folder of its files,
 * which the page must serve as they are: a bundler would hand its workers the wrong script.
 */
export async function createOrt(
  provider: 'wasm' | 'webgpu',
  base: string,
  threads: number,
  sizes: number[],
): Promise<Engine> {
  const { script, binary } = builds[provider];
  const ort: Ort = await import(/* @vite-ignore */ `${base}${script}`);
  ort.env.wasm.wasmPaths = base;
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = 'error';
  const before = workersStarted();
  const pixel = { channels: 1, height: 1, width: 1, mean: [0], std: [1] };
  const least = samplePopulation({ input: pixel, layers: [{ kind: 'globalAverage' }] }, 1, 1, 0);
  const smallest = onnxModel(least, 0);
  await ort.InferenceSession.create(smallest, { executionProviders: [provider] });
  expectSame('onnxruntime-web', 'threads', threads, ort.env.wasm.numThreads);
  expectSame('onnxruntime-web', 'workers', threads - 1, workersStarted() - before);
  expectSame('onnxruntime-web', 'the build', binary, loadedFiles(/^ort-wasm.*\.wasm$/).join(', '));
  return {
    name: `ort-${provider}`,
    facts: { version: ort.env.versions.web ?? 'unknown', threads, binary },
    batches: sizes,
    async prepare(population, shard, batch) {
      const { input } = population.architecture;
      const { length: members } = population.members;
      const sessions: InferenceSession[] = [];
      for (let member = 0; member < members; member++) {
        const model = onnxModel(population, member);
        sessions.push(
          await ort.InferenceSession.create(model, {
            executionProviders: [provider],
            graphOptimizationLevel: 'all',
          }),
        );
      }
      const values = networkInput(shard, input);
      const size = input.channels * input.height * input.width;
      const inputs = batches(shard.count, batch).map(({ start, end }) => ({
        start,
        x: new ort.Tensor('float32', values.subarray(start * size, end * size), [
          end - start,
          input.channels,
          input.height,
          input.width,
        ]),
      }));
      return {
        async run() {
          const labels = new Uint16Array(members * shard.count);
          for (let member = 0; member < members; member++) {
            for (const { start, x } of inputs) {
              const { logits } = await sessions[member].run({ x });
              writeLabels(
                (await logits.getData()) as Float32Array,
                logits.dims[1],
                labels,
                member * shard.count + start,
              );
            }
          }
          return labels;
        },
        release() {
          for (const session of sessions) void session.release();
        },
      };
    },
    close() {},
  };
}
