// The worker of imports: passes on what the page asks, and what other tabs changed. It starts itself again,
// called a reader, for each file that is read beside another.

import { browserDecoder } from '../../../formats/images/decodeImage';
import { browserFolders } from '../../../library/folders';
import { atWork } from '../../lab/atWork';
import type { ImportEvent, ImportRequest } from '../protocol';
import { createImporter } from './importer';
import type { FileToRead } from './readFile';
import { answerFile, type Readers } from './readTogether';

const READER = 'lacuna-reader';
/** More at once would hold too much in memory. */
const MOST_AT_ONCE = 4;

if (self.name === READER) answerFiles();
else answerPage();

function answerFiles(): void {
  self.onmessage = async ({ data }: MessageEvent<FileToRead>) => {
    const { answer, transfer } = await answerFile(data);
    self.postMessage(answer, { transfer });
  };
}

function answerPage(): void {
  /** The importers of other tabs. */
  const others = 'BroadcastChannel' in self ? new BroadcastChannel('lacuna-imports') : null;
  const readers: Readers = {
    most: 'Worker' in self ? Math.min(navigator.hardwareConcurrency, MOST_AT_ONCE) : 1,
    start: () => new Worker(self.location.href, { type: 'module', name: READER }),
  };
  const handle = createImporter(
    (event: ImportEvent, transfer: Transferable[] = []) => self.postMessage(event, { transfer }),
    browserFolders('imports'),
    browserDecoder(),
    (id) => others?.postMessage(id),
    readers,
  );

  if (others) others.onmessage = ({ data }) => void handle({ kind: 'changed', id: String(data) });

  self.onmessage = (message: MessageEvent<ImportRequest>) => void atWork(() => handle(message.data));
}
