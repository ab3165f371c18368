import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { inOrder } from '../text/testing';
import { folderOf, ROOT } from './testing';

test('a file that takes longer to be read than it may ends the program with one sentence', () => {
  const rows = Array.from({ length: 300_000 }, (_, row) => `${row},m,${row % 7},${row % 5}`);
  const path = folderOf({ 'p.csv': `image_id,model_id,prediction,label\n${rows.join('\n')}\n` });
  // A process of its own: it is ended.
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/lacuna.mjs', 'convert', path('p.csv'), path('q.csv')],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, LACUNA_READING_SECONDS: '0.001' } },
  );
  expect(stderr).toMatch(
    inOrder(
      /p\.csv: expected a file of \d+ bytes that is read within 0 seconds, got one that takes longer; it /,
      /is damaged, or made to\.\n$/,
    ),
  );
  expect(status).not.toBe(0);
});
