// The worker that trains, with the folders, devices and locks of a browser.

import { createWasmDevice } from '../../engine/wasm/device';
import { browserDecoder } from '../../formats/images/decodeImage';
import { browserFolders } from '../../library/folders';
import { atWork } from '../lab/atWork';
import { openChoice, trainingRefusal } from '../lab/openDevice';
import { type AskedDevice, createCoach } from './coach';
import { FOLDERS } from './folders';
import type { TrainEvent, TrainRequest } from './protocol';
import { shippedImages } from './shippedImages';

const threads = Math.max(1, navigator.hardwareConcurrency ?? 1);

async function openDevice({ device: name, plain }: AskedDevice) {
  if (name === 'wasm') return { device: await createWasmDevice({ threads, plain }), note: null };
  const { device, reason } = await openChoice(name);
  const refusal = device.name === name ? trainingRefusal(device) : reason;
  if (!refusal) return { device, note: null };
  device.close();
  return {
    device: await createWasmDevice({ threads, plain }),
    note: `WebAssembly trains here: ${refusal.replace(/\.$/, '')}.`,
  };
}

const handle = createCoach((event: TrainEvent) => self.postMessage(event), {
  runs: browserFolders(FOLDERS.runs),
  networks: browserFolders('networks'),
  decode: browserDecoder(),
  threads,
  openDevice,
  zoo: shippedImages(browserFolders(FOLDERS.images)),
  // The name by which `Folders` holds a run too: one that goes on in another tab is not deleted meanwhile.
  async alone(name, work) {
    if (!('locks' in navigator)) return { done: await work() };
    return navigator.locks.request(`lacuna/trainings/${name}`, { ifAvailable: true }, async (lock) =>
      lock ? { done: await work() } : null,
    );
  },
});

self.onmessage = (message: MessageEvent<TrainRequest>) => void atWork(() => handle(message.data));
