// The worker that brings in a reader's own networks, with the folders and devices of a browser.

import { browserDecoder } from '../../formats/images/decodeImage';
import { browserFolders } from '../../library/folders';
import { atWork } from '../lab/atWork';
import { createDevices } from '../lab/devices';
import { allDatasets, openKnown } from '../lab/openData';
import { storageState } from '../storage/promise';
import { createIntake } from './intake';
import type { NetworksEvent, NetworksRequest } from './protocol';

const handle = createIntake((event: NetworksEvent) => self.postMessage(event), {
  folders: browserFolders('networks'),
  decode: browserDecoder(),
  devices: createDevices(() => {}),
  storage: storageState,
  datasets: allDatasets,
  openKnown,
});

self.onmessage = (message: MessageEvent<NetworksRequest>) => void atWork(() => handle(message.data));
