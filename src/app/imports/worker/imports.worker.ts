// The worker of imports: passes on what the page asks, and what other tabs changed.

import { browserDecoder } from '../../../formats/images/decodeImage';
import { browserFolders } from '../../../library/folders';
import { atWork } from '../../lab/atWork';
import type { ImportEvent, ImportRequest } from '../protocol';
import { createImporter } from './importer';

/** The importers of other tabs. */
const others = 'BroadcastChannel' in self ? new BroadcastChannel('lacuna-imports') : null;

const handle = createImporter(
  (event: ImportEvent, transfer: Transferable[] = []) => self.postMessage(event, { transfer }),
  browserFolders('imports'),
  browserDecoder(),
  (id) => others?.postMessage(id),
);

if (others) others.onmessage = ({ data }) => void handle({ kind: 'changed', id: String(data) });

self.onmessage = (message: MessageEvent<ImportRequest>) => void atWork(() => handle(message.data));
