import { expect, test, vi } from 'vitest';
import { writeNpz } from '../../../formats/arrays/npz';
import type { OwnFile } from '../protocol';
import { csv, startImporter } from './testing/importer';

function partsOf(population: string, said: (network: number, image: number) => number): OwnFile[] {
  return [
    [0, 1, 2],
    [3, 4],
  ].map((images, part) => ({
    path: `out/population=${population}/part-${part}.npz`,
    content: new Blob([
      writeNpz({
        [population]: {
          shape: [2, images.length],
          values: Uint16Array.from([0, 1].flatMap((k) => images.map((image) => said(k, image)))),
        },
        labels: { shape: [images.length], values: Uint16Array.from(images, (image) => image % 2) },
        image_ids: { shape: [images.length], values: Int32Array.from(images) },
      }),
    ]),
  }));
}

test('a folder of parts is offered, read and opened', async () => {
  const { ask, heard } = startImporter();
  const files = [
    ...partsOf('dense', (_, image) => image % 2),
    ...partsOf('sparse', (_, image) => (image === 4 ? 1 : image % 2)),
    csv('out/_SUCCESS', ''),
  ];
  await ask({ kind: 'look', files });
  expect(heard('gathering').offer).toMatchObject({
    place: 'out',
    parts: 4,
    populations: [{ name: 'dense' }, { name: 'sparse' }],
  });
  const roles = { dense: 'dense', compressed: 'sparse' };
  await ask({ kind: 'gather', name: 'parts', roles, paired: false });
  await ask({ kind: 'open', id: heard('made').id, options: {} });
  const { imported } = heard('opened');
  expect(imported.imageIds).toEqual([0, 1, 2, 3, 4]);
  expect([...imported.findings.pies.images]).toEqual([4]);
  expect(imported.files).toEqual(['out (4 parts)']);
});

test('a folder of which a part is missing stays to be chosen again, with a sentence', async () => {
  const { ask, heard } = startImporter();
  const files = [...partsOf('dense', () => 0), ...partsOf('sparse', () => 1).slice(0, 1)];
  await ask({ kind: 'look', files });
  const roles = { dense: 'dense', compressed: 'sparse' };
  await ask({ kind: 'gather', name: 'parts', roles, paired: false });
  expect(heard('failed').message).toContain('none of images 3 to 4; make the missing parts');
});

test('a manifest by its address: parts are loaded from beside it', async () => {
  const { ask, heard } = startImporter();
  const bytes = async ({ content }: OwnFile) => new Uint8Array(await content.arrayBuffer());
  const served = new Map<string, Uint8Array<ArrayBuffer>>();
  const parts = [];
  for (const [at, population] of ['dense', 'sparse'].entries()) {
    for (const [part, file] of partsOf(population, (_, image) =>
      at === 1 && image === 3 ? 0 : image % 2,
    ).entries()) {
      const content = await bytes(file);
      const path = file.path.slice('out/'.length);
      served.set(`/x/${path.replace('=', '%3D')}`, content);
      const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', content)).toString('hex');
      parts.push({
        path,
        population,
        start: part * 3,
        end: part === 0 ? 3 : 5,
        bytes: content.length,
        sha256,
      });
    }
  }
  const manifest = {
    format: 'lacuna-parts',
    version: 1,
    dataset: 'five images',
    images: 5,
    classes: ['even', 'odd'],
    populations: ['dense', 'sparse'].map((name) => ({ name, members: [{ id: '0' }, { id: '1' }] })),
    parts,
  };
  served.set('/x/manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  const host = vi.fn(async (url: URL, init?: RequestInit) => {
    const content = served.get(url.pathname);
    if (!content) return new Response(null, { status: 404 });
    const [from, to] = /(\d+)-(\d+)/.exec(new Headers(init?.headers).get('Range')!)!.slice(1).map(Number);
    const headers = { 'Content-Range': `bytes ${from}-${to}/${content.length}` };
    return new Response(content.slice(from, to + 1), { status: 206, headers });
  });
  vi.stubGlobal('fetch', host);
  await ask({ kind: 'fetch', url: 'https://example.org/x/manifest.json' });
  expect(heard('gathering').offer).toMatchObject({ place: 'example.org', dataset: 'five images', images: 5 });
  await ask({ kind: 'gather', name: 'x', roles: { dense: 'dense', compressed: 'sparse' }, paired: false });
  await ask({ kind: 'open', id: heard('made').id, options: {} });
  vi.unstubAllGlobals();
  expect(heard('opened').imported.classNames).toEqual(['even', 'odd']);
  expect([...heard('opened').imported.findings.pies.images]).toEqual([3]);
});
