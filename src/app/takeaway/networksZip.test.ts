import { expect, test } from 'vitest';
import { archiveEntries } from '../../formats/archives/archive';
import { entryBytes } from '../../formats/archives/archiveEntry';
import { blobSource } from '../../formats/bytes/source';
import { readNetworkDescription, readPopulation } from '../../formats/network/description';
import { zooOfOwn } from '../../library/ownZoo';
import { ownTiny } from '../../library/testing/ownTiny';
import { ZOO_RECIPE } from '../../model/recipe';
import { networksZip } from './networksZip';

test('the zip has every population, as files that are read again, with the recipe', async () => {
  const own = await ownTiny();
  const images = { id: 'tiny/training', title: 'Tiny', counts: [3, 2, 1] };
  const training = { recipe: ZOO_RECIPE, scope: 'layer' as const, images, plain: true };
  const zip = new Blob(await networksZip(zooOfOwn({ ...own, training })));
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for await (const entry of archiveEntries(blobSource(zip, 'a.zip')))
    files.set(entry.name, await entryBytes(entry, 1e6, 'a.zip'));
  expect([...files.keys()]).toEqual([
    ...['dense.json', 'dense.safetensors', 'null.json', 'null.safetensors'],
    ...['sparse-90.json', 'sparse-90.safetensors'],
  ]);
  const json = new TextDecoder().decode(files.get('dense.json'));
  expect(JSON.parse(json).training).toEqual(training);
  const description = readNetworkDescription(json, 'dense.json');
  const weights = { file: 'dense.safetensors', bytes: files.get('dense.safetensors')! };
  const read = readPopulation(description, [weights]);
  const { population } = own.populations[0];
  expect(read.members).toEqual(population.members);
  for (const [name, { data }] of Object.entries(population.tensors)) {
    expect(read.tensors[name].data).toEqual(data);
  }
});
