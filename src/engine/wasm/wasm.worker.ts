// A worker of the browser's WebAssembly engine.

import type { Request, Start } from './protocol';
import { serve } from './serve';

const handle = serve((response, transfer) => postMessage(response, { transfer }));

addEventListener('message', (event: MessageEvent<Start | Request>) => handle(event.data));
