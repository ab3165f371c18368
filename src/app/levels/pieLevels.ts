/** The sets of PIEs over levels, for the gallery and for persistence. */

import { type Experiment, inOneShot, shippedVariant, variantOf } from '../../model/experiment';
import { finetuneOf } from '../../model/methods/registry';
import { wholePercent } from '../../text/format';
import type { LevelPies } from '../../views/exemplars/Exemplars';
import type { PieLevel } from '../../views/persistence/persistenceWords';
import type { LabState } from '../lab/labState';
import type { Level, MadeDigest } from '../lab/results';
import { sameCurve } from '../lab/sameExperiment';
import { madeName, removedWhen } from '../names';
import { madeBeside, madeId } from './made';
import { prunedLevels } from './swept';

/** Where else an image may be a PIE: the zoo's trained sparse levels, then those pruned here. */
export function levelPies(state: LabState, experiment: Experiment): LevelPies[] {
  const how = ({ shipped }: Level) => (shipped ? ' in one shot' : ' pruned here');
  const named = (level: Level, here: boolean): LevelPies => ({
    label: wholePercent(level.summary.sparsity) + (here ? how(level) : ''),
    here,
    sparsity: level.summary.sparsity,
    pies: level.pies,
  });
  return [
    ...state.levels.filter(({ kind }) => kind === 'sparse').map((level) => named(level, false)),
    ...prunedLevels(state, experiment).map((level) => named(level, true)),
  ];
}

/**
 * What was computed here on an experiment's networks, images and tie rule, and is no level pruned here on its
 * curve.
 */
function otherMade(state: LabState, experiment: Experiment): MadeDigest[] {
  const known = prunedLevels(state, experiment).map(({ summary }) => summary.sparsity);
  const oneShot = inOneShot(experiment);
  return madeBeside(state, experiment).filter(
    ({ experiment: made }) =>
      !(sameCurve(made, oneShot) && variantOf(made).kind === 'pruned' && known.includes(made.sparsity)),
  );
}

function madePies({ experiment, pies }: MadeDigest): PieLevel {
  const pruned = variantOf(experiment).kind === 'pruned';
  const name = madeName(experiment);
  return {
    id: madeId(experiment),
    name,
    short: name
      .replace(' removed', '')
      .replace('int8 weights and activations', 'int8 all')
      .replace(' weights kept', ''),
    removed: pruned ? experiment.sparsity : null,
    series: 'other',
    pies,
  };
}

/**
 * The same levels for the chapter on persistence, with the null population before them and what else was
 * computed here after them; only those of the experiment's images.
 */
export function pieLevels(state: LabState, experiment: Experiment): PieLevel[] {
  const others = otherMade(state, experiment).map(madePies);
  return [...levelsOfCurve(state, experiment), ...others];
}

/** The id that the PIEs on screen have among those of `pieLevels`; null for populations that have none. */
export function setOnScreen(experiment: Experiment): string | null {
  const variant = variantOf(experiment);
  const { kind } = variant;
  if (finetuneOf(variant) > 0) return madeId(experiment);
  if (kind === 'dense' || kind === 'narrow') return null;
  if (kind === 'null') return shippedVariant(experiment);
  if (kind === 'sparse' || kind === 'pruned') return curveId(kind, experiment.sparsity);
  return madeId(experiment);
}

function curveId(kind: Level['kind'], sparsity: number): string {
  return `${kind}-${wholePercent(sparsity)}`;
}

function levelsOfCurve(state: LabState, experiment: Experiment): PieLevel[] {
  const levels = [...state.levels, ...prunedLevels(state, experiment)];
  return levels.flatMap(({ id, kind, summary, pies, shipped }): PieLevel[] => {
    if (kind === 'dense' || summary.images !== experiment.images) return [];
    if (kind === 'null')
      return [{ id, name: 'Retrained', short: 'retrained', removed: 0, series: kind, pies }];
    const level = wholePercent(summary.sparsity);
    const here = kind === 'pruned';
    return [
      {
        id: curveId(kind, summary.sparsity),
        name: `${level} removed ${here ? (shipped ? 'in one shot' : 'here') : removedWhen(experiment)}`,
        short: here ? `${level} ${shipped ? 'one-shot' : 'here'}` : level,
        removed: summary.sparsity,
        series: kind,
        pies,
      },
    ];
  });
}
