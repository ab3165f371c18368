/** Images to train on, and those held out, as the flags name them: a zoo's, or one's own. */
import { named } from '../formats/check';
import { partsToRead } from '../formats/images/parts';
import type { InputShape } from '../model/architecture';
import type { Shard } from '../model/shard';
import { spreadImages } from '../model/trainingPlan';
import { type Flags, integer, UsageError } from './flags';
import { namedZoo } from './namedZoo';
import { type ChoosePart, ownImages } from './networkImages';
import type { Told } from './telling';

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
  const read = async (file: string, partOf: ChoosePart) => {
    const { shard, isLabelled, byName, said, parts } = await ownImages(file, input, { part: partOf });
    for (const sentence of said) told.note(sentence);
    if (!isLabelled) throw new Error(`${file}: expected images with their classes, got images alone.`);
    return { ...shard, byName, parts };
  };
  const images = await read(path!, (parts) => partsToRead(parts).training);
  // Where --test names no file, the part of the same file that is for it is held out.
  const heldOut = (parts: string[]) => partsToRead(parts).heldOut;
  const held = flags.get('test') ?? (heldOut(images.parts) === null ? undefined : path);
  const ofTest: ChoosePart = (parts) => heldOut(parts) ?? parts[0] ?? null;
  const test = held === undefined ? null : withClassesOf(images, await read(held, ofTest), held);
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
