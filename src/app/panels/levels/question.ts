import type { AuditOptions, Both, ClassImpact } from '../../../audit/findings';
import { denseRow, type LevelRow, levelRow } from '../../../audit/levels/levelsTable';
import { type LevelsFamily, levelsFamily, recallsOf } from '../../../audit/retraining/levelsFamily';
import { SHUFFLES } from '../../../audit/retraining/retraining';
import type { MemberRecall } from '../../../audit/votes/recall';
import { architectureOf, type ZooVariant } from '../../../library/manifest';
import type { Zoo } from '../../../library/zoo';
import { type NetworkCost, networkCost } from '../../../model/cost';
import type { Experiment } from '../../../model/experiment';
import type { Level } from '../../lab/results';
import { auditExperiment, shippedPredictions, trainedVariants } from '../../lab/shipped';
import type { Question, Trained } from '../question';

/** One population in the table of levels, with what one of its networks costs. */
export type LevelDigest = {
  id: string;
  kind: Level['kind'] | 'narrow';
  /** Share of weights removed, 0..1. */
  removed: number;
  /** Of narrow networks, their share of the channels, 0..1. */
  width?: number;
  row: LevelRow;
  cost: NetworkCost;
  /** Every class against the dense population. */
  impacts: ClassImpact[];
};

/** Every population, and the class tests of the trained levels and of retraining alone as one family. */
export type LevelsAnswer = {
  levels: LevelDigest[];
  /** Its levels are the sparse ones, from mild to strong; null without any. */
  family: LevelsFamily | null;
};

type Audited = LevelDigest & { recalls: Both<MemberRecall>; options: AuditOptions };

function costOf({ manifest }: Zoo, variant: ZooVariant) {
  const members = variant.parts.flatMap((part) => part.members);
  const removed = (layer: string) =>
    members.reduce((sum, { sparsity }) => sum + (sparsity.layers[layer] ?? 0), 0) /
    Math.max(1, members.length);
  return networkCost(architectureOf(manifest, variant), removed);
}

/**
 * Every population of the zoo for the table of levels, narrow ones last, one after the other. They are on an
 * experiment's networks, images and tie rule. Where one has fewer networks, the dense side has as many.
 */
async function* levelDigests({ zoo, experiment }: Trained): AsyncGenerator<Audited> {
  const variants = trainedVariants(zoo);
  const narrow = ({ kind }: ZooVariant) => kind === 'narrow';
  for (const variant of [...variants.filter((one) => !narrow(one)), ...variants.filter(narrow)]) {
    const { id, kind, targetSparsity: removed, width } = variant;
    const members = Math.min(experiment.members, zoo.memberCount(id));
    const asked: Experiment = { ...experiment, members, variant: kind };
    const dense = await shippedPredictions(zoo, 'dense', asked, true);
    const compressed = kind === 'dense' ? dense : await shippedPredictions(zoo, id, asked, true);
    const findings = await auditExperiment(zoo, asked, dense, compressed);
    const row = kind === 'dense' ? denseRow(findings, dense) : levelRow(findings, compressed);
    const { classImpact: impacts, options } = findings;
    const recalls = recallsOf(findings);
    yield { id, kind, removed, width, row, cost: costOf(zoo, variant), impacts, recalls, options };
  }
}

function familyOf(audited: readonly Audited[]): LevelsFamily | null {
  const recalls = (kind: LevelDigest['kind']) =>
    audited
      .filter((level) => level.kind === kind)
      .sort((a, b) => a.removed - b.removed)
      .map((level) => level.recalls);
  const levels = recalls('sparse');
  if (levels.length === 0) return null;
  return levelsFamily(levels, recalls('null')[0] ?? null, { ...audited[0].options, shuffles: SHUFFLES });
}

/** The table of levels, one population a slice. */
export const tableQuestion: Question<null, LevelsAnswer> = {
  of: 'zoo',
  async *compute(trained) {
    const audited: Audited[] = [];
    for await (const level of levelDigests(trained)) {
      audited.push(level);
      yield null;
    }
    const levels = audited.map(({ recalls, options, ...level }): LevelDigest => level);
    return { levels, family: familyOf(audited) };
  },
};
