import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { writePng } from '../formats/images/writePng';
import { parseFlags } from './flags';
import { folderOf, ROOT } from './testing';
import { trainingImages } from './trainingImages';

const input = { channels: 1, height: 4, width: 4, mean: [0.5], std: [0.5] };
const told = { note: () => undefined, progress: () => undefined };
const file = folderOf({});

/** A folder of grey images, a folder a class; the grey says which class it is. */
async function folder(name: string, greys: Record<string, number>, each = 2): Promise<string> {
  for (const [klass, grey] of Object.entries(greys)) {
    for (let i = 0; i < each; i++) {
      const path = `${file(name)}/${klass}/${i}.png`;
      mkdirSync(dirname(path), { recursive: true });
      const pixels = new Uint8Array(16).fill(grey);
      writeFileSync(path, await writePng(pixels, { height: 4, width: 4, channels: 1 }));
    }
  }
  return file(name);
}

function read(...args: string[]) {
  const flags = parseFlags(args, { images: 'value', test: 'value', 'images-count': 'value' });
  return trainingImages(flags, ROOT, input, told);
}

const train = await folder('train', { cat: 10, dog: 100, emu: 200 });

it('numbers the classes of images held out as those of the training images, by their names', async () => {
  const { images, test } = await read(
    '--images',
    train,
    '--test',
    await folder('held', { emu: 200, dog: 100 }),
  );
  expect(images.classes).toEqual(['cat', 'dog', 'emu']);
  expect(test?.classes).toEqual(images.classes);
  const greys = Array.from({ length: test?.count ?? 0 }, (_, i) => test?.images[16 * i]);
  expect(greys.map((grey) => [10, 100, 200].indexOf(grey ?? -1))).toEqual(Array.from(test?.labels ?? []));
});

it('refuses images held out of a class that is not trained on, by its name', async () => {
  const other = await folder('other', { cat: 10, yak: 250 });
  await expect(read('--images', train, '--test', other)).rejects.toThrow(
    /other: expected the classes of the training images, got "?yak"? besides "?cat/,
  );
});

it('holds nothing out where nothing is named', async () => {
  expect((await read('--images', train)).test).toBeNull();
});
