import type { InputShape } from '../../src/model/architecture';
import type { Population } from '../../src/model/population';
import type { Shard } from '../../src/model/shard';

/** A population ready to run over the images of a shard, again and again. */
export type Prepared = {
  /** The label of every image by every member, [members, images]. */
  run(): Promise<Uint16Array>;
  release(): void;
};

/** A library under test. */
export type Engine = {
  name: string;
  /** What it runs on: version, threads in effect, SIMD level. */
  facts: Record<string, string | number>;
  /** Batch sizes to choose the best from; empty where the engine chooses itself. */
  batches: number[];
  /** Uploads weights and images: none of it is timed. */
  prepare(population: Population, shard: Shard, batch: number): Promise<Prepared>;
  close(): void;
};

/** The index of the largest of `classes` logits of each image, written to `into` from `at`. */
export function writeLabels(logits: Float32Array, classes: number, into: Uint16Array, at: number): void {
  const images = logits.length / classes;
  for (let image = 0; image < images; image++) {
    const first = image * classes;
    let best = 0;
    for (let k = 1; k < classes; k++) if (logits[first + k] > logits[first + best]) best = k;
    into[at + image] = best;
  }
}

/** Images as networks see them, float32 [images, channels, height, width]. */
export function networkInput(shard: Shard, { mean, std }: InputShape): Float32Array {
  const { channels, images } = shard;
  const pixels = shard.height * shard.width;
  const values = new Float32Array(images.length);
  for (let at = 0; at < images.length; at++) {
    const channel = at % channels;
    const pixel = Math.floor(at / channels);
    const image = Math.floor(pixel / pixels);
    const to = (image * channels + channel) * pixels + (pixel % pixels);
    values[to] = (images[at] / 255 - mean[channel]) / std[channel];
  }
  return values;
}

/** Image ranges of at most `batch`. */
export function batches(count: number, batch: number): { start: number; end: number }[] {
  const ranges = [];
  for (let start = 0; start < count; start += batch)
    ranges.push({ start, end: Math.min(count, start + batch) });
  return ranges;
}

/** The last part of the addresses of what was loaded: which build of a library the browser took. */
export function loadedFiles(pattern: RegExp): string[] {
  const names = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
  return [...new Set(names.map((name) => name.split('/').at(-1) ?? '').filter((name) => pattern.test(name)))];
}

/** Fails where a library does not run with the threads, or the build, that the comparison reports for it. */
export function expectSame(library: string, what: string, expected: string | number, actual: unknown): void {
  if (expected === actual) return;
  throw new Error(`${library}: expected ${what} ${expected}, but it runs with ${String(actual)}.`);
}
