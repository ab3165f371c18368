import { kernelName, kernelSize, prunableLayers } from '../../model/architecture';
import { madeWhenRead, memberValues, type Population } from '../../model/population';
import { prunedPopulation, removedCount } from '../../model/prune';
import { recalibratedKey, recalibratedPopulation } from '../../model/recalibrate';
import type { Shard } from '../../model/shard';
import type { TrainingState } from '../../model/training';
import type { PruneSettings } from '../../model/variant';
import { checkShard } from '../check';
import type {
  Device,
  Drawn,
  EpochResult,
  EpochSettings,
  PredictionBatch,
  Progress,
  RunOptions,
  TrainingProgress,
} from '../device';
import { planSteps } from '../plan';
import { refuseUntrainable } from '../refusal';
import { keepValues, keptParts } from './kept';
import { aborted, type Need, type Pool } from './pool';
import { sentBuffers, sentMember } from './sentTensors';
import { type Tile, tilesLeft } from './tiles';

const shardNumbers = new WeakMap<ArrayBufferLike, number>();
let shards = 0;

/** Names the bytes of a shard: shards over the same part of the same buffer share a key. */
function shardKey({ images, labels, count }: Shard): string {
  const number = (buffer: ArrayBufferLike) => {
    const known = shardNumbers.get(buffer) ?? shards++;
    shardNumbers.set(buffer, known);
    return known;
  };
  return (
    'images ' +
    `${number(images.buffer)}:${images.byteOffset},${number(labels.buffer)}:${labels.byteOffset},${count}`
  );
}

function imagesNeed(shard: Shard): Need {
  const { count, height, width, channels } = shard;
  return {
    key: shardKey(shard),
    bytes: shard.images.byteLength + shard.labels.byteLength,
    make() {
      const images = shard.images.slice(0, count * height * width * channels);
      const labels = shard.labels.slice(0, count);
      return {
        resource: { kind: 'images', images, labels, count, pixels: height * width, channels },
        transfer: [images.buffer, labels.buffer],
      };
    },
  };
}

/** Names one member's weights in the workers. */
const memberKey = (population: Pick<Population, 'key'>, member: number) =>
  `${population.key} member ${member}`;

function memberNeed(population: Population, member: number): Need {
  const sent = sentMember(population.tensors, member);
  return {
    key: memberKey(population, member),
    get bytes() {
      return sent.bytes;
    },
    get derivedBytes() {
      return sent.derivedBytes;
    },
    make() {
      const tensors = sent.make();
      return {
        resource: { kind: 'member', architecture: population.architecture, tensors },
        transfer: sentBuffers(tensors),
      };
    },
  };
}

/**
 * Batches as workers finish them, with enough tiles waiting in the pool that each member can stay with one
 * worker.
 */
async function* runTiles(
  pool: Pool,
  population: Population,
  shard: Shard,
  tiles: Tile[],
  options: RunOptions,
): AsyncGenerator<PredictionBatch> {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const images = imagesNeed(shard);
  const members = population.members.map((_, member) => memberNeed(population, member));
  const left = members.map((_, index) => tiles.filter(({ member }) => member === index).length);
  const window = Math.max(pool.threads * 4, 2 * members.length);
  const ready: PredictionBatch[] = [];
  let failure: unknown = null;
  let next = 0;
  let underWay = 0;
  let wake = () => {};
  const launch = () => {
    while (underWay < window && next < tiles.length && !signal.aborted) {
      const { member, start, count } = tiles[next++];
      const needs = [members[member], images];
      const job = { kind: 'run' as const, member: needs[0].key, images: images.key, start, count };
      const more = --left[member] > 0;
      underWay++;
      pool.submit({ ...job, logits: options.logits === true, more }, needs, signal).then(
        (answers) => {
          ready.push({ members: [member], start, count, ...answers });
          underWay--;
          launch();
          wake();
        },
        (error) => {
          failure ??= error;
          stop.abort();
          wake();
        },
      );
    }
  };
  try {
    launch();
    for (;;) {
      if (options.signal?.aborted) throw aborted();
      const batch = ready.shift();
      if (batch) {
        yield batch;
        continue;
      }
      if (failure) throw failure;
      if (underWay === 0) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    stop.abort();
  }
}

/** A device over a pool of workers that run the WebAssembly kernels. */
export function createPooledDevice(pool: Pool, description: string): Device {
  async function* run(
    population: Population,
    shard: Shard,
    options: RunOptions = {},
  ): AsyncGenerator<PredictionBatch> {
    const plan = planSteps(population.architecture);
    checkShard(population.architecture, plan.classes, shard);
    const tiles = tilesLeft(
      population.members.length,
      shard.count,
      pool.threads,
      plan.multiplyAdds,
      options.finished ?? [],
    );
    yield* runTiles(pool, population, shard, tiles, options);
  }

  async function prune(
    population: Population,
    settings: PruneSettings,
    signal?: AbortSignal,
  ): Promise<Population> {
    removedCount(settings.sparsity, 0);
    const layers = prunableLayers(population.architecture);
    const sizes = layers.map(kernelSize);
    const kept: Uint8Array[][] = [];
    const kernels = layers.map((layer, which) => {
      const tensor = population.tensors[kernelName(layer)];
      const make = (member: number, to: Float32Array) =>
        keepValues(memberValues(tensor, member), kept[member][which], to);
      return [kernelName(layer), madeWhenRead(tensor.shape, population.members.length, make)] as const;
    });
    const target = prunedPopulation(population, settings, Object.fromEntries(kernels));
    await Promise.all(
      population.members.map(async ({ seed }, member) => {
        const need = memberNeed(population, member);
        const into = memberKey(target, member);
        const job = { kind: 'prune' as const, member: need.key, memberSeed: seed, settings, into };
        kept[member] = keptParts(await pool.submit(job, [need], signal), sizes);
      }),
    );
    return target;
  }

  /** Each network over the images at the places that it drew, or over all. */
  async function recalibrateOver(
    population: Population,
    calibration: Shard,
    drawn: Drawn | null,
    progress?: Progress,
    signal?: AbortSignal,
  ): Promise<Population> {
    const plan = planSteps(population.architecture);
    checkShard(population.architecture, plan.classes, calibration);
    const images = imagesNeed(calibration);
    const shares = new Float64Array(population.members.length);
    const statistics = await Promise.all(
      population.members.map(async (_, member) => {
        const need = memberNeed(population, member);
        const into = memberKey({ key: recalibratedKey(population, drawn ?? calibration) }, member);
        const places = drawn?.of(member);
        const job = { kind: 'recalibrate' as const, member: need.key, images: images.key, places, into };
        const report = (share: number) => {
          shares[member] = share;
          progress?.(shares.reduce((sum, each) => sum + each, 0) / shares.length);
        };
        const result = await pool.submit(job, [need, images], signal, report);
        report(1);
        return result;
      }),
    );
    return recalibratedPopulation(population, drawn ?? calibration, statistics);
  }

  async function trainEpoch(
    settings: EpochSettings,
    state: TrainingState,
    shard: Shard,
    progress?: TrainingProgress,
    signal?: AbortSignal,
  ): Promise<EpochResult> {
    const plan = planSteps(settings.architecture);
    refuseUntrainable(plan);
    checkShard(settings.architecture, plan.classes, shard);
    const images = imagesNeed(shard);
    const job = { kind: 'train' as const, images: images.key, settings, state };
    return pool.submit(job, [images], signal, progress);
  }

  return {
    name: 'wasm',
    description,
    run,
    prune,
    recalibrate: (population, calibration, ...rest) =>
      recalibrateOver(population, calibration, null, ...rest),
    recalibrateEach: recalibrateOver,
    trainEpoch,
    close: () => pool.close(),
  };
}
