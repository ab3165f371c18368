import type { Device } from '../device';
import { compileKernels, type KernelBytes } from './kernels';
import { createPool } from './pool';
import { createPooledDevice } from './poolDevice';
import type { Response, Transport } from './protocol';
import { serve } from './serve';

/**
 * A "worker" on this thread: each message is copied as a worker's would be, and handled in a task of its own,
 * so that timers and aborts get their turn.
 */
export function createInProcessTransport(module: WebAssembly.Module): Transport {
  let deliver: (response: Response) => void = () => {};
  let open = true;
  const handle = serve((response) => {
    if (open) deliver(response);
  });
  void handle({ kind: 'start', module });
  return {
    post(message, transfer) {
      const sent = structuredClone(message, { transfer });
      setTimeout(() => {
        if (open) void handle(sent);
      }, 0);
    },
    onMessage(handler) {
      deliver = handler;
    },
    onFailure() {},
    close() {
      open = false;
    },
  };
}

/**
 * The WebAssembly device without workers, on the calling thread: for Node, where there is no `Worker`, and
 * for tests.
 */
export async function createInProcessWasmDevice(bytes: KernelBytes): Promise<Device> {
  const module = await compileKernels(bytes);
  const pool = createPool(1, () => createInProcessTransport(module));
  return createPooledDevice(pool, 'WebAssembly · 1 core');
}
