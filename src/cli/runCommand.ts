import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname, join, resolve } from 'node:path';
import type { Device } from '../engine/device';
import { predictionsToCsv, predictionsToParquet } from '../formats/writePredictions';
import type { Manifest } from '../library/manifest';
import { openZoo, type Zoo } from '../library/zoo';
import type { Population } from '../model/population';
import { firstImages } from '../model/shard';
import type { PruneSettings } from '../model/variant';
import { collectPredictions } from './collect';
import { fileSource, writeBytes } from './files';
import { choice, type FlagKinds, type Flags, integer, number, parseFlags, required } from './flags';
import { createNodeWasmDevice } from './wasmDevice';

const FLAGS: FlagKinds = {
  zoo: 'value',
  variant: 'value',
  method: 'value',
  scope: 'value',
  sparsity: 'value',
  members: 'value',
  images: 'value',
  out: 'value',
  device: 'value',
  seed: 'value',
  recalibrate: 'value',
  'no-recalibrate': 'switch',
};

/** `lacuna run`: runs a population of the zoo over its test images and writes the predictions; `root` is the project's folder. */
export async function runCommand(
  args: string[],
  root: string,
  note: (message: string) => void,
  progress: (doing: string, share: number) => void,
): Promise<void> {
  const flags = parseFlags(args, FLAGS);
  const out = required(flags, 'out');
  const format = extname(out).toLowerCase();
  if (format !== '.parquet' && format !== '.csv') {
    throw new Error(`Expected --out to end in .parquet or .csv, got "${out}".`);
  }
  const kind = choice(flags, 'variant', ['dense', 'null', 'sparse', 'pruned'] as const, 'dense');
  const device = choice(flags, 'device', ['wasm', 'webgpu', 'tensorflow'] as const, 'wasm');
  if (device !== 'wasm') {
    throw new Error(`Expected --device wasm, got ${device}, which runs in the page only.`);
  }
  const pruning = kind === 'pruned' ? pruneSettings(flags) : null;
  const unused = ['method', 'scope', 'seed', 'recalibrate', 'no-recalibrate'].filter((name) =>
    flags.has(name),
  );
  if (kind !== 'sparse' && flags.has('sparsity')) unused.unshift('sparsity');
  if (!pruning && unused.length > 0) {
    note(`--variant ${kind} makes no use of ${unused.map((name) => `--${name}`).join(', ')}.`);
  }
  const recalibrate = recalibration(flags);

  const zoo = await openZoo(zooFolder(required(flags, 'zoo'), root), fileSource);
  const variantId =
    kind === 'sparse' ? sparseVariant(zoo.manifest, flags) : kind === 'pruned' ? 'dense' : kind;
  const members = integer(flags, 'members', 1, 100_000) ?? zoo.memberCount(variantId);
  const images =
    integer(flags, 'images', 1, zoo.manifest.dataset.test.count) ?? zoo.manifest.dataset.test.count;
  const shard = firstImages(await zoo.testShard(), images);
  const trained = await zoo.population(variantId, members);
  // A run has a listener for each of its tiles on one AbortSignal; Node takes more than ten for a leak.
  setMaxListeners(0);
  const threads = Math.max(1, Math.min(availableParallelism(), members));
  const engine = await createNodeWasmDevice(join(root, 'src/engine/wasm/build'), threads);
  try {
    const population = pruning ? await prune(engine, zoo, trained, pruning, recalibrate, progress) : trained;
    const started = performance.now();
    const predictions = await collectPredictions(engine.run(population, shard), population, shard, (share) =>
      progress('running', share),
    );
    const seconds = (performance.now() - started) / 1000;
    await writeBytes(
      out,
      format === '.parquet'
        ? await predictionsToParquet(predictions, shard.labels)
        : predictionsToCsv(predictions, shard.labels),
    );
    note(
      `${out}: ${members} networks, ${images} images, ${members * images} predictions by ${engine.description} in ${seconds.toFixed(1)} s.`,
    );
  } finally {
    engine.close();
  }
}

async function prune(
  engine: Device,
  zoo: Zoo,
  population: Population,
  settings: PruneSettings,
  recalibrate: boolean,
  progress: (doing: string, share: number) => void,
): Promise<Population> {
  progress('pruning', 0);
  const pruned = await engine.prune(population, settings);
  if (!recalibrate) return pruned;
  return engine.recalibrate(pruned, await zoo.calibrationShard(), (share) =>
    progress('recalibrating', share),
  );
}

function pruneSettings(flags: Flags): PruneSettings {
  required(flags, 'sparsity');
  return {
    method: choice(flags, 'method', ['magnitude', 'random'] as const, 'magnitude'),
    scope: choice(flags, 'scope', ['global', 'layer'] as const, 'global'),
    sparsity: number(flags, 'sparsity', 0, 0.99) ?? 0,
    seed: integer(flags, 'seed', 0, 2 ** 32 - 1) ?? 0,
  };
}

function recalibration(flags: Flags): boolean {
  if (flags.has('recalibrate') && flags.has('no-recalibrate')) {
    throw new Error('Expected --recalibrate or --no-recalibrate, got both.');
  }
  return !flags.has('no-recalibrate') && choice(flags, 'recalibrate', ['1', '0'] as const, '1') === '1';
}

function sparseVariant({ variants }: Manifest, flags: Flags): string {
  required(flags, 'sparsity');
  const sparsity = number(flags, 'sparsity', 0, 1);
  const sparse = variants.filter(({ kind }) => kind === 'sparse');
  const found = sparse.find(({ targetSparsity }) => Math.abs(targetSparsity - (sparsity ?? 0)) < 1e-9);
  if (!found) {
    throw new Error(
      `Expected --sparsity to be a level that was trained (${sparse.map(({ targetSparsity }) => targetSparsity).join(', ')}), got ${sparsity}.`,
    );
  }
  return found.id;
}

/** A zoo by name, or the folder of one. */
function zooFolder(zoo: string, root: string): string {
  const shipped = join(root, 'public/zoo', zoo);
  const folder = /^[\w-]+$/.test(zoo) && existsSync(shipped) ? shipped : resolve(zoo);
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Error(
      `Expected --zoo to name a zoo of this project or a folder with a manifest.json, got "${zoo}".`,
    );
  }
  return folder;
}
