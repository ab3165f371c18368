import type { Device, PredictionBatch } from '../../engine/device';
import { samplePopulation, sampleShard } from '../../engine/samples';
import { hasImages } from '../../library/labelledImages';
import type { Zoo } from '../../library/zoo';
import type { Architecture } from '../../model/architecture';
import { median } from '../../model/measurements';
import type { Population } from '../../model/population';
import { firstImages, type Shard } from '../../model/shard';
import { orAbort } from './abort';
import { isAnyAtWork } from './atWork';

/** Networks in a run that is only timed: enough for every core. */
const MEMBERS = 10;

/** Images on which the device in use is timed. */
const TIMED_IMAGES = 1000;

/** A run this long tells more of the device than of its start, in milliseconds. */
const LONG_ENOUGH = 80;

/** Timed runs; those at the end of the warm-up are among them, since every page pays for them. */
const RUNS = 3;

/** A device is timed after so many milliseconds in which the page computed nothing else. */
const QUIET = 4000;

/** Milliseconds between two looks at whether it computes. */
const LOOK = 500;

/** Milliseconds that a run takes; `heard` gets its batches. */
export async function timeRun(
  device: Device,
  population: Population,
  shard: Shard,
  signal: AbortSignal,
  heard: (batch: PredictionBatch) => void = () => {},
): Promise<number> {
  const start = performance.now();
  for await (const batch of device.run(population, shard, { signal })) heard(batch);
  return performance.now() - start;
}

/**
 * Warms a device up with ever more of the shard's images, twice as many at a time, and returns the last of
 * them. It ends when the faster of two runs takes long enough to be timed, or there are no more images. The
 * first run of all starts workers and is not counted.
 */
export async function warmUp(
  device: Device,
  population: Population,
  shard: Shard,
  signal: AbortSignal,
): Promise<Shard> {
  return (await warmedUp(device, population, shard, signal)).images;
}

/** The images that a warm-up ends with, and the milliseconds of its runs over them. */
async function warmedUp(
  device: Device,
  population: Population,
  shard: Shard,
  signal: AbortSignal,
): Promise<{ images: Shard; times: number[] }> {
  await timeRun(device, population, firstImages(shard, 4), signal);
  for (let count = 4; ; count *= 2) {
    const images = firstImages(shard, count);
    const times = [await timeRun(device, population, images, signal)];
    if (times[0] >= LONG_ENOUGH) times.push(await timeRun(device, population, images, signal));
    if (Math.min(...times) >= LONG_ENOUGH || images.count === shard.count) return { images, times };
  }
}

/**
 * Networks made up for timing, so that no weights are loaded for it: a dense network's time does not depend
 * on its values.
 */
function madeUpNetworks(architecture: Architecture): Population {
  return samplePopulation(architecture, MEMBERS, 1, 1);
}

/**
 * Images to time a device on: a zoo's first ones; made up where it has none, for time does not depend on
 * them.
 */
async function imagesToTime(zoo: Zoo): Promise<Shard> {
  const { architecture, dataset } = zoo.manifest;
  return hasImages(zoo)
    ? firstImages(await zoo.testShard(), TIMED_IMAGES)
    : sampleShard(architecture, TIMED_IMAGES, dataset.classes.length, 1);
}

/** Resolves once `isBusy` said no for as long as QUIET. */
async function untilQuiet(isBusy: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (let quiet = 0; quiet < QUIET; ) {
    await orAbort(new Promise((resolve) => setTimeout(resolve, LOOK)), signal);
    quiet = (await isBusy()) ? 0 : quiet + LOOK;
  }
}

/**
 * Images a second that `device` puts through one network of a zoo's architecture, all cores busy: the median
 * of runs, after a few quiet seconds and a warm-up. What it runs is made after these seconds: before, findings
 * are drawn. Runs beside which other work began are done again. Rejects with an AbortError as soon as `signal`
 * aborts.
 */
export async function measureSpeed(
  device: Device,
  zoo: Zoo,
  signal: AbortSignal,
  isBusy: () => Promise<boolean> = isAnyAtWork,
): Promise<number> {
  for (;;) {
    await untilQuiet(isBusy, signal);
    const population = madeUpNetworks(zoo.manifest.architecture);
    const shard = await orAbort(imagesToTime(zoo), signal);
    const { images, times } = await warmedUp(device, population, shard, signal);
    while (times.length < RUNS) times.push(await timeRun(device, population, images, signal));
    if (!(await isBusy())) return (population.members.length * images.count * 1000) / median(times);
  }
}
