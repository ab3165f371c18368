import type { Device } from '../device';
import plainUrl from './build/plain.wasm?url';
import relaxedUrl from './build/relaxed.wasm?url';
import { compileKernels } from './kernels';
import { createPool } from './pool';
import { createPooledDevice } from './poolDevice';
import type { Response, Transport } from './protocol';

export type WasmOptions = {
  /** Workers; all cores unless told. */
  threads?: number;
  /**
   * Whether to leave relaxed SIMD, whose last bits depend on the processor, to others: the same bits on every
   * machine, and slower.
   */
  plain?: boolean;
};

function spawnWorker(module: WebAssembly.Module): Transport {
  const worker = new Worker(new URL('./wasm.worker.ts', import.meta.url), { type: 'module' });
  worker.postMessage({ kind: 'start', module });
  return {
    post(message, transfer) {
      worker.postMessage(message, transfer);
    },
    onMessage(handler) {
      worker.onmessage = (event: MessageEvent<Response>) => handler(event.data);
    },
    onFailure(handler) {
      worker.onerror = (event) => {
        // Else the error goes on to the worker that started this one, and to its page.
        event.preventDefault();
        handler(event.message || 'its script could not be loaded.');
      };
      worker.onmessageerror = () => handler('a message could not be read.');
    },
    close() {
      worker.terminate();
    },
  };
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(
      `Expected the WebAssembly kernels at ${url}, but the server answered ${response.status}.`,
    );
  }
  return response.arrayBuffer();
}

/**
 * The device that runs on the processor, in module workers of a page (or of a worker of the page), one a
 * core.
 */
export async function createWasmDevice(options: WasmOptions = {}): Promise<Device> {
  const threads = Math.max(1, options.threads ?? navigator.hardwareConcurrency ?? 1);
  const [plain, relaxed] = await Promise.all([fetchBytes(plainUrl), fetchBytes(relaxedUrl)]);
  const module = await compileKernels({ plain, relaxed: options.plain ? plain : relaxed });
  const pool = createPool(threads, () => spawnWorker(module));
  return createPooledDevice(
    pool,
    `WebAssembly · ${threads} ${threads === 1 ? 'core' : 'cores'}${options.plain ? ', plain SIMD' : ''}`,
  );
}
