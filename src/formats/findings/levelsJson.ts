import { firstFlags, kinship } from '../../audit/classes/classCurves';
import { type ClassImpact, type Estimate, type Findings, nullPiesOf } from '../../audit/findings';
import { denseRow, levelRow } from '../../audit/levels/levelsTable';
import {
  denseMargins,
  intersectionsOf,
  overlapOf,
  type PieSet,
  persistenceOf,
  type Strata,
} from '../../audit/levels/persistence';
import { versusOf } from '../../audit/levels/versus';
import type { Predictions } from '../../audit/predictions';
import { type BiasIndices, biasIndices } from '../../audit/scores/biasIndices';
import { calibrationOf } from '../../audit/scores/calibration';
import { mismatchRates } from '../../audit/scores/mismatch';
import { wilsonInterval } from '../../audit/statistics/intervals';
import type { AlignedPredictions } from '../predictions/predictions';
import { outcomes, sides } from './analysesJson';
import { type Split, splitJson } from './groupsJson';

/** One compressed population of several, and its comparison with the dense one. */
export type AuditedLevel = { name: string; predictions: Predictions; findings: Findings };

/** More sets have too many intersections to list. */
const MOST_SETS = 30;

/** More classes make too large a matrix of correlations. */
const MOST_KIN = 200;

/**
 * Several compressed populations of one dense one, from mild to strong, as `lacuna audit --json --level`
 * prints them: docs/audit-json.md. `again` is what retraining alone does to each class.
 */
export function levelsJson(
  levels: AuditedLevel[],
  { predictions, truth, classValues }: AlignedPredictions,
  retrained: Split | null,
) {
  const [dense] = predictions;
  const [{ findings }] = levels;
  const { images, options, top1 } = findings;
  const impacts = levels.map((level) => level.findings.classImpact);
  const flags = firstFlags(impacts, options.alpha);
  const nameOf = (level: number | null) => (level === null ? null : levels[level].name);
  const row = denseRow(findings, dense);
  const own = levels.map((level) => ({ name: level.name, pies: level.findings.pies.images }));
  const nullPies = nullPiesOf(findings);
  const floor = nullPies ? [{ name: 'retrained', pies: nullPies }] : [];
  return {
    names: levels.map(({ name }) => name),
    dense: {
      networks: row.networks,
      top1: accuracyJson(row.top1.mean, row.top1.sd),
      top3: bounded(row.top3),
    },
    retrained: retrained && splitJson(retrained, top1.dense.mean.value, options.alpha),
    rows: levels.map((level) => rowJson(level, dense, truth)),
    firstFlagged: flags.map(({ raw, adjusted }, label) => ({
      class: classValues[label],
      raw: nameOf(raw),
      adjusted: nameOf(adjusted),
    })),
    kinship: findings.classes > MOST_KIN ? null : kinshipJson(impacts, classValues),
    persistence: persistenceJson(own, images),
    overlaps: overlapsJson([...floor, ...own], images, denseMargins(findings)),
    intersections: own.length > MOST_SETS ? null : intersectionsJson(own, images),
    versus: pairsOf(levels).map(([first, second]) => versusJson(first, second, classValues)),
  };
}

function bounded(estimate: Estimate | null) {
  return estimate && { value: estimate.value, interval: estimate.interval };
}

function accuracyJson(mean: Estimate, sd: number | null) {
  return { mean: mean.value, sd, interval: mean.interval };
}

function pairsOf<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((second, place) => list.slice(0, place).map((first): [T, T] => [first, second]));
}

function rowJson({ name, predictions, findings }: AuditedLevel, dense: Predictions, truth: Uint16Array) {
  const { top1, accuracyChange, pies, noiseFloor, images, flips, paired, options } = findings;
  const { classImpact, flaggedByChance } = findings;
  const { top3, networks, change } = levelRow(findings, predictions);
  const pair = { dense, compressed: predictions };
  const calibration = calibrationOf(pair, truth, findings);
  return {
    name,
    networks,
    paired,
    top1: accuracyJson(top1.compressed.mean, top1.compressed.sd),
    top3: bounded(top3),
    accuracyChange: bounded(accuracyChange),
    pies: {
      count: pies.images.length,
      share: pies.images.length / images,
      interval: wilsonInterval(pies.images.length, images),
      outcomes: pies.counts,
      ties: pies.tied,
    },
    floor: noiseFloor.kind === 'none' ? null : noiseFloor.pies,
    excess: noiseFloor.kind === 'null' ? bounded(noiseFloor.excess) : null,
    flips: bounded(flips),
    flagged: change?.flagged ?? null,
    classSplit: splitJson({ classImpact, flaggedByChance }, top1.dense.mean.value, options.alpha),
    mismatch: outcomes(mismatchRates(pair, truth, findings).networks),
    indices: indicesJson(biasIndices(dense, predictions, truth, paired)),
    calibration: calibration && {
      ...sides(calibration.population, ({ ece, overConfidence }) => ({
        ece: bounded(ece),
        overConfidence: bounded(overConfidence),
      })),
      change: calibration.change,
    },
  };
}

function indicesJson(indices: BiasIndices | null) {
  if (!indices) return null;
  const indexJson = ({ compressed, excess }: BiasIndices['cev']) => ({
    ...bounded(compressed),
    excess: bounded(excess),
  });
  return { cev: indexJson(indices.cev), sde: indexJson(indices.sde) };
}

function kinshipJson(impacts: ClassImpact[][], classValues: (number | string)[]) {
  const { order, ...found } = kinship(impacts);
  return { order: order.map((label) => classValues[label]), ...found };
}

type NamedSet = PieSet & { name: string };

function persistenceJson(sets: NamedSet[], images: number) {
  const { levels, some, every, byCount } = persistenceOf(sets, images);
  return {
    some,
    every,
    byCount,
    levels: levels.map((level, place) => ({
      name: sets[place].name,
      ...level,
      stayingInterval: wilsonInterval(level.staying, level.pies),
    })),
  };
}

function overlapsJson(sets: NamedSet[], images: number, margins: Strata) {
  return pairsOf(sets).map(([first, second]) => {
    const overlap = overlapOf(first.pies, second.pies, images, margins);
    return { first: first.name, second: second.name, ...overlap, byMargin: bounded(overlap.byMargin) };
  });
}

function intersectionsJson(sets: NamedSet[], images: number) {
  return intersectionsOf(sets, images).map(({ members, count }) => ({
    of: members.map((place) => sets[place].name),
    count,
  }));
}

function versusJson(first: AuditedLevel, second: AuditedLevel, classValues: (number | string)[]) {
  const { only, difference, sameLabel, paired, top1, classes } = versusOf(first.findings, second.findings);
  return {
    first: first.name,
    second: second.name,
    paired,
    top1: bounded(top1),
    pies: {
      first: only.first.length,
      both: only.both.length,
      second: only.second.length,
      sameLabel,
      difference: bounded(difference),
    },
    classes: classes.map(({ class: label, apart, interval, test, pAdjusted }) => ({
      class: classValues[label],
      apart,
      interval,
      ...test,
      pAdjusted,
    })),
  };
}
