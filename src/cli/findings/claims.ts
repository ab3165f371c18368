import { splitImpacts } from '../../audit/classes/classCurves';
import type { ClassImpact, Estimate, Interval } from '../../audit/findings';
import { paperTables } from '../../audit/levels/paper';
import { changeUnder, meanRight } from '../../audit/levels/robustness';
import { excessOver } from '../../audit/retraining/noiseFloor';
import { SHUFFLES } from '../../audit/retraining/retraining';
import { type RobustnessTable, robustnessOf } from '../../library/robustness';
import { type Known, OPTIONS } from './known';
import { formatsClaim, type Made } from './made';
import {
  between,
  decimal,
  markdownTable,
  percent,
  pPhrase,
  ratioOf,
  signed,
  trimmed,
  whole,
  withInterval,
} from './markdown';
import { points } from './shared';
import {
  bruntVerdict,
  differencesVerdict,
  everyLevelVerdict,
  flaggedClasses,
  flaggedSplit,
  growthVerdict,
  harderVerdict,
  hiddenVerdict,
  liftVerdict,
  moreFlagged,
  ratioVerdict,
  type Verdict,
} from './verdicts';

/** A statement of the paper, whether these populations bear it out, and on what figures. */
type Claim = {
  claim: string;
  verdict: Verdict;
  figures: string;
  /** The test behind the verdict, at 5%, and what would refute the claim. */
  test: string;
  refuted: string;
};

/** What retraining alone flags, and the sign test of a level against it. */
function againstRetraining(level: readonly ClassImpact[], retrained: readonly ClassImpact[] | null): string {
  if (!retrained) return 'what retraining alone flags is not known';
  const { p } = moreFlagged(level, retrained, OPTIONS.alpha);
  return `against retraining alone, which flags ${whole(flaggedClasses(retrained, OPTIONS.alpha).length)}, p ${pPhrase(p)}`;
}

/** PIEs of every level minus those of the level before it. */
function stepsOf(levels: Known['levels'], images: number): Estimate[] {
  return levels
    .slice(1)
    .map(({ findings }, index) =>
      excessOver(findings.pies.images, levels[index].findings.pies.images, images),
    );
}

const loss = ({ value, interval, n }: Estimate): Estimate => ({
  value: -value,
  interval: interval && [-interval[1], -interval[0]],
  n,
});

/** One verdict over levels: the same at all, in part where only some agree. */
function overLevels(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.every((verdict) => verdict === verdicts[0])) return verdicts[0];
  return verdicts.includes('agrees') ? 'in part' : 'not told';
}

const shareOf = (interval: Interval | null | undefined, of: number): Interval | null =>
  interval ? [interval[0] / of, interval[1] / of] : null;

/** More PIEs and flagged classes the more weights go, and how they stand against retraining alone. */
function levelClaims({ levels, retrained, dense, images }: Known): Claim[] {
  const last = levels[levels.length - 1];
  const pies = levels.map(({ findings }) => findings.pies.images.length);
  const impacts = levels.map(({ findings }) => findings.classImpact);
  const flagged = impacts.map((level) => flaggedClasses(level, OPTIONS.alpha).length);
  const raw = levels.map(({ row }) => row.change?.flagged.raw ?? 0);
  const again = retrained?.findings.classImpact ?? null;
  const listed = (values: number[]) =>
    levels.map(({ name }, index) => `${whole(values[index])} at ${name}`).join(', ');
  const tests = levels.map(({ retraining }) => retraining.permutation);
  const excess = levels.map(({ findings: { noiseFloor } }) =>
    noiseFloor.kind === 'null' ? noiseFloor.excess : null,
  );
  const hidden = levels.map(({ findings }, index) =>
    hiddenVerdict(
      shareOf(excess[index]?.interval, images),
      shareOf(loss(findings.accuracyChange).interval, 100),
    ),
  );
  const lost = loss(last.findings.accuracyChange);
  const beyond = excess[excess.length - 1];
  const steps = stepsOf(levels, images);
  const alone = retrained && loss(retrained.findings.accuracyChange);
  const [imagenet] = paperTables;
  const same = imagenet.rows.find(({ removed }) => removed === last.removed);
  return [
    {
      claim: 'Top-1 hides what changes: a small loss of accuracy comes with many changed images.',
      verdict: overLevels(hidden),
      test: 'at every level: PIEs minus those of the retrained population (score interval, these networks) as a share of the images against points of accuracy lost (Welch), intervals apart',
      refuted: 'the share beyond retraining measurably smaller than the points lost',
      figures: `${last.name}: ${decimal(lost.value)} points of top-1${between(lost.interval, (end) => decimal(end))} and ${percent(pies[pies.length - 1] / images)} of the images; beyond retraining alone, ${beyond ? withInterval({ ...beyond, value: beyond.value / images, interval: shareOf(beyond.interval, images) }) : 'not known'} of the images; ${levels.map(({ name }, index) => `${hidden[index]} at ${name}`).join(', ')}${alone ? `; retraining alone changes ${percent((retrained?.findings.pies.images.length ?? 0) / images)} at ${decimal(alone.value)} points` : ''}${same?.pies ? `; the paper's ResNet-50 at that level ${decimal(100 * (imagenet.rows[0].top1 - same.top1))} points, ${percent(same.pies / imagenet.images)}, retraining's not known` : ''}`,
    },
    {
      claim: 'PIEs grow with the share of weights removed.',
      verdict: differencesVerdict(steps),
      test: 'PIEs of a level minus those of the milder one before it, score interval, these networks held fixed',
      refuted: 'a step measurably below 0',
      figures: `${listed(pies)}; ${steps.map((step, index) => `${points(step, 0)} from ${levels[index].name} to ${levels[index + 1].name}`).join(', ')}`,
    },
    {
      claim: 'There are PIEs at every level, mild ones included.',
      verdict: everyLevelVerdict(tests),
      test: `permutation test of the labels dense and compressed at every level, ${whole(SHUFFLES)} shuffles`,
      refuted: 'a level as good as retraining alone by two one-sided tests within 20%',
      figures: levels
        .map(({ name }, index) => {
          const test = tests[index];
          if (!test) return `not known at ${name}`;
          return `${name} ${whole(test.observed)} against ${decimal(test.mean)} were nothing done, p ${pPhrase(test.p)}${test.p > OPTIONS.alpha ? `, as good as retraining within 20% p ${pPhrase(test.equivalence.p)}` : ''}`;
        })
        .join('; '),
    },
    {
      claim: 'The number of classes affected grows with the share removed.',
      verdict: growthVerdict(impacts, again, OPTIONS.alpha),
      test: 'exact sign tests over classes that only one of two levels flags',
      refuted: 'the mildest level measurably flagging more',
      figures: `after adjustment ${listed(flagged)} (before it ${raw.map(whole).join(', ')}; chance alone ${trimmed(OPTIONS.alpha * dense.classes)}); the strongest against the mildest p ${pPhrase(moreFlagged(impacts[impacts.length - 1], impacts[0], OPTIONS.alpha).p)}, ${againstRetraining(last.findings.classImpact, again)}`,
    },
  ];
}

/** How hard PIEs are for dense networks beside equally contested images, level by level, and beside the images that retraining alone changes. */
function besideHarder(levels: Known['levels'], retrained: Known['retrained']): string {
  const listed = levels.map(
    ({ name, findings: { accuracy, matched } }) =>
      `${decimal(100 * (accuracy.dense.pie?.value ?? Number.NaN))}/${percent(matched?.accuracy.dense.value)} at ${name}`,
  );
  const last = levels[levels.length - 1].findings;
  const alone = retrained?.findings.accuracy;
  return [
    `dense on PIEs / on non-PIEs as contested ${listed.join(', ')}`,
    `compressed on non-PIEs as contested ${percent(last.matched?.accuracy.compressed.value)}`,
    alone
      ? `on what retraining alone changes dense ${percent(alone.dense.pie?.value)}, retrained ${percent(alone.compressed.pie?.value)}`
      : 'on what retraining alone changes not known',
  ].join('; ');
}

/** Few classes pay for many, and PIEs are harder for both populations. */
function imageClaims({ levels, retrained }: Known): Claim[] {
  const last = levels[levels.length - 1];
  const { accuracy, classImpact, matched } = last.findings;
  const split = splitImpacts(classImpact, OPTIONS.alpha);
  const flagged = flaggedSplit(classImpact, OPTIONS.alpha);
  const again = retrained?.findings.classImpact ?? null;
  const lift = retrained?.findings.accuracy.dense.nonPie;
  return [
    {
      claim: 'A few classes bear the brunt, while more gain against the model.',
      verdict: bruntVerdict(classImpact, again, OPTIONS.alpha),
      test: 'exact sign test of flagged classes that gain against those that lose',
      refuted: 'as many or more flagged classes that lose',
      figures: `${last.name}: ${split.lose} classes lose against the model, ${decimal(split.meanLoss)} points on average, ${split.gain} gain; flagged after adjustment, ${flagged.lose} lose and ${flagged.gain} gain, p ${pPhrase(flagged.p)}; ${againstRetraining(classImpact, again)}`,
    },
    {
      claim: 'PIEs are harder, for dense and for compressed networks.',
      test: 'accuracy on PIEs against all images, non-PIEs as contested and what retraining changes, t intervals over networks apart, images held fixed',
      refuted: 'PIEs measurably easier than all images',
      verdict: harderVerdict(accuracy, {
        matched: matched?.accuracy ?? null,
        retrained: retrained?.findings.accuracy ?? null,
      }),
      figures: `${last.name}: dense ${percent(accuracy.dense.pie?.value)} on PIEs, ${percent(accuracy.dense.all.value)} on all; compressed ${percent(accuracy.compressed.pie?.value)} and ${percent(accuracy.compressed.all.value)}; ${besideHarder(levels, retrained)}`,
    },
    {
      claim: 'Without the PIEs, top-1 rises for both.',
      verdict: liftVerdict(accuracy),
      test: 'accuracy without PIEs against all images, t intervals over networks apart; never more than in part, since it follows by arithmetic',
      refuted: 'accuracy measurably lower without them',
      figures: `dense ${withInterval(accuracy.dense.nonPie)} on the rest against ${withInterval(accuracy.dense.all)}, compressed ${withInterval(accuracy.compressed.nonPie)} against ${withInterval(accuracy.compressed.all)}; by arithmetic, wherever PIEs are harder than all images${lift ? `; dense ${percent(lift.value)} without the images that retraining alone changes` : ''}`,
    },
  ];
}

/** Compressed networks are more brittle under corruption. */
function brittleClaim(table: RobustnessTable | null): Claim {
  const basis = {
    claim: 'Compressed networks are more sensitive to corruptions of the images.',
    test: 'accuracy lost on corrupted images minus that on clean ones, t intervals over networks; these images, not resampled',
    refuted: 'on average, or under some corruption, measurably less lost than on clean images',
  };
  const id = table?.populations.at(-1);
  const robustness = table && id ? robustnessOf(table, id) : null;
  const right = robustness && meanRight(robustness.cells);
  if (!robustness || !right || id === 'dense') {
    return { ...basis, verdict: 'not told', figures: 'no table of robustness is shipped' };
  }
  const { added } = changeUnder(robustness, right);
  const kinds = [...new Set(robustness.cells.map(({ corruption }) => corruption))];
  const other = kinds.filter((kind) => {
    const mean = meanRight(robustness.cells.filter(({ corruption }) => corruption === kind));
    return mean !== null && (changeUnder(robustness, mean).added.interval?.[0] ?? 0) > 0;
  });
  const [low, high] = added.interval ?? [0, 0];
  const onAverage = high < 0 ? (other.length > 0 ? 'in part' : 'agrees') : low > 0 ? 'does not' : 'not told';
  return {
    ...basis,
    verdict: onAverage,
    figures: `${id}: averaged over the corruptions, ${signed(added.value)} points beyond the clean difference${between(added.interval, (end) => signed(end))}${other.length > 0 ? `; the other way under ${other.join(', ')}` : ''}`,
  };
}

/** PIEs over-index on the long tail, and more than what retraining alone changes; what only retraining explains agrees in part. */
function tailClaim(tail: Known | null): Claim {
  const basis = {
    claim: 'PIEs over-index on the long tail of the training data.',
    test: 'share of the PIEs over share of the images against the same of retraining alone, bootstrap over images; one ranking of the classes, so never more than in part',
    refuted: 'a ratio measurably below 1, or another ranking of the classes without it',
  };
  const row = tail?.strongest.longTail.parts.find(({ part }) => part === 'tail');
  const ratio = row?.overImages;
  if (!tail || !ratio) return { ...basis, verdict: 'not told', figures: 'no long-tailed zoo is shipped' };
  const alone = row.retraining?.overIndex;
  const beyond = row.retraining?.beyond;
  const floor = alone
    ? `retraining alone ${ratioOf(alone)}${beyond ? `, the difference ${points(beyond, 2)}` : ''}`
    : 'what retraining alone puts there is not known';
  const verdict = ratioVerdict(ratio.interval, beyond?.interval ?? null);
  return {
    ...basis,
    verdict: verdict === 'agrees' ? 'in part' : verdict,
    figures: `${tail.zoo.manifest.dataset.title}, ${tail.levels[tail.levels.length - 1].name}: tail classes hold ${percent(row.trainingShare)} of the training images and ${percent(row.pieShare)} of the PIEs; against their share of the test images, which are as many of every class, ${decimal(ratio.value, 2)} times as many${between(ratio.interval, (end) => decimal(end, 2))}; ${floor}`,
  };
}

/** What of the paper these populations bear out, each by a rule on the figures beside it. */
export function claimsSection(
  known: Known,
  tail: Known | null,
  robustness: RobustnessTable | null,
  made: Made | null,
): string {
  const claims = [
    ...levelClaims(known),
    ...imageClaims(known),
    {
      ...formatsClaim(made),
      test: 'PIEs of every pruned population minus those of every number format, score interval, these networks held fixed',
      refuted: 'a pruned population measurably below a format',
    },
    brittleClaim(robustness),
    tailClaim(tail),
  ];
  return [
    '## What agrees with the paper, and what does not',
    markdownTable(
      ['The paper', 'Here', 'Figures', 'Test, at 5%', 'What would refute it'],
      claims.map(({ claim, verdict, figures, test, refuted }) => [claim, verdict, figures, test, refuted]),
      5,
    ),
    'Each verdict follows by a fixed rule from the figures beside it (`src/cli/findings/verdicts.ts`, `claims.ts`): classes count as flagged after Benjamini and Hochberg’s adjustment, and two counts of them differ where the exact sign test over the classes that only one counts says so (all levels share the dense networks, so that its p is rough); “not told” is what the populations are too few to say. Not tried here: float16 and int8 populations trained apart, the human study, other networks than this small one.',
  ].join('\n\n');
}
