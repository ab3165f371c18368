import { afterEach, expect, test, vi } from 'vitest';
import { folderOf, lacuna } from './testing';

afterEach(() => vi.unstubAllEnvs());

test('a file that takes longer to be read than it may ends the program with one sentence', () => {
  const rows = Array.from({ length: 300_000 }, (_, row) => `${row},m,${row % 7},${row % 5}`);
  const path = folderOf({ 'p.csv': `image_id,model_id,prediction,label\n${rows.join('\n')}\n` });
  vi.stubEnv('LACUNA_READING_SECONDS', '0.001');
  const { code, stderr } = lacuna('convert', path('p.csv'), path('q.csv'));
  expect(stderr).toMatch(
    /p\.csv: expected a file of \d+ bytes that is read within 0 seconds, got one that takes longer; it is damaged, or made to\.\n$/,
  );
  expect(code).not.toBe(0);
});
