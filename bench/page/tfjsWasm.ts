import { getThreadsCount, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { loadTfjs } from '../../src/engine/tensorflow/backend';
import { prepareTfjs } from '../tfjs';
import { type Engine, expectSame, loadedFiles } from './engine';

/**
 * tfjs-wasm caps its threads at half of the cores that the browser reports, whatever it is told: it is shown
 * twice as many.
 */
async function withReportedCores<T>(cores: number, start: () => Promise<T>): Promise<T> {
  Object.defineProperty(navigator, 'hardwareConcurrency', { configurable: true, get: () => cores });
  try {
    return await start();
  } finally {
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
}

/** tfjs on its WebAssembly backend, with the threads it was told to take. */
export async function createTfjsWasm(threads: number, sizes: number[]): Promise<Engine> {
  setThreadsCount(threads);
  const { tf } = await withReportedCores(2 * threads, () => loadTfjs({ backend: 'wasm' }));
  expectSame('tfjs-wasm', 'threads', threads, getThreadsCount());
  const binary = loadedFiles(/^tfjs-backend-wasm.*\.wasm$/).join(', ');
  if (!binary.startsWith('tfjs-backend-wasm-threaded-simd')) {
    throw new Error(
      `tfjs-wasm: expected its build with threads and SIMD, but it loaded ${binary || 'none'}.`,
    );
  }
  return {
    name: 'tfjs-wasm',
    facts: { version: tf.version_core, threads, binary },
    batches: sizes,
    prepare: async (population, shard, batch) => prepareTfjs(tf, population, shard, batch),
    close() {},
  };
}
