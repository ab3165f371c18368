import type { AuditOptions, Both } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { testFamily } from '../../audit/retraining/family';
import { correctTop1 } from '../../audit/votes/correct';
import { selectMembers } from '../../audit/votes/matrix';
import { type MemberRecall, memberRecall } from '../../audit/votes/recall';

type Compared = { name: string; predictions: Predictions };

/** What comparisons are called that --level does not name. */
const COMPRESSED = 'compressed';
const RETRAINED = 'retrained';

/**
 * The class tests of several comparisons as one family, as `lacuna audit --json` prints it: of the compressed population, or in its place
 * of every level, and of the second dense population where it has networks enough. By max-T over `shuffles`, by Benjamini and Yekutieli
 * without them and for paired populations, whose networks cannot be relabelled. `firstFlagged` is the first level that flags each class
 * within the family, of those that retraining alone does not flag.
 */
export function familyJson(
  [dense, compressed, nulls]: readonly Predictions[],
  truth: Uint16Array,
  levels: readonly Compared[],
  options: AuditOptions & { paired: boolean; shuffles: number },
  classValues: (number | string)[],
) {
  const recallOf = (predictions: Predictions) =>
    memberRecall(correctTop1(predictions, truth), truth, predictions.classes);
  const before = recallOf(dense);
  const compared = levels.length > 0 ? levels : [{ name: COMPRESSED, predictions: compressed }];
  const needed = compressed.members.length;
  const again =
    nulls && nulls.members.length >= needed && !options.paired
      ? [{ name: RETRAINED, predictions: selectMembers(nulls, needed) }]
      : [];
  const all = [...compared, ...again];
  const comparisons = all.map(
    ({ predictions }): Both<MemberRecall> => ({ dense: before, compressed: recallOf(predictions) }),
  );
  const shuffles = options.paired ? 0 : options.shuffles;
  const family = testFamily(comparisons, { ...options, shuffles });
  const flags = (place: number, label: number) => (family.adjusted[place][label] ?? 1) <= options.alpha;
  return {
    method: family.method,
    tests: family.tests,
    shuffles: family.shuffles,
    comparisons: all.map(({ name }, place) => ({
      name,
      byChance: family.byChance[place],
      flagged: classValues.filter((_, label) => flags(place, label)),
      p: family.adjusted[place],
    })),
    firstFlagged: classValues.map((value, label) => {
      const alone = again.length > 0 && flags(all.length - 1, label);
      const first = compared.findIndex((_, place) => flags(place, label));
      return { class: value, level: alone || first < 0 ? null : compared[first].name };
    }),
  };
}
