import { countDiffering } from '../../audit/votes/flips';
import { emptyPredictions, place } from '../../engine/collect';
import type { Device, DeviceName } from '../../engine/device';
import type { Zoo } from '../../library/zoo';
import type { DeviceFigures, LevelFigures } from '../../model/deviceFigures';
import type { Experiment } from '../../model/experiment';
import { ratioOf, type Spread, spreadOf } from '../../model/measurements';
import type { Population } from '../../model/population';
import { firstImages, type Shard } from '../../model/shard';
import { messageOf } from '../../text/messageOf';
import { isAbort } from './abort';
import { type Bench, nothingKnown } from './bench';
import { computeExperiment } from './computed';
import { createDevices } from './devices';
import type { JobProgress } from './meter';
import { shippedPredictions, trainedVariants } from './shipped';
import { timeRun, warmUp } from './speed';

/** Networks a timed run has: one file of weights a population. */
const MEMBERS = 10;

/** The sparse levels that are timed: trained ones where there are enough for a line, else pruned here. */
const LEVELS = [0.5, 0.7, 0.9];

/** Levels of the slider, each new to the device; the first warms up. */
const SLIDER = [0.7, 0.8, 0.78, 0.81];
const SLIDER_IMAGES = 1000;

/**
 * How long each part may take on one device, in milliseconds, and how many rounds it has at least and at
 * most.
 */
const BUDGET = { levels: 3500, prune: 1500, slider: 4500 };
const ROUNDS = { least: 3, most: 9 };

type Told = (progress: JobProgress) => void;
/** `id` is the variant whose answers came with the networks; null of what was pruned here. */
type Found = { id: string | null; removed: number; population: Population };

/** Repeats `work` until the budget is used up, with ROUNDS in mind. */
async function repeat(budget: number, work: (round: number) => Promise<void>): Promise<void> {
  const start = performance.now();
  for (let round = 0; round < ROUNDS.most; round++) {
    if (round >= ROUNDS.least && performance.now() - start > budget) return;
    await work(round);
  }
}

const magnitude = (sparsity: number) =>
  ({ method: 'magnitude', scope: 'global', sparsity, seed: 0 }) as const;

/** The dense population first, then sparse ones. */
export async function loadPopulations(
  zoo: Zoo,
  device: Pick<Device, 'prune'>,
  members: number,
  signal: AbortSignal,
): Promise<Found[]> {
  const wanted = trainedVariants(zoo).filter(
    ({ id, kind, targetSparsity }) =>
      id === 'dense' || (kind === 'sparse' && LEVELS.includes(targetSparsity)),
  );
  const found = await Promise.all(
    wanted.map(async ({ id, targetSparsity }) => ({
      id,
      removed: id === 'dense' ? 0 : targetSparsity,
      population: await zoo.population(id, Math.min(members, zoo.memberCount(id)), { signal }),
    })),
  );
  found.sort((a, b) => a.removed - b.removed);
  if (found.length > 2) return found;
  const [dense] = found;
  const pruned: Found[] = [];
  for (const removed of LEVELS) {
    const population = await device.prune(dense.population, magnitude(removed), signal);
    pruned.push({ id: null, removed, population });
  }
  return [dense, ...pruned];
}

async function agreement(
  device: Device,
  zoo: Zoo,
  experiment: Experiment,
  { id, population }: Found,
  shard: Shard,
  signal: AbortSignal,
): Promise<Pick<LevelFigures, 'differing' | 'compared'>> {
  const computed = emptyPredictions(population, shard.count, shard.classes.length);
  await timeRun(device, population, shard, signal, (batch) => place(computed, batch));
  if (id === null) return { differing: 0, compared: 0 };
  const asked = { ...experiment, members: population.members.length, images: shard.count };
  const shipped = await shippedPredictions(zoo, id, asked, false);
  return { differing: countDiffering(computed, shipped), compared: computed.labels.length };
}

/** Every population in turn, round by round, so that a slow moment of the machine meets all of them. */
async function timeLevels(
  device: Device,
  found: Found[],
  agreements: Pick<LevelFigures, 'differing' | 'compared'>[],
  images: Shard,
  signal: AbortSignal,
): Promise<LevelFigures[]> {
  const speeds: number[][] = found.map(() => []);
  await repeat(BUDGET.levels, async (round) => {
    for (let turn = 0; turn < found.length; turn++) {
      const which = (turn + round) % found.length;
      const { population } = found[which];
      const ms = await timeRun(device, population, images, signal);
      speeds[which].push((population.members.length * images.count * 1000) / ms);
    }
  });
  const dense = speeds[found.findIndex(({ removed }) => removed === 0)];
  return found
    .map(({ removed }, i) => ({
      removed,
      imagesPerSecond: spreadOf(speeds[i]),
      ratio: removed === 0 ? null : ratioOf(speeds[i], dense),
      ...agreements[i],
    }))
    .sort((a, b) => a.removed - b.removed);
}

async function timePruning(device: Device, dense: Population, signal: AbortSignal): Promise<Spread> {
  const ms: number[] = [];
  const prune = async (sparsity: number) => {
    const start = performance.now();
    await device.prune(dense, magnitude(sparsity), signal);
    return performance.now() - start;
  };
  await prune(0.85);
  await repeat(BUDGET.prune, async (round) => {
    ms.push(await prune(0.8 + round / 1000));
  });
  return spreadOf(ms);
}

/**
 * From a new level to its findings: the way of a reader who moves the slider a second time, without the
 * drawing.
 */
async function timeSlider(bench: Bench, experiment: Experiment, signal: AbortSignal): Promise<Spread> {
  const ms: number[] = [];
  for (const sparsity of SLIDER) {
    const start = performance.now();
    const moved: Experiment = { ...experiment, variant: 'pruned', sparsity };
    for await (const _ of computeExperiment(bench, moved, signal, () => {}));
    ms.push(performance.now() - start);
  }
  return spreadOf(ms.slice(1));
}

async function* measureDevice(
  zoo: Zoo,
  experiment: Experiment,
  name: DeviceName,
  signal: AbortSignal,
  told: (part: number, doing: string) => void,
): AsyncGenerator<DeviceFigures> {
  let reason = '';
  const devices = createDevices((report) => {
    reason = report.reason;
  });
  try {
    const device = await devices.use(name, signal);
    let figures: DeviceFigures = {
      name,
      description: device.description,
      members: Math.min(MEMBERS, experiment.members),
      images: 0,
      levels: [],
      prune: null,
      slider: null,
      sliderImages: Math.min(SLIDER_IMAGES, experiment.images),
      problem: null,
    };
    const present = () => {
      if (devices.current().name !== name) throw new Error(reason);
    };
    try {
      present();
      told(0.02, 'loading networks');
      const found = await loadPopulations(zoo, device, figures.members, signal);
      told(0.1, 'warming up');
      const [dense] = found;
      const all = firstImages(await zoo.testShard({ signal }), SLIDER_IMAGES);
      const images = await warmUp(device, dense.population, all, signal);
      const agreements = [];
      for (const each of found) {
        agreements.push(await agreement(device, zoo, experiment, each, images, signal));
      }
      told(0.2, 'running dense and sparse networks');
      const levels = await timeLevels(device, found, agreements, images, signal);
      figures = { ...figures, images: images.count, levels };
      yield figures;
      told(0.5, 'pruning');
      const { members } = experiment;
      const every = await zoo.population('dense', members, { signal });
      figures = { ...figures, prune: { members, ms: await timePruning(device, every, signal) } };
      yield figures;
      const expected = (members * figures.sliderImages * 1000) / levels[0].imagesPerSecond.median;
      if (expected > BUDGET.slider) {
        const seconds = Math.ceil(expected / 1000);
        const problem =
          'The way of the slider was left out: ' + `its dense networks alone would take ${seconds} s here.`;
        yield { ...figures, problem };
        return;
      }
      told(0.6, 'moving the slider');
      const bench: Bench = { zoo, devices, ...nothingKnown() };
      const asked = { ...experiment, device: name, recalibrate: true, finetune: 0 };
      const ms = await timeSlider(bench, { ...asked, images: figures.sliderImages }, signal);
      present();
      yield { ...figures, slider: { members, ms } };
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      yield { ...figures, problem: messageOf(error) };
    }
  } finally {
    await devices.close();
  }
}

/**
 * A short bench of this machine, one device after the other, each opened for it. It runs dense and
 * sparse networks in turns, compares their labels with the shipped ones, prunes, and goes the way from a new
 * level to findings. Yields what is known of a device after each part. A device that fails ends with its
 * sentence, and the next one goes on.
 */
export async function* measureMachine(
  zoo: Zoo,
  experiment: Experiment,
  names: DeviceName[],
  signal: AbortSignal,
  told: Told,
): AsyncGenerator<DeviceFigures> {
  for (const [index, name] of names.entries()) {
    const tell = (part: number, doing: string) =>
      told({ done: (index + part) / names.length, secondsLeft: null, doing: `Measuring ${name}: ${doing}` });
    yield* measureDevice(zoo, experiment, name, signal, tell);
  }
}
