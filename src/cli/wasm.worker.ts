// A thread of Node's WebAssembly engine.

import { parentPort } from 'node:worker_threads';
import { serve } from '../engine/wasm/serve';

const port = parentPort;
if (port) {
  const handle = serve((response, transfer) => port.postMessage(response, transfer as ArrayBuffer[]));
  port.on('message', handle);
}
