import { paperTables } from '../../audit/levels/paper';
import { SHUFFLES } from '../../audit/retraining/retraining';
import { count, decimal, expected, percent, pPhrase } from '../../text/format';
import { againstRetraining, type Claim, loss, overLevels, shareOf, stepsOf } from './claim';
import { type Known, OPTIONS } from './known';
import { between, withInterval } from './markdown';
import { points } from './shared';
import {
  differencesVerdict,
  everyLevelVerdict,
  flaggedClasses,
  growthVerdict,
  hiddenVerdict,
  moreFlagged,
} from './verdicts';

/** More PIEs and flagged classes the more weights go, and how they stand against retraining alone. */
export function levelClaims({ levels, retrained, images }: Known): Claim[] {
  const last = levels[levels.length - 1];
  const pies = levels.map(({ findings }) => findings.pies.images.length);
  const impacts = levels.map(({ findings }) => findings.classImpact);
  const flagged = impacts.map((level) => flaggedClasses(level, OPTIONS.alpha).length);
  const raw = levels.map(({ row }) => row.change?.flagged.raw ?? 0);
  const retrainedImpact = retrained?.findings.classImpact ?? null;
  const listed = (values: number[]) =>
    levels.map(({ name }, index) => `${count(values[index])} at ${name}`).join(', ');
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
  const retrainedLoss = retrained && loss(retrained.findings.accuracyChange);
  const [imagenet] = paperTables;
  const same = imagenet.rows.find(({ removed }) => removed === last.removed);
  const beyondShare = beyond && {
    ...beyond,
    value: beyond.value / images,
    interval: shareOf(beyond.interval, images),
  };
  const fromTo = (index: number) => `From ${levels[index].name} to ${levels[index + 1].name}`;
  return [
    {
      claim: 'Top-1 hides what changes: a small loss of accuracy comes with many changed images.',
      verdict: overLevels(hidden),
      test:
        'at every level, two intervals that lie apart: PIEs minus those of the retrained population, as a ' +
        'share of the images (score, these networks). Against them, points of accuracy lost (Welch)',
      refuted: 'the share beyond retraining measurably smaller than the points lost',
      figures:
        `${last.name}: ${decimal(lost.value)} points of ` +
        `top-1${between(lost.interval, (end) => decimal(end))} and ` +
        `${percent(pies[pies.length - 1] / images)} of the images. Beyond retraining alone, ` +
        `${beyondShare ? withInterval(beyondShare) : 'not known'} of the images. Level by level: ` +
        levels.map(({ name }, index) => `${hidden[index]} at ${name}`).join(', ') +
        (retrainedLoss
          ? `. Retraining alone changes ${percent((retrained?.findings.pies.images.length ?? 0) / images)} ` +
            `at ${decimal(retrainedLoss.value)} points`
          : '') +
        (same?.pies
          ? `. The paper's ResNet-50 at that level ${decimal(100 * (imagenet.rows[0].top1 - same.top1))} ` +
            `points, ${percent(same.pies / imagenet.images)}, retraining's not known`
          : ''),
    },
    {
      claim: 'PIEs grow with the share of weights removed.',
      verdict: differencesVerdict(steps),
      test:
        'PIEs of a level minus those of the milder one before it, score interval, these networks ' +
        'held fixed',
      refuted: 'a step measurably below 0',
      figures: [listed(pies), ...steps.map((step, at) => `${fromTo(at)} ${points(step, 0)}`)].join('. '),
    },
    {
      claim: 'There are PIEs at every level, mild ones included.',
      verdict: everyLevelVerdict(tests),
      test: `permutation test of the labels dense and compressed at every level, ${count(SHUFFLES)} shuffles`,
      refuted: 'a level as good as retraining alone by two one-sided tests within 20%',
      figures: levels
        .map(({ name }, index) => {
          const test = tests[index];
          if (!test) return `${name} not known`;
          const equal = `, as good as retraining within 20% p ${pPhrase(test.equivalence.p)}`;
          return (
            `${name} ${count(test.observed)} against ${decimal(test.mean)} were nothing done, p ` +
            pPhrase(test.p) +
            (test.p > OPTIONS.alpha ? equal : '')
          );
        })
        .join('. '),
    },
    {
      claim: 'The number of classes affected grows with the share removed.',
      verdict: growthVerdict(impacts, retrainedImpact, OPTIONS.alpha),
      test: 'exact sign tests over classes that only one of two levels flags',
      refuted: 'the mildest level measurably flagging more',
      figures:
        `After adjustment ${listed(flagged)}. Before it ${raw.map(count).join(', ')}; by chance alone ` +
        `${levels.map(({ row }) => expected(row.change?.flagged.byChance)).join(', ')}. The ` +
        'strongest against the mildest p ' +
        `${pPhrase(moreFlagged(impacts[impacts.length - 1], impacts[0], OPTIONS.alpha).p)}, ` +
        `${againstRetraining(last.findings.classImpact, retrainedImpact)}`,
    },
  ];
}
