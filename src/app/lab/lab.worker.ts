// The worker of the lab: passes on what the page asks, and what the lab tells.

import type { LabEvent, LabRequest } from './protocol';
import { createLab } from './session';

const handle = createLab((event: LabEvent) => self.postMessage(event));

self.onmessage = (message: MessageEvent<LabRequest>) => handle(message.data);
