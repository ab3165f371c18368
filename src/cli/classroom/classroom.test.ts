import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CLASSROOM, POOL, SAMPLE } from '../../text/classroom';
import { longSentences } from '../../text/reading';
import { classroomKey, classroomSample } from './classroomKey';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const questions = CLASSROOM.flatMap((part) => part.questions);

describe('the class exercise', () => {
  it('has the answers that the zoos give', async () => {
    const key = await classroomKey(root);
    expect(key).toEqual(JSON.parse(read('docs/classroom-key.json')));
    expect(Object.keys(key).sort()).toEqual(questions.map(({ id }) => id).sort());
  });

  it('opens a sample file that the zoo gives', async () => {
    expect((await classroomSample(root)).csv).toBe(read(`public/${SAMPLE.path}`));
  });

  it('is in the document as on the page, and takes ninety minutes', () => {
    // Lines are broken in the document.
    const document = read('docs/classroom.md').replace(/\s+/g, ' ');
    for (const { asks, address } of questions) expect(document).toContain(`${asks} \`${address}\``);
    expect(document).toContain(POOL);
    expect(CLASSROOM.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(90);
    expect(longSentences(questions.map(({ asks }) => asks))).toEqual([]);
  });
});
