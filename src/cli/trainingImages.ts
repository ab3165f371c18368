/** Images to train on, and those held out, as the flags name them: a zoo's, or one's own. */
import type { InputShape } from '../model/architecture';
import type { Shard } from '../model/shard';
import { spreadImages } from '../model/trainingPlan';
import { type Flags, integer, UsageError } from './flags';
import { namedZoo } from './namedZoo';
import { ownImages } from './networkImages';
import type { Told } from './trainTasks';

/**
 * The images of --zoo, or of --images and --test, fitted to `input`; at most --images-count of the training
 * images.
 */
export async function trainingImages(
  flags: Flags,
  root: string,
  input: InputShape,
  told: Told,
): Promise<{ images: Shard; test: Shard | null }> {
  const [zooName, path] = [flags.get('zoo'), flags.get('images')];
  if ((zooName === undefined) === (path === undefined)) {
    throw new UsageError(
      `Expected --zoo with a name, or --images with a file or folder, got ${path ? 'both' : 'neither'}.`,
    );
  }
  const wanted = integer(flags, 'images-count', 16, 2 ** 31);
  const part = (shard: Shard) => (wanted === undefined ? shard : spreadImages(shard, wanted));
  if (zooName !== undefined) {
    const zoo = await namedZoo(zooName, root);
    return { images: part(await zoo.trainingShard()), test: await zoo.testShard() };
  }
  const read = async (file: string) => {
    const { shard, isLabelled, said } = await ownImages(file, input, undefined);
    for (const sentence of said) told.note(sentence);
    if (!isLabelled) throw new Error(`${file}: expected images with their classes, got images alone.`);
    return shard;
  };
  const held = flags.get('test');
  return { images: part(await read(path!)), test: held === undefined ? null : await read(held) };
}
