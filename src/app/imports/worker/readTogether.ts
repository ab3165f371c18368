/** Reads chosen files side by side: one here, others in workers of their own. */
import { messageOf } from '../../../text/messageOf';
import { buffersOf, type FileRead, type FileToRead, readFile } from './readFile';

export type ReaderAnswer = { read: FileRead } | { problem: string };

/** A worker that is sent files, and answers each (`answerFile`). */
export type Reader = Pick<Worker, 'postMessage' | 'onmessage' | 'onerror' | 'terminate'>;

/** How many files are read at once at most, and what starts a reader for each but the first. */
export type Readers = { most: number; start: () => Reader };

/**
 * A reader takes a file where no more bytes than these are read at once: with what they become, they must fit
 * into memory.
 */
const AT_ONCE = 1 << 28;
/** A smaller file is read sooner than a worker starts. */
const WORTH_A_WORKER = 1 << 21;

/** Files are read one after the other. */
export const ALONE: Readers = {
  most: 1,
  start: () => {
    throw new Error('No reader is started for one file at a time.');
  },
};

/** What a reader answers to a file, and the buffers that it hands over. */
export async function answerFile(
  file: FileToRead,
): Promise<{ answer: ReaderAnswer; transfer: ArrayBuffer[] }> {
  try {
    const read = await readFile(file);
    return { answer: { read }, transfer: buffersOf(read) };
  } catch (error) {
    return { answer: { problem: messageOf(error) }, transfer: [] };
  }
}

/**
 * What each of `files` held, in their order. `told` is given the place of a file whose reading begins, and
 * the bytes of those that were read. Throws what is wrong with the first that cannot be read.
 */
export async function readTogether(
  files: readonly FileToRead[],
  told: (at: number, bytes: number) => void,
  { most, start }: Readers,
): Promise<FileRead[]> {
  const answers: ReaderAnswer[] = [];
  let [next, held, bytes] = [0, 0, 0];
  let isBroken = false;
  const take = async (
    ask: (file: FileToRead) => Promise<ReaderAnswer>,
    isFree: (size: number) => boolean,
  ) => {
    while (next < files.length && !isBroken && isFree(files[next].content.size)) {
      const at = next++;
      const { size } = files[at].content;
      held += size;
      told(at, bytes);
      answers[at] = await ask(files[at]);
      isBroken ||= 'problem' in answers[at];
      held -= size;
      bytes += size;
    }
  };
  const readers: Reader[] = [];
  const beside = () => {
    let reader: Reader | undefined;
    let isLost = false;
    const ask = async (file: FileToRead) => {
      try {
        if (!reader) {
          reader = start();
          readers.push(reader);
        }
        return await asked(reader, file);
      } catch {
        // It would answer nothing more.
        isLost = true;
        return readHere(file);
      }
    };
    return take(ask, (size) => !isLost && size >= WORTH_A_WORKER && held + size <= AT_ONCE);
  };
  try {
    const here = take(readHere, () => true);
    await Promise.all([here, ...Array.from({ length: Math.min(most, files.length) - 1 }, beside)]);
  } finally {
    for (const reader of readers) reader.terminate();
  }
  // Files are taken in order: before the first that cannot be read, all were.
  return answers.map((answer) => {
    if ('problem' in answer) throw new Error(answer.problem);
    return answer.read;
  });
}

async function readHere(file: FileToRead): Promise<ReaderAnswer> {
  return (await answerFile(file)).answer;
}

/** What a reader answers. Rejects where the reader is lost. */
function asked(reader: Reader, file: FileToRead): Promise<ReaderAnswer> {
  return new Promise((resolve, reject) => {
    reader.onmessage = ({ data }: MessageEvent<ReaderAnswer>) => resolve(data);
    reader.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`The reader of ${file.path} is lost.`));
    };
    reader.postMessage(file);
  });
}
