/** Images to train on, and those held out, as the flags name them: a zoo's, or one's own. */
import { named } from '../formats/check';
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
): Promise<{ images: Shard & { byName: boolean }; test: Shard | null }> {
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
    const own = zoo.manifest.architecture.input;
    if (own.channels !== input.channels || own.height !== input.height || own.width !== input.width) {
      throw new Error(
        `Expected networks for images of ${own.height} x ${own.width} x ${own.channels} of ${zooName}, ` +
          `got ${input.height} x ${input.width} x ${input.channels}.`,
      );
    }
    const images = { ...part(await zoo.trainingShard()), byName: false };
    return { images, test: await zoo.testShard() };
  }
  const read = async (file: string) => {
    const { shard, isLabelled, byName, said } = await ownImages(file, input, undefined);
    for (const sentence of said) told.note(sentence);
    if (!isLabelled) throw new Error(`${file}: expected images with their classes, got images alone.`);
    return { ...shard, byName };
  };
  const held = flags.get('test');
  const images = await read(path!);
  const test = held === undefined ? null : withClassesOf(images, await read(held), held);
  return { images: { ...part(images), byName: images.byName }, test };
}

/** Images with the classes of others, by name; `file` is where they are from. */
function withClassesOf({ classes }: Shard, test: Shard, file: string): Shard {
  const places = test.classes.map((name) => classes.indexOf(name));
  const labels = test.labels.map((label) => places[label]);
  const missing = test.classes.filter((_, label) => places[label] < 0 && test.labels.includes(label));
  if (missing.length > 0) {
    throw new Error(
      `${file}: expected the classes of the training images, got ` +
        `${missing.slice(0, 6).map(named).join(', ')} ` +
        `besides ${classes.slice(0, 6).map(named).join(', ')}.`,
    );
  }
  return { ...test, labels, classes };
}
