import type { Both } from '../../audit/findings';
import {
  type Robustness,
  robustnessCell,
  type SideAnswers,
  sideAnswers,
} from '../../audit/levels/robustness';
import { differingImages } from '../../audit/votes/pies';
import { type CorruptionWish, corrupt } from '../../corruptions/corrupt';
import { emptyPredictions } from '../../engine/collect';
import type { Experiment } from '../../model/experiment';
import type { Population } from '../../model/population';
import { firstImages, imageRange, type Shard } from '../../model/shard';
import type { Bench } from './bench';
import { runRange } from './compare';
import { createMeter, type JobProgress, type Meter } from './meter';
import { comparedPopulations, workOf } from './populations';
import { chunks } from './ranges';

/** Answers under corruption of the populations used last, by population and tie rule, then by corruption. */
export type AnswerStore = Map<string, Map<string, SideAnswers>>;

/** Populations whose answers are kept: the dense one and what it was compared with before. */
const KEPT = 4;

type Condition = {
  corruption: CorruptionWish['corruptions'][number];
  severity: CorruptionWish['severities'][number];
};

const nameOf = (condition: Condition | null) =>
  condition ? `${condition.corruption} ${condition.severity}` : 'clean';

/** The answers kept of a population, which then counts as used last. */
function keptOf(store: AnswerStore, key: string): Map<string, SideAnswers> {
  const kept = store.get(key) ?? new Map<string, SideAnswers>();
  store.delete(key);
  store.set(key, kept);
  for (const oldest of [...store.keys()].slice(0, -KEPT)) store.delete(oldest);
  return kept;
}

/**
 * What the populations lack of a condition's answers is computed, range by range; a range is corrupted once
 * for both.
 */
async function complete(
  bench: Bench,
  shard: Shard,
  condition: Condition | null,
  experiment: Experiment,
  sides: { population: Population; kept: Map<string, SideAnswers> }[],
  signal: AbortSignal,
  meter: Meter,
): Promise<void> {
  const missing = sides
    .filter(({ kept }) => !kept.has(nameOf(condition)))
    .map((side) => ({ ...side, into: emptyPredictions(side.population, shard.count, shard.classes.length) }));
  if (missing.length === 0) return;
  for (const { start, end } of chunks(shard.count)) {
    signal.throwIfAborted();
    const range = imageRange(shard, start, end);
    const seen = condition
      ? corrupt(range, condition.corruption, condition.severity, experiment.seed, start)
      : range;
    for (const { population, into } of missing) {
      await runRange(bench.devices, population, seen, start, into, signal, meter.add);
    }
  }
  for (const { kept, into } of missing) {
    kept.set(nameOf(condition), sideAnswers(into, shard.labels, experiment.ties));
  }
}

/**
 * Runs an experiment's populations over clean and corrupted images, corruption by corruption, yielding what
 * is known after each. Answers in `store` are not computed again.
 */
export async function* computeRobustness(
  bench: Bench,
  experiment: Experiment,
  { corruptions, severities, images }: CorruptionWish,
  store: AnswerStore,
  signal: AbortSignal,
  told: (progress: JobProgress) => void,
): AsyncGenerator<Robustness> {
  const { zoo, devices } = bench;
  told({ done: 0, secondsLeft: null, doing: 'Loading networks' });
  const device = await devices.use(experiment.device, signal);
  const shard = firstImages(await zoo.testShard({ signal }), images);
  const trained = await zoo.population('dense', experiment.members, { signal });
  const conditions: (Condition | null)[] = [
    null,
    ...severities.flatMap((severity) => corruptions.map((corruption) => ({ corruption, severity }))),
  ];
  const kept = ({ key }: Population) =>
    keptOf(store, [device.name, key, images, experiment.seed, experiment.ties].join('/'));
  const work = 2 * experiment.members * images * conditions.length;
  const meter = createMeter(work + workOf(bench, { ...experiment, images: 0 }), told);
  const { dense, compressed } = await comparedPopulations(bench, trained, experiment, signal, meter);
  const denseKept = kept(dense);
  const known = conditions.filter((condition) => denseKept.has(nameOf(condition))).length;
  meter.add(experiment.members * images * known);
  const compressedKept = kept(compressed);
  const sides = [
    { population: dense, kept: denseKept },
    ...(compressed === dense ? [] : [{ population: compressed, kept: compressedKept }]),
  ];
  const result: Robustness = {
    images,
    paired: dense.members.every(({ id }, row) => compressed.members[row]?.id === id),
    clean: { right: { dense: [], compressed: [] }, hits: null, pies: null },
    cells: [],
  };
  let cleanPies: Uint32Array = new Uint32Array();
  for (const condition of conditions) {
    meter.doing(`Running under ${condition ? nameOf(condition) : 'no corruption'}`);
    await complete(bench, shard, condition, experiment, sides, signal, meter);
    const answers: Both<SideAnswers> = {
      dense: denseKept.get(nameOf(condition))!,
      compressed: compressedKept.get(nameOf(condition))!,
    };
    if (condition) {
      result.cells = [
        ...result.cells,
        robustnessCell(condition.corruption, condition.severity, answers, cleanPies),
      ];
    } else {
      cleanPies = differingImages(answers.dense.modal, answers.compressed.modal);
      result.clean = {
        right: { dense: answers.dense.right, compressed: answers.compressed.right },
        hits: { dense: answers.dense.hits, compressed: answers.compressed.hits },
        pies: cleanPies.length,
      };
    }
    yield { ...result };
  }
}
