import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Device } from '../engine/device';
import { compileKernels } from '../engine/wasm/kernels';
import { createPool } from '../engine/wasm/pool';
import { createPooledDevice } from '../engine/wasm/poolDevice';
import type { Response, Transport } from '../engine/wasm/protocol';
import { readBytes } from './files';

/** The WebAssembly device on threads of Node, one a core; kernels come from the folder `build`. */
export async function createNodeWasmDevice(build: string, threads: number): Promise<Device> {
  const [plain, relaxed] = await Promise.all(
    ['plain', 'relaxed'].map((name) =>
      readBytes(join(build, `${name}.wasm`)).catch((error: Error) => {
        throw new Error(`${error.message.replace(/\.$/, '')}; npm run kernels builds it.`);
      }),
    ),
  );
  const module = await compileKernels({ plain, relaxed });
  const pool = createPool(threads, () => spawnThread(module));
  return createPooledDevice(pool, `WebAssembly · ${threads} ${threads === 1 ? 'core' : 'cores'}`);
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
