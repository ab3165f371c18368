import { browserDecoder } from '../../formats/images/decodeImage';
import { browserFolders } from '../../library/folders';
import { atWork } from '../lab/atWork';
import { createDevices } from '../lab/devices';
import { allDatasets, openKnown } from '../lab/openData';
import { createIntake } from './intake';
import type { NetworksEvent, NetworksRequest } from './protocol';

async function storage(): Promise<{ usage: number; quota: number } | null> {
  const { usage, quota } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return usage === undefined || quota === undefined ? null : { usage, quota };
}

const handle = createIntake((event: NetworksEvent) => self.postMessage(event), {
  folders: browserFolders('networks'),
  decode: browserDecoder(),
  devices: createDevices(() => {}),
  storage: async () => ('storage' in navigator ? storage() : null),
  datasets: allDatasets,
  openKnown,
});

self.onmessage = (message: MessageEvent<NetworksRequest>) => void atWork(() => handle(message.data));
