import { browserDecoder } from '../../formats/decodeImage';
import { browserFolders } from '../../library/folders';
import { createImporter } from './importer';
import type { ImportEvent, ImportRequest } from './protocol';

const handle = createImporter(
  (event: ImportEvent, transfer: Transferable[] = []) => self.postMessage(event, { transfer }),
  browserFolders('imports'),
  browserDecoder(),
);

self.onmessage = (message: MessageEvent<ImportRequest>) => void handle(message.data);
