/** What the lab puts on screen before anything is computed: what it knows of an experiment, or what ships. */
import { type Experiment, sweptExperiment } from '../../model/experiment';
import type { Bench } from './bench';
import type { Core } from './core';
import { shownImages } from './ownAttributes';
import type { LabEvent } from './protocol';
import type { Comparison } from './results';
import { computedBefore, levelsKey } from './sessionState';
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
  const first = known ?? (await shippedComparison(zoo, experiment, false));
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
  const complete = known ? null : await shippedComparison(zoo, experiment, true);
  if (complete) tell({ kind: 'shown', state: 'shipped', comparison: complete });
  if (!isShown()) return;
  const oneShot = await shippedOneShot(zoo, experiment);
  if (oneShot) tell({ kind: 'oneShot', experiment: sweptExperiment(experiment), levels: oneShot });
  const digests = complete ? await shippedMade(zoo, complete) : [];
  for (const made of digests) tell({ kind: 'made', made });
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
