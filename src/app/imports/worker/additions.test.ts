import { expect, test } from 'vitest';
import { writeZip } from '../../../formats/archives/writeZip';
import type { Additions } from '../protocol';
import { csv, decode, options, png, startImporter } from './testing/importer';

test('of a large archive only the pictures of an image are decoded', async () => {
  const decoded: number[] = [];
  const { ask, heard, makeOne } = startImporter({
    decode: async (bytes) => {
      decoded.push(bytes[bytes.length - 1]);
      return decode(bytes);
    },
  });
  const names = ['val/i2', 'val/other', 'train/another', 'val/i1', 'val/last'];
  const zip = writeZip(names.map((name, at) => ({ name: `${name}.png`, bytes: png(10 * at) })));
  const id = await makeOne({ pictures: [{ path: 'images.zip', content: new Blob(zip) }] });
  await ask({ kind: 'open', options: {}, id });
  const { pictures } = heard('opened').imported;
  expect([...pictures!.images]).toEqual([0, 30, 0]);
  expect(pictures!.found).toBe(2);
  expect(decoded).toEqual([0, 30]);
});

test('pictures are found by the names of their files, in the order of the images', async () => {
  const { ask, heard, makeOne } = startImporter();
  const zip = writeZip([
    { name: 'val/i2.png', bytes: png(30) },
    { name: 'val/i0.png', bytes: png(10) },
  ]);
  await ask({
    kind: 'open',
    options: {},
    id: await makeOne({ pictures: [{ path: 'images.zip', content: new Blob(zip) }] }),
  });
  const { pictures } = heard('opened').imported;
  expect(pictures).toMatchObject({ height: 1, width: 1, channels: 1, found: 2 });
  expect([...pictures!.images]).toEqual([10, 0, 30]);
});

test('pictures, addresses, attributes and training counts are added, replaced and taken away', async () => {
  const { answered, ask, heard, makeOne } = startImporter();
  const id = await makeOne();
  await ask({ kind: 'open', id, options: {} });
  const add = async (additions: Additions) => {
    await ask({ kind: 'add', id, additions, options });
    await ask({ kind: 'open', id, options: {} });
    const { pictures, extras } = heard('opened').imported;
    return { pictures, ...extras };
  };
  const template = 'https://host.example/{image_id}';
  const none = { pictures: null, template: null, attributes: null, training: null };
  expect(await add({ template })).toEqual({ ...none, template });
  const pictures = ['i0', 'i2'].map((name, at) => ({
    path: `p/${name}.png`,
    content: new Blob([png(10 + at)]),
  }));
  const found = expect.objectContaining({ found: 2, images: Uint8Array.of(10, 0, 11) });
  expect(await add({ pictures })).toEqual({ ...none, pictures: found });
  const attributes = csv('light.csv', 'image_id,light,class\ni0.png,day,1\ni1.png,night,1\ni2.png,day,0\n');
  const training = csv('training.csv', 'class,count\nx,50\ny,5\n');
  const light = { name: 'light', categories: ['day', 'night'], codes: Uint16Array.of(0, 1, 0) };
  expect(await add({ attributes, training })).toMatchObject({
    pictures: { found: 2 },
    attributes: { file: 'light.csv', columns: [light, { name: 'class (light.csv)' }] },
    training: { file: 'training.csv', counts: [50, 5] },
  });

  const group = async (by: string[], target: number | null) => {
    await ask({ kind: 'ask', question: 'groups', asked: { by, target }, id, options });
    return answered('groups');
  };
  const byLight = await group(['light'], null);
  const crossed = await group(['class', 'brightness'], 1);
  expect(byLight?.groups.map(({ parts, images, pies }) => [parts[0].name, images, pies])).toEqual([
    ['day', 2, 0],
    ['night', 1, 1],
  ]);
  expect(crossed).toMatchObject({ attributes: ['class', 'brightness'], target: 1, ungrouped: 1 });
  await ask({ kind: 'ask', question: 'longTail', asked: null, id, options });
  expect(answered('longTail')).toMatchObject({
    pies: 1,
    classes: [
      { class: 0, training: 50, pies: 0 },
      { class: 1, training: 5, pies: 1 },
    ],
  });
  await ask({ kind: 'ask', question: 'populations', asked: null, id, options });
  expect(answered('populations')).toMatchObject({
    rows: { dense: { networks: 2 }, null: null, compressed: { change: { pies: 1 } } },
    retrained: null,
  });

  const broken = csv('broken.csv', 'class,count\nx,0\ny,5\n');
  await ask({ kind: 'add', id, additions: { template, training: broken }, options });
  expect(heard('failed').message).toMatch(/^broken\.csv: expected a whole number above 0/);
  expect(await add({ template })).toMatchObject({ pictures: null, template, training: { counts: [50, 5] } });
  expect(await add({ template: null, attributes: null, training: null })).toEqual(none);
  await ask({ kind: 'ask', question: 'longTail', asked: null, id, options });
  expect(heard('failed')).toMatchObject({ asked: 'ask', message: expect.stringMatching(/add a file/) });
  await ask({ kind: 'ask', question: 'groups', asked: { by: ['class'], target: null }, id: 'gone', options });
  expect(heard('failed').message).toMatch(/Expected this import in this browser/);
});
