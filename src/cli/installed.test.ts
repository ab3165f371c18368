// The command as its users install it: packed, installed into an empty place, run in an empty folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const table = (labels: number[][]) =>
  ['image_id,model_id,label,prediction']
    .concat(labels.flatMap((row, member) => row.map((label, image) => `x${image},m${member},0,${label}`)))
    .join('\n');

test('npm pack gives a package whose command audits and runs networks without the repository', () => {
  const place = mkdtempSync(join(tmpdir(), 'lacuna-installed-'));
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  npm('pack', '--silent', '--pack-destination', place);
  const [file] = readdirSync(place).filter((name) => name.endsWith('.tgz'));
  npm('install', '--global', '--silent', '--prefix', place, join(place, file));
  const empty = mkdtempSync(join(place, 'empty-'));
  const bin = process.platform === 'win32' ? join(place, 'lacuna.cmd') : join(place, 'bin', 'lacuna');
  const lacuna = (...args: string[]) =>
    execFileSync(bin, args, { cwd: empty, encoding: 'utf8', stdio: 'pipe' });
  writeFileSync(
    join(empty, 'dense.csv'),
    table([
      [0, 0, 0],
      [0, 0, 1],
    ]),
  );
  writeFileSync(
    join(empty, 'pruned.csv'),
    table([
      [0, 1, 0],
      [0, 1, 1],
    ]),
  );
  const { pies } = JSON.parse(
    lacuna('audit', '--dense', 'dense.csv', '--compressed', 'pruned.csv', '--json'),
  );
  expect(pies.count).toBe(1);
  lacuna(
    'run',
    '--zoo',
    join(root, 'public/zoo/fashion-mnist'),
    '--variant',
    'pruned',
    '--sparsity',
    '0.9',
    '--members',
    '1',
    '--images',
    '20',
    '--out',
    'pruned.parquet',
  );
  expect(readdirSync(empty)).toContain('pruned.parquet');
});
