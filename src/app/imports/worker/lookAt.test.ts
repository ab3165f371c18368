import { expect, test } from 'vitest';
import { lookAt } from './lookAt';

/** A file, and how far it was read. */
function watched(text: string) {
  const blob = new Blob([text]);
  const read = { end: 0 };
  const slice = (start: number, end: number) => {
    read.end = Math.max(read.end, end);
    return blob.slice(start, end);
  };
  return { file: { path: 'p.csv', content: { size: blob.size, slice } as Blob }, read, size: blob.size };
}

const HEADER = 'image_id,model_id,prediction,label,note\n';
const row = (note: string) => `"i,1",n0,1,1,"${note}"\n`;

test('of a long text the beginning tells what it is', async () => {
  const { file, read } = watched(HEADER + row('a\nb').repeat(500_000));
  const looked = await lookAt(file);
  expect(read.end).toBe(2 ** 22);
  expect(looked).toEqual(await lookAt(watched(HEADER + row('a\nb').repeat(100)).file));
});

test('where the beginning does not hold the rows that tell it, all is read', async () => {
  const { file, read, size } = watched(HEADER + row('a\n'.repeat(50_000)).repeat(120));
  const looked = await lookAt(file);
  expect(looked.kind === 'table' && looked.preview.rows).toHaveLength(100);
  expect(read.end).toBe(size);
});
