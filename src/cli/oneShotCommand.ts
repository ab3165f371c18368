import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compressPopulation, treatedAlike } from '../engine/compress';
import { sha256 } from '../formats/bytes/sha256';
import type { OneShotRef } from '../library/manifest';
import { denseTreatments, ONE_SHOT_FILE, oneShotVariant, writeOneShot } from '../library/oneShot';
import { openZoo } from '../library/zoo';
import { SWEEP } from '../model/experiment';
import type { Population } from '../model/population';
import { collectPredictions } from './collect';
import { fileSource, writeBytes } from './files';
import { type FlagKinds, parseFlags, required, UsageError } from './flags';
import { listInManifest, zooFolder } from './namedZoo';
import type { Context } from './telling';
import { createNodeWasmDevice } from './wasmDevice';
import { requireCalibration, requireImages, withOwnImages } from './zooImages';

const FLAGS: FlagKinds = { zoo: 'value', images: 'value' };

/**
 * `lacuna one-shot`: prunes all dense networks of a zoo in one shot at every level of the page's sweep, and
 * runs them over all test images. It writes their labels beside the zoo's other predictions, listed in its
 * manifest.
 */
export async function oneShotCommand(args: string[], { root, note, progress }: Context): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const folder = zooFolder(required(flags, 'zoo'), root);
  const zoo = await withOwnImages(await openZoo(folder, fileSource), flags, note);
  requireImages(zoo);
  if (flags.has('images') && !zoo.withheld) {
    throw new UsageError('Expected no --images with a zoo that has its test images, got it.');
  }
  requireCalibration(zoo, true);
  const shard = await zoo.testShard();
  const trained = await zoo.population('dense', zoo.memberCount('dense'));
  const { device: engine } = await createNodeWasmDevice(root, trained.members.length);
  const labels = new Map<string, Uint16Array>();
  const calibration = () => zoo.calibrationShard();
  const quiet = () => undefined;
  const answer = async (name: string, population: Population) => {
    progress(name, labels.size / (2 * SWEEP.length));
    const predictions = await collectPredictions(engine.run(population, shard), population, shard, quiet);
    labels.set(name, Uint16Array.from(predictions.labels));
  };
  try {
    for (const [name, sparsity] of denseTreatments(SWEEP)) {
      await answer(name, await treatedAlike(engine, trained, oneShotVariant(sparsity), calibration, quiet));
    }
    for (const sparsity of SWEEP) {
      const made = await compressPopulation(engine, trained, oneShotVariant(sparsity), calibration, quiet);
      await answer(`pruned-${Math.round(100 * sparsity)}`, made);
    }
  } finally {
    engine.close();
  }
  progress('done', 1);
  const content = writeOneShot(SWEEP, shard.count, (name) => labels.get(name)!);
  const stored = gzipSync(content, { level: 9 });
  await writeBytes(join(folder, ONE_SHOT_FILE), new Uint8Array(stored));
  const oneShot: OneShotRef = {
    answers: {
      ...{ path: ONE_SHOT_FILE, bytes: stored.length, inflatedBytes: content.length },
      sha256: await sha256(content),
    },
    levels: SWEEP,
    command: `npm run -s lacuna -- one-shot ${args.join(' ')}`,
    device: engine.description,
  };
  await listInManifest(folder, { oneShot });
  note(
    `${ONE_SHOT_FILE}: ${trained.members.length} networks at ${SWEEP.length} levels, ` +
      `${shard.count} images, ${stored.length} bytes.`,
  );
}
