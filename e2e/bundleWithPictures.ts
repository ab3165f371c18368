import { fileURLToPath } from 'node:url';
import { audit } from '../src/audit/audit';
import { selectImages } from '../src/audit/votes/matrix';
import { fileSource } from '../src/cli/files';
import { packSession } from '../src/formats/bundle/bundleSession';
import { openZoo } from '../src/library/zoo';
import { firstImages } from '../src/model/shard';

const FOLDER = fileURLToPath(new URL('../public/zoo/fashion-mnist', import.meta.url));

/** A bundle with pictures: what three dense and three pruned networks say of 120 test images. */
export async function bundleWithPictures(): Promise<Buffer> {
  const zoo = await openZoo(FOLDER, fileSource);
  const shard = firstImages(await zoo.testShard(), 120);
  const predicted = async (id: string) =>
    selectImages(await zoo.predictions(id, 3, { scores: true }), shard.count);
  const [dense, compressed] = [await predicted('dense'), await predicted('sparse-90')];
  const { height, width, channels, images, labels: truth, classes: classNames } = shard;
  const pieces = await packSession(
    {
      title: 'Shoes',
      compressed: 'pruned',
      query: '',
      provenance: 'Data: zoo',
      created: '2026-01-01T00:00:00Z',
    },
    {
      dense,
      compressed,
      nulls: null,
      truth,
      imageIds: Array.from(truth.keys()),
      classNames,
      pictures: { height, width, channels, images },
    },
    audit(dense, compressed, truth, { ties: 'largest', alpha: 0.05, seed: 0, paired: false }, null),
  );
  return Buffer.concat(pieces);
}
