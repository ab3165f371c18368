import { audit } from '../../audit/audit';
import type { Findings } from '../../audit/findings';
import { type LongTail, longTail } from '../../audit/groups/longTail';
import { type Capacity, type Contender, capacity } from '../../audit/levels/capacity';
import { denseRow, type LevelRow, levelRow } from '../../audit/levels/levelsTable';
import type { Predictions } from '../../audit/predictions';
import { type LevelsFamily, levelsFamily, recallsOf } from '../../audit/retraining/levelsFamily';
import { type Retraining, SHUFFLES, testRetraining } from '../../audit/retraining/retraining';
import { runOut } from '../../audit/runOut';
import { type Calibration, calibrationOf } from '../../audit/scores/calibration';
import { type Predictor, piePredictors } from '../../audit/scores/predictors';
import { labelledImages } from '../../library/labelledImages';
import { architectureOf, type Manifest, type ManifestVariant } from '../../library/manifest';
import type { Zoo } from '../../library/zoo';
import { kernelSize, prunableLayers } from '../../model/architecture';
import type { Shard } from '../../model/shard';
import { level } from '../../text/format';

/**
 * As on the page: classes count as flagged at p up to this, ties go to the largest class, draws begin at
 * this seed.
 */
export const OPTIONS = { ties: 'largest', alpha: 0.05, seed: 0 } as const;

/** How often images are drawn anew for over-index ratios. */
const DRAWS = 1000;

/** One compressed population of a zoo. */
export type KnownLevel = {
  id: string;
  name: string;
  removed: number;
  findings: Findings;
  row: LevelRow;
  /** Whether its PIEs are more than retraining alone gives. */
  retraining: Retraining;
  predictions: Predictions;
};

/** What the populations of one zoo show. */
export type Known = {
  zoo: Zoo<Manifest>;
  networks: number;
  images: number;
  shard: Shard;
  dense: LevelRow;
  /** What the dense networks say. */
  answers: Predictions;
  /** The null population. */
  retrained: KnownLevel | null;
  /** Trained sparse levels, from mild to strong. */
  levels: KnownLevel[];
  /** The class tests of all levels and of retraining as one family. */
  family: LevelsFamily;
  /** The strongest of them, in more depth. */
  strongest: { predictors: Predictor[]; calibration: Calibration | null; longTail: LongTail };
  capacity: Capacity | null;
};

/**
 * Audits every population of a zoo, its first `most` networks, all images, as the page does; `shard` are its
 * images, where they are not the zoo's own. Throws without dense and trained sparse networks.
 */
export async function knownOf(
  zoo: Zoo<Manifest>,
  most = Number.POSITIVE_INFINITY,
  shard?: Shard,
): Promise<Known> {
  return auditedZoo(zoo, most, shard ?? (await labelledImages(zoo)));
}

/** The networks that every population that is compared has: dense, retrained and trained sparse ones. */
export function networksOfEach(zoo: Zoo<Manifest>): number {
  const compared = zoo.manifest.variants.filter(({ kind }) => kind !== 'narrow').map(({ id }) => id);
  return Math.min(...compared.map((id) => zoo.memberCount(id)).filter((members) => members > 0));
}

async function auditedZoo(zoo: Zoo<Manifest>, most: number, shard: Shard): Promise<Known> {
  const truth = shard.labels;
  const trained = zoo.manifest.variants.filter(({ id }) => zoo.memberCount(id) > 0);
  const ofKind = (kind: ManifestVariant['kind']) => trained.filter((variant) => variant.kind === kind);
  const count = (id: string) => Math.min(most, zoo.memberCount(id));
  const answers = (id: string) => zoo.predictions(id, count(id), { scores: true });
  const dense = await answers('dense');
  const nulls = ofKind('null').length > 0 ? await answers('null') : null;
  const audited = async ({ id, targetSparsity }: ManifestVariant, name: string): Promise<KnownLevel> => {
    const compressed = await answers(id);
    const floor = id === 'null' ? null : nulls;
    const findings = audit(dense, compressed, truth, OPTIONS, floor);
    const test = { ...OPTIONS, shuffles: SHUFFLES, paired: false };
    const retraining = runOut(testRetraining(dense, compressed, floor, test));
    const row = levelRow(findings, compressed);
    return { id, name, removed: targetSparsity, findings, row, retraining, predictions: compressed };
  };
  const sparse = ofKind('sparse').sort((a, b) => a.targetSparsity - b.targetSparsity);
  const levels: KnownLevel[] = [];
  for (const variant of sparse) {
    levels.push(await audited(variant, `${level(variant.targetSparsity)} removed`));
  }
  const last = levels.at(-1);
  if (!last) throw new Error(`Expected trained sparse networks in ${zoo.manifest.dataset.id}, got none.`);
  const [nullVariant] = ofKind('null');
  const retrained = nullVariant ? await audited(nullVariant, 'Retrained') : null;
  const pair = { dense, compressed: last.predictions };
  return {
    zoo,
    networks: dense.members.length,
    images: dense.images,
    shard,
    answers: dense,
    dense: denseRow(last.findings, dense),
    retrained,
    levels,
    family: levelsFamily(
      levels.map(({ findings }) => recallsOf(findings)),
      retrained && recallsOf(retrained.findings),
      { ...OPTIONS, shuffles: SHUFFLES },
    ),
    strongest: {
      predictors: piePredictors(last.findings, dense),
      calibration: calibrationOf(pair, truth, last.findings),
      longTail: longTail(last.findings, truth, zoo.manifest.dataset.trainingCounts, {
        draws: DRAWS,
        seed: OPTIONS.seed,
      }),
    },
    capacity: await capacityOf(zoo, ofKind, count, truth),
  };
}

async function capacityOf(
  zoo: Zoo<Manifest>,
  ofKind: (kind: ManifestVariant['kind']) => ManifestVariant[],
  count: (id: string) => number,
  truth: Uint16Array,
): Promise<Capacity | null> {
  const contenders = (kind: ManifestVariant['kind']) =>
    Promise.all(
      ofKind(kind).map(async (variant): Promise<Contender> => {
        const layers = prunableLayers(architectureOf(zoo.manifest, variant));
        const all = layers.reduce((sum, layer) => sum + kernelSize(layer), 0);
        return {
          id: variant.id,
          weights: Math.round(all * (1 - (variant.parts[0]?.members[0]?.sparsity.overall ?? 0))),
          predictions: await zoo.predictions(variant.id, count(variant.id), { scores: false }),
        };
      }),
    );
  const narrow = await contenders('narrow');
  if (narrow.length === 0) return null;
  const [[dense], [nulls], sparse] = [
    await contenders('dense'),
    await contenders('null'),
    await contenders('sparse'),
  ];
  return capacity(dense, { nulls: nulls ?? null, narrow, sparse }, truth, OPTIONS.ties);
}
