import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Device } from '../engine/device';
import { compileKernels } from '../engine/wasm/kernels';
import { createPool } from '../engine/wasm/pool';
import { createPooledDevice } from '../engine/wasm/poolDevice';
import type { Response, Transport } from '../engine/wasm/protocol';
import { readBytes } from './files';
import { choice, type Flags, UsageError } from './flags';

/** Refuses a --device other than the one that computes on the command line. */
export function requireWasm(flags: Flags): void {
  const device = choice(flags, 'device', ['wasm', 'webgpu', 'tensorflow'] as const, 'wasm');
  if (device !== 'wasm') {
    throw new UsageError(`Expected --device wasm, got ${device}, which runs in the page only.`);
  }
}

/**
 * The WebAssembly device on threads of Node, one a core and `most` at most, and how many these are; `root` is
 * the project's folder, which has the kernels.
 */
export async function createNodeWasmDevice(
  root: string,
  most: number,
): Promise<{ device: Device; threads: number }> {
  // A run has a listener for each of its tiles on one AbortSignal; Node takes more than ten for a leak.
  setMaxListeners(0);
  const threads = Math.max(1, Math.min(availableParallelism(), most));
  const build = join(root, 'src/engine/wasm/build');
  const [plain, relaxed] = await Promise.all(
    ['plain', 'relaxed'].map((name) =>
      readBytes(join(build, `${name}.wasm`)).catch((error: Error) => {
        throw new Error(`${error.message.replace(/\.$/, '')}; npm run kernels builds it.`);
      }),
    ),
  );
  const module = await compileKernels({ plain, relaxed });
  const pool = createPool(threads, () => spawnThread(module));
  const description = `WebAssembly · ${threads} ${threads === 1 ? 'core' : 'cores'}`;
  return { device: createPooledDevice(pool, description), threads };
}

function spawnThread(module: WebAssembly.Module): Transport {
  const thread = new Worker(join(dirname(fileURLToPath(import.meta.url)), 'wasm.worker.mjs'));
  thread.postMessage({ kind: 'start', module });
  return {
    post(message, transfer) {
      thread.postMessage(message, transfer as ArrayBuffer[]);
    },
    onMessage(handler) {
      thread.on('message', (response: Response) => handler(response));
    },
    onFailure(handler) {
      thread.on('error', (error) => handler(error.message));
    },
    close() {
      void thread.terminate();
    },
  };
}
