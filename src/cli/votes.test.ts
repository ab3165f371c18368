import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { writeNpz } from '../formats/arrays/npz';
import { folderOf, lacuna } from './testing';

const NETWORKS = [0, 1, 2, 3];
const said = (population: number, network: number, image: number) =>
  image % 5 === 0 ? (image + network * population) % 3 : image % 3;

/** The rows of a population on some images, in long form. */
function csv(population: number, images: number[]): string {
  const rows = NETWORKS.flatMap((network) =>
    images.map((image) => `${image},m${network},${said(population, network, image)},${image % 3}`),
  );
  return `image_id,model_id,prediction,label\n${rows.join('\n')}\n`;
}

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, at) => start + at);

function put(path: string, content: string | Uint8Array) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

test('votes of shards, put together, give the audit of the whole; what a cluster leaves is checked', () => {
  const path = folderOf({ 'dense.csv': csv(1, range(0, 60)), 'compressed.csv': csv(2, range(0, 60)) });
  for (const [shard, images] of [range(0, 25), range(25, 60)].entries()) {
    for (const [at, population] of ['dense', 'compressed'].entries()) {
      const middle = images[0] + 10;
      const folder = path(`s${shard}/population=${population}`);
      put(
        `${folder}/part-00000.csv`,
        csv(
          at + 1,
          images.filter((image) => image < middle),
        ),
      );
      put(
        `${folder}/part-00001.csv`,
        csv(
          at + 1,
          images.filter((image) => image >= middle),
        ),
      );
    }
    put(path(`s${shard}/_SUCCESS`), '');
    const { code, stderr } = lacuna('votes', path(`s${shard}`), '--out', path(`${shard}.npz`));
    expect(stderr).toContain(`4 dense and 4 compressed networks, ${images.length} images`);
    expect(code).toBe(0);
  }
  const whole = lacuna(
    'audit',
    '--dense',
    path('dense.csv'),
    '--compressed',
    path('compressed.csv'),
    '--json',
  );
  const merged = lacuna('audit', '--votes', path('1.npz'), path('0.npz'), '--json');
  expect(merged.stderr).toContain('votes: 2 shards, together 4 dense and 4 compressed networks, 60 images');
  const findings = ({ stdout }: { stdout: string }) => {
    const { read: _, ...rest } = JSON.parse(stdout);
    return rest;
  };
  expect(findings(merged)).toEqual(findings(whole));
  expect(lacuna('audit', '--votes', path('0.npz'), path('0.npz')).stderr).toContain('got image 0 in both');

  const good = lacuna('check', path('s0'));
  expect([good.code, good.stdout]).toEqual([
    0,
    expect.stringContaining('4 parts, together 4 dense and 4 compressed networks, 25 images'),
  ]);
  put(path('s0/population=dense/part-00002.csv'), csv(1, [3, 4]));
  const rerun = lacuna('check', path('s0'));
  expect(rerun.code).toBe(1);
  expect(rerun.stderr).toContain('expected other images of network m0 than in');
});

test('a folder with a manifest is whole, or all that is wrong is named', () => {
  const part = (start: number, end: number) => {
    const images = range(start, end);
    const matrix = (population: number) => ({
      shape: [4, images.length],
      values: Uint16Array.from(
        NETWORKS.flatMap((network) => images.map((image) => said(population, network, image))),
      ),
    });
    return writeNpz({
      dense: matrix(1),
      compressed: matrix(2),
      labels: { shape: [images.length], values: Uint16Array.from(images, (image) => image % 3) },
      image_ids: { shape: [images.length], values: images.map(String) },
      model_ids: { shape: [4], values: NETWORKS.map((network) => `m${network}`) },
    });
  };
  const contents = { 'a.npz': part(0, 30), 'b.npz': part(30, 50) };
  const path = folderOf(contents);
  const listed = (name: 'a.npz' | 'b.npz', start: number, end: number) => ({
    path: name,
    start,
    end,
    bytes: contents[name].length,
    sha256: createHash('sha256').update(contents[name]).digest('hex'),
  });
  const members = NETWORKS.map((network) => ({ id: `m${network}`, seed: network }));
  const write = (parts: object[]) =>
    writeFileSync(
      path('manifest.json'),
      JSON.stringify({
        format: 'lacuna-parts',
        version: 1,
        dataset: 'Sixty',
        images: 50,
        classes: ['0', '1', '2'],
        populations: ['dense', 'compressed'].map((name) => ({ name, members })),
        parts,
      }),
    );
  write([listed('a.npz', 0, 30), listed('b.npz', 30, 50)]);
  const folder = dirname(path('a.npz'));
  expect(lacuna('check', folder).stdout).toBe(
    'Sixty: 50 images, 3 classes, 4 dense and 4 compressed networks in 2 parts, all there and whole.\n',
  );
  const bytes = readFileSync(path('b.npz'));
  bytes[bytes.length - 200] ^= 1;
  writeFileSync(path('b.npz'), bytes);
  write([listed('a.npz', 0, 29), listed('b.npz', 30, 50)]);
  const { code, stderr } = lacuna('check', folder);
  expect(code).toBe(1);
  expect(stderr).toContain('manifest.json: expected parts of all 50 images, got none of the images 29 to 29');
  expect(stderr).toContain('a.npz: expected 29 images (0 to 28), got 30 of');
  expect(stderr).toContain('b.npz: expected bytes with SHA-256 ');
});
