import type { AuditOptions, Both } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { levelsFamily } from '../../audit/retraining/levelsFamily';
import { nullNetworks } from '../../audit/retraining/nullNetworks';
import { correctTop1 } from '../../audit/votes/correct';
import { type MemberRecall, memberRecall } from '../../audit/votes/recall';

type Compared = { name: string; predictions: Predictions };

/** What comparisons are called that --level does not name. */
const COMPRESSED = 'compressed';
const RETRAINED = 'retrained';

/**
 * The class tests of several comparisons as one family, as `lacuna audit --json` prints it. They are of the
 * compressed population, or in its place of every level, and of the null population where it has networks
 * enough. By max-T over `shuffles`, by Benjamini and Yekutieli without them and for paired populations, whose
 * networks cannot be relabelled. `firstFlagged` is the first level that flags each class within the family,
 * of those that retraining alone does not flag.
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
  const again = options.paired ? null : nullNetworks(nulls, compressed.members.length);
  const retrained = again ? [{ name: RETRAINED, predictions: again }] : [];
  const all = [...compared, ...retrained];
  const comparisons = all.map(
    ({ predictions }): Both<MemberRecall> => ({ dense: before, compressed: recallOf(predictions) }),
  );
  const shuffles = options.paired ? 0 : options.shuffles;
  const levelsAlone = comparisons.slice(0, compared.length);
  const family = levelsFamily(levelsAlone, comparisons[compared.length] ?? null, { ...options, shuffles });
  return {
    method: family.method,
    tests: family.tests,
    shuffles: family.shuffles,
    comparisons: all.map(({ name }, place) => ({
      name,
      byChance: family.byChance[place],
      flagged: classValues.filter((_, label) => (family.adjusted[place][label] ?? 1) <= options.alpha),
      p: family.adjusted[place],
    })),
    firstFlagged: classValues.map((value, label) => {
      const first = family.first[label];
      return { class: value, level: first === null ? null : compared[first].name };
    }),
  };
}
