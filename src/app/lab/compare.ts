import type { Predictions } from '../../audit/predictions';
import { emptyPredictions, place } from '../../engine/collect';
import type { Device, PredictionBatch } from '../../engine/device';
import { keepLatest } from '../../model/keepLatest';
import type { Population } from '../../model/population';
import { imageRange, type Shard } from '../../model/shard';
import { isAbort } from './abort';
import { chunks } from './ranges';

/** Dense predictions that outlive a run: the first `done` images are final. */
type DenseCache = { predictions: Required<Predictions>; done: number };

/** The same by networks and device, the latest last: as trained, or treated as compressed ones were. */
export type DenseAnswers = Map<string, DenseCache>;

/** Dense populations that are kept, and whose answers are. */
export const KEPT_DENSE = 4;

/** Called with (network, image) pairs as they are finished. */
export type OnPairs = (pairs: number) => void;

/**
 * A device, replaced by another when it fails in the middle of a run; `ran` hears how long dense networks
 * took on one device.
 */
export type DeviceSource = {
  current(): Device;
  replace(failed: Device, cause: unknown): Promise<Device>;
  ran(device: Device, pairs: number, ms: number): void;
};

/**
 * Runs a population over a shard that begins at image `offset` of the whole, on another device where one
 * fails.
 */
export async function runRange(
  devices: DeviceSource,
  population: Population,
  shard: Shard,
  offset: number,
  into: Required<Predictions>,
  signal: AbortSignal,
  onPairs: OnPairs,
): Promise<void> {
  const finished: PredictionBatch[] = [];
  for (;;) {
    const device = devices.current();
    try {
      for await (const batch of device.run(population, shard, { signal, finished: [...finished] })) {
        place(into, batch, offset);
        finished.push(batch);
        onPairs(batch.members.length * batch.count);
      }
      return;
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      await devices.replace(device, error);
    }
  }
}

/**
 * Runs two populations over a shard, range by range, and yields after each how many images both have
 * answered. The matrices grow in place; `answered` keeps the dense answers for the next run over the same
 * networks.
 */
export async function* compare(
  devices: DeviceSource,
  dense: Population,
  compressed: Population,
  shard: Shard,
  answered: DenseAnswers,
  signal: AbortSignal,
  onPairs: OnPairs,
): AsyncGenerator<{
  images: number;
  dense: Required<Predictions>;
  compressed: Required<Predictions>;
  /**
   * Wall time for one image through one compressed network, all cores at work, so far; null where the dense
   * are compared with themselves.
   */
  secondsPerImage: number | null;
}> {
  const kept = keptAnswers(answered, denseKey(devices.current(), dense), dense, shard);
  const answers = emptyPredictions(compressed, shard.count, shard.classes.length);
  const same = compressed === dense;
  const device = devices.current();
  let ms = 0;
  let pairs = 0;
  let compressedMs = 0;
  for (const { start, end } of chunks(shard.count)) {
    const range = imageRange(shard, start, end);
    if (kept.done >= end) onPairs(dense.members.length * (end - start));
    else {
      const began = performance.now();
      await runRange(devices, dense, range, start, kept.predictions, signal, onPairs);
      ms += performance.now() - began;
      pairs += dense.members.length * (end - start);
      kept.done = end;
    }
    if (same) onPairs(dense.members.length * (end - start));
    else {
      const began = performance.now();
      await runRange(devices, compressed, range, start, answers, signal, onPairs);
      compressedMs += performance.now() - began;
    }
    yield {
      images: end,
      dense: kept.predictions,
      compressed: same ? kept.predictions : answers,
      secondsPerImage: same ? null : compressedMs / 1000 / (compressed.members.length * end),
    };
  }
  if (devices.current() === device) devices.ran(device, pairs, ms);
}

/** What the answers of dense networks are kept by. */
export function denseKey(device: Device, dense: Population): string {
  return `${device.name}/${dense.key}`;
}

/** What is known of the dense answers to a shard, and room for the rest; it is the latest of those kept. */
function keptAnswers(answered: DenseAnswers, key: string, dense: Population, shard: Shard): DenseCache {
  let kept = answered.get(key);
  if (!kept || kept.predictions.images < shard.count) {
    const longer = { predictions: emptyPredictions(dense, shard.count, shard.classes.length), done: 0 };
    if (kept) copyPrefix(kept, longer);
    kept = longer;
  }
  keepLatest(answered, key, kept, KEPT_DENSE);
  return kept;
}

function copyPrefix(from: DenseCache, to: DenseCache): void {
  const rows = from.predictions.members.length;
  for (const name of ['labels', 'pPrediction', 'pLabel', 'rankLabel'] as const) {
    for (let row = 0; row < rows; row++) {
      const start = row * from.predictions.images;
      to.predictions[name].set(
        from.predictions[name].subarray(start, start + from.done),
        row * to.predictions.images,
      );
    }
  }
  to.done = from.done;
}
