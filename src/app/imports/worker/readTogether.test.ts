import { expect, test } from 'vitest';
import type { FileToRead } from './readFile';
import { ALONE, answerFile, type Reader, readTogether } from './readTogether';

const TABLE = 'image_id,model_id,prediction,label\ni0,m,1,1\ni1,m,0,1\n';
/** Of a size at which a file is worth a reader. */
const LINES = '\n'.repeat(1 << 21);

const file = (path: string, text: string): FileToRead => ({
  path,
  content: new Blob([text]),
  mapping: null,
});

/** A reader that reads in this thread, as a worker does in its own; where it breaks, it reads nothing. */
function startReader(started: string[], breaks: boolean): () => Reader {
  return () => {
    const reader: Reader = {
      onmessage: null,
      onerror: null,
      terminate: () => started.push('ended'),
      postMessage: async (sent: FileToRead) => {
        started.push(sent.path);
        if (breaks) return reader.onerror?.call(reader as Worker, new Event('error') as ErrorEvent);
        const { answer, transfer } = await answerFile(sent);
        const data = structuredClone(answer, { transfer });
        reader.onmessage?.call(reader as Worker, new MessageEvent('message', { data }));
      },
    };
    return reader;
  };
}

test.each([false, true])('a large file is read beside the first; a broken reader: %s', async (breaks) => {
  const files = [file('a.csv', TABLE), file('b.csv', LINES + TABLE), file('c.csv', TABLE)];
  const started: string[] = [];
  const told: string[] = [];
  const read = await readTogether(files, (at, bytes) => told.push(`${at}: ${bytes}`), {
    most: 2,
    start: startReader(started, breaks),
  });
  expect(started).toEqual(['b.csv', 'ended']);
  expect(told.slice(0, 2)).toEqual(['0: 0', '1: 0']);
  const alone = await readTogether(files, () => undefined, ALONE);
  expect(read).toEqual(alone);
  expect(read[1]).toMatchObject({ populations: [{ table: { file: 'b.csv', rows: 2 } }] });
});

test('a reader that is lost is not asked again, and one that cannot be started is done without', async () => {
  const files = ['a', 'b', 'c', 'd'].map((name) => file(`${name}.csv`, LINES + TABLE));
  const alone = await readTogether(files, () => undefined, ALONE);
  const started: string[] = [];
  const lost = { most: 2, start: startReader(started, true) };
  expect(await readTogether(files, () => undefined, lost)).toEqual(alone);
  expect(started).toEqual(['b.csv', 'ended']);
  expect(await readTogether(files, () => undefined, { ...ALONE, most: 2 })).toEqual(alone);
});

test('of files that cannot be read the first is told, and readers end', async () => {
  const files = [
    file('a.csv', TABLE),
    file('b.csv', `${LINES}image_id,model_id,prediction\ni0,m\n`),
    file('c.csv', `${LINES}image_id,model_id\n`),
  ];
  const started: string[] = [];
  const reading = readTogether(files, () => undefined, { most: 3, start: startReader(started, false) });
  await expect(reading).rejects.toThrow('b.csv: expected 3 cells in row 1');
  expect(started.filter((each) => each === 'ended')).toHaveLength(2);
});
