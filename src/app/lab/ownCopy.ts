/**
 * A reader's own copy of test images that are not published with a zoo: read, kept in the browser, opened
 * again.
 */
import { browserDecoder } from '../../formats/images/decodeImage';
import { withCopy, withoutCopy } from '../../library/copiedZoo';
import { COPIES, openCopy, saveCopy } from '../../library/copyStore';
import { browserFolders } from '../../library/folders';
import { readCopy } from '../../library/readCopy';
import { removeStored } from '../../library/stored';
import { publishedFile } from '../../library/urlSource';
import type { Zoo } from '../../library/zoo';
import { bytes, count } from '../../text/format';
import type { OwnFile } from '../imports/protocol';
import { said } from '../loading/said';
import type { JobProgress } from './meter';

/** A zoo with what there is of its test images, and what the reader must know of them. */
type Opened = { zoo: Zoo; notice: string | null };

/** A published file is of the size that is known of it, give or take: more is not taken. */
const MOST = 4;

/**
 * The zoo with the copy of its test images that this browser keeps; itself where there is none that opens.
 */
export async function withKeptCopy(zoo: Zoo): Promise<Opened> {
  const { id, classes, test } = zoo.manifest.dataset;
  const { height, width, channels } = zoo.manifest.architecture.input;
  const shape = { count: test.count, size: height * width * channels, classes: classes.length };
  try {
    const copy = await openCopy(await browserFolders(COPIES), id, shape);
    return { zoo: copy ? withCopy(zoo, copy) : zoo, notice: null };
  } catch (error) {
    return { zoo, notice: `Your copy of the test images cannot be opened: ${said(error)} Bring it again.` };
  }
}

/**
 * The zoo with a copy read from files, or from the publisher, which is kept; with null, without the one that
 * is kept, which is deleted.
 */
export async function changedCopy(
  zoo: Zoo,
  from: OwnFile[] | 'published' | null,
  signal: AbortSignal,
  told: (progress: JobProgress) => void,
): Promise<Opened> {
  if (from) return bringCopy(zoo, from, signal, told);
  await removeStored(await browserFolders(COPIES), zoo.manifest.dataset.id);
  return { zoo: withoutCopy(zoo), notice: null };
}

async function bringCopy(
  zoo: Zoo,
  from: OwnFile[] | 'published',
  signal: AbortSignal,
  told: (progress: JobProgress) => void,
): Promise<Opened> {
  const { withheld, manifest } = zoo;
  const tell = (doing: string, done = 0) => told({ done, secondsLeft: null, doing });
  const files = from === 'published' ? [await fetched()] : from;
  const copy = await readCopy(zoo, files, {
    ...{ decode: browserDecoder(), signal, created: new Date().toISOString() },
    told: (doing, images, share) => tell(images > 0 ? `${doing}, ${count(images)} so far` : doing, share),
  });
  signal.throwIfAborted();
  tell('Keeping the images', 1);
  const folders = await browserFolders(COPIES);
  const lasts = 'They last until this page is closed';
  const notice = await saveCopy(folders, manifest.dataset.id, copy).then(
    () => (folders.kept ? null : `${lasts}: this browser offers no storage here.`),
    (error: unknown) => `${lasts}, and could not be kept: ${said(error)}`,
  );
  return { zoo: withCopy(zoo, copy), notice };

  async function fetched(): Promise<OwnFile> {
    const published = withheld?.published;
    if (!published) throw new Error('Expected the address of the published test images, got none.');
    tell('Asking the publisher');
    const progress = (got: number) => {
      const share = Math.min(1, got / published.bytes);
      tell(`Fetching the test images, ${bytes(got)} of ${bytes(published.bytes)}`, share);
    };
    const limit = MOST * published.bytes;
    const { name, content } = await publishedFile(published, { limit, signal, progress });
    return { path: name, content: new Blob([content]) };
  }
}
