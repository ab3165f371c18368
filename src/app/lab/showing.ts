/** What the lab puts on screen before anything is computed: what it knows of an experiment, or what ships. */
import { type Experiment, shippedVariant, sweptExperiment } from '../../model/experiment';
import { keepLatest } from '../../model/keepLatest';
import type { Bench } from './bench';
import type { Core } from './core';
import { shownImages } from './ownAttributes';
import type { LabEvent } from './protocol';
import type { Comparison } from './results';
import { computedBefore, levelsKey, oneShotKey } from './sessionState';
import {
  auditExperiment,
  shippedComparison,
  shippedLevels,
  shippedMade,
  shippedOneShot,
  standIn,
} from './shipped';

/** What was computed here before for an experiment, audited by its tie rule. */
export async function recall({ store, bench }: Core, experiment: Experiment): Promise<Comparison | null> {
  const known = computedBefore(store.now, experiment);
  if (!known || known.experiment.ties === experiment.ties) return known;
  const { zoo } = await bench();
  const findings = await auditExperiment(zoo, experiment, known.dense, known.compressed);
  return { ...known, experiment, findings };
}

/**
 * Shipped comparisons that are kept: the levels of a sweep, of two kinds. Each takes 0.3 MB beside labels that
 * the zoo keeps anyway; 1.5 MB where some of the 10,000 images are left out, whose labels are then copies.
 */
const KEPT = 24;

const keyOf = (experiment: Experiment) => JSON.stringify(experiment);

/** Whether the comparison of shipped labels is known. */
export function isKept({ shipped }: Bench, experiment: Experiment): boolean {
  return shipped.has(keyOf(experiment));
}

/** The comparison of shipped labels, audited once. */
export async function shippedOnce(
  { zoo, shipped }: Bench,
  experiment: Experiment,
): Promise<Comparison | null> {
  const key = keyOf(experiment);
  const found = shipped.get(key) ?? (await shippedComparison(zoo, experiment, false));
  if (found) keepLatest(shipped, key, found, KEPT);
  return found;
}

/** Shows an experiment until another is; `report` hears of what goes on beside it and may fail alone. */
export async function show(
  core: Core,
  experiment: Experiment,
  report: (work: Promise<unknown>) => void,
): Promise<void> {
  const { store, bench, post } = core;
  store.change({ kind: 'show', experiment });
  const mine = store.now.turn;
  const isShown = () => mine === store.now.turn;
  const tell = (event: LabEvent) => {
    if (isShown()) post(event);
  };
  const { zoo } = await bench();
  const known = await recall(core, experiment);
  const first = known ?? (await shippedOnce(await bench(), experiment));
  // Where nothing is on screen yet, what ships stands there until the run has answers.
  const instead = () => shippedComparison(zoo, standIn(zoo, experiment), false);
  const shownFirst = first ?? (store.now.shown.any ? null : await instead());
  if (shownFirst && isShown()) store.change({ kind: 'shown', shown: { any: true } });
  if (shownFirst) tell({ kind: 'shown', state: known ? 'done' : 'shipped', comparison: shownFirst });
  // What the numbers say does not wait for the pictures.
  report(showImages(core, zoo, experiment.data, isShown));
  const key = levelsKey(experiment);
  if (store.now.shown.levels !== key) {
    const levels = await shippedLevels(zoo, experiment);
    if (isShown()) store.change({ kind: 'shown', shown: { levels: key } });
    tell({ kind: 'levels', levels });
  }
  // Of what is made here labels alone ship: nothing is to be added to them.
  const complete =
    known || shippedVariant(experiment) === null ? null : await shippedComparison(zoo, experiment, true);
  if (complete) tell({ kind: 'shown', state: 'shipped', comparison: complete });
  await tellOneShot(core, zoo, known ? null : first, experiment, isShown);
}

/** The curve of one-shot pruning and its levels in the table, each once, for the experiment on screen. */
async function tellOneShot(
  { store, post }: Core,
  zoo: Bench['zoo'],
  shipped: Comparison | null,
  experiment: Experiment,
  isShown: () => boolean,
): Promise<void> {
  const swept = sweptExperiment(experiment);
  const curve = oneShotKey(swept, 'curve');
  if (isShown() && store.now.shown.oneShot !== curve) {
    const levels = await shippedOneShot(zoo, experiment);
    if (!isShown()) return;
    // The page keeps so many rows: those of a curve that was left may be gone.
    store.change({ kind: 'shown', shown: { oneShot: curve, made: [] } });
    if (levels) post({ kind: 'oneShot', experiment: swept, levels });
  }
  const level = oneShotKey(experiment, 'level');
  if (!shipped || !isShown() || store.now.shown.made.includes(level)) return;
  const digests = await shippedMade(zoo, shipped);
  if (!isShown()) return;
  store.change({ kind: 'shown', shown: { made: [...store.now.shown.made, level] } });
  for (const made of digests) post({ kind: 'made', made });
}

async function showImages(
  { store, post }: Core,
  zoo: Bench['zoo'],
  data: string,
  isShown: () => boolean,
): Promise<void> {
  if (store.now.shown.shard === data) return;
  const shard = await shownImages(zoo);
  if (!isShown() || store.now.shown.shard === data) return;
  store.change({ kind: 'shown', shown: { shard: data } });
  post({ kind: 'shard', shard });
}
