// A dataset of parts that cluster/predict.py wrote (cluster/tests/make_fixture.py), and what is wrong with
// others.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { inOrder } from '../text/testing';
import { lacuna } from './testing';

const FIXTURE = fileURLToPath(new URL('./fixtures/parts', import.meta.url));

function copy(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'lacuna-')), 'parts');
  cpSync(FIXTURE, folder, { recursive: true });
  return folder;
}

test('what predict.py writes is checked and audited, with its manifest and without', () => {
  expect(lacuna('check', FIXTURE).stdout).toContain(
    '24 images, 5 classes, 3 dense and 2 compressed networks in 6 parts',
  );
  const { stdout, stderr, code } = lacuna('audit', FIXTURE);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('6 parts, together 3 dense and 2 compressed networks, 24 images, 5 classes');
  expect(stdout).toContain('13 of 24 images are PIEs (54.17%)');
  const loose = copy();
  rmSync(join(loose, 'manifest.json'));
  writeFileSync(join(loose, '_SUCCESS'), '');
  writeFileSync(join(loose, '.part-00000.npz.crc'), 'crc');
  const found = lacuna('audit', loose);
  expect(found.code, found.stderr).toBe(0);
  expect(found.stdout).toContain('13 of 24 images are PIEs (54.17%)');
  const votes = join(loose, '../votes.npz');
  expect(lacuna('votes', FIXTURE, '--out', votes).stderr).toContain(
    '3 dense and 2 compressed networks, 24 images',
  );
  expect(JSON.parse(lacuna('audit', '--votes', votes, '--json').stdout).pies).toEqual(
    JSON.parse(lacuna('audit', FIXTURE, '--json').stdout).pies,
  );
});

test('repeated and missing parts are named', () => {
  const whole = copy();
  rmSync(join(whole, 'population=dense', 'part-00001.npz'));
  const missing =
    'population=dense/part-00001.npz: expected the part of dense with the images 10 to 19, got no ' +
    'such file; make it, or copy it again.';
  expect(lacuna('check', whole).stderr).toContain(missing);
  expect(lacuna('audit', whole).stderr).toContain(missing);
  const again = copy();
  rmSync(join(again, 'manifest.json'));
  const part = (name: string) => join(again, 'population=dense', name);
  cpSync(part('part-00001.npz'), part('part-00001-again.npz'));
  const twice = lacuna('audit', again);
  expect(twice.code).toBe(1);
  expect(twice.stderr).toMatch(
    inOrder(
      /part-00001\.npz: expected other images of network seed-1 than in .*part-00001-again\.npz, got /,
      /images 10 to 19 in both/,
    ),
  );
  expect(lacuna('check', again).code).toBe(1);
  rmSync(part('part-00001-again.npz'));
  rmSync(part('part-00001.npz'));
  expect(lacuna('audit', again).stderr).toContain('none of images 10 to 19; make the missing parts');
});
