import { rankingsAgree, type TailContrast, tailBeyondBalanced } from '../../audit/groups/tailContrast';
import { count, decimal, percent, signed } from '../../text/format';
import type { Known } from './known';
import { between, markdownTable, ratioOf, withInterval } from './markdown';
import { auditCommand, points } from './shared';

/** PIEs by the training images of their class; `second` is the same with the classes ranked otherwise. */
export function tailSection(known: Known, balanced: Known, second: Known | null): string {
  const { zoo, strongest, levels, networks } = known;
  const { longTail } = strongest;
  const last = levels[levels.length - 1];
  return [
    `## The long tail: ${zoo.manifest.dataset.title}`,
    `${networks} networks a population. Balanced accuracy ${withInterval(longTail.accuracy.dense)} ` +
      `dense, ${withInterval(longTail.accuracy.compressed)} at ${last.name}; ${count(longTail.pies)} ` +
      `PIEs of ${count(last.findings.images)} test images.`,
    markdownTable(
      [
        'Classes',
        'Training images',
        'PIEs',
        'PIE share',
        'Over images (95%)',
        'Retraining alone (95%)',
        'Difference (95%)',
        'Over training (95%)',
        'Dense recall',
        'Compressed recall',
      ],
      longTail.parts.map((part) => [
        `${part.part} (${part.classes})`,
        count(part.training),
        count(part.pies),
        percent(part.pieShare),
        ratioOf(part.overImages),
        ratioOf(part.retraining?.overIndex ?? null),
        points(part.retraining?.beyond ?? null, 2),
        ratioOf(part.overTraining),
        withInterval(part.recall.dense),
        withInterval(part.recall.compressed),
      ]),
    ),
    'Ratios are the share of the PIEs over the share of the test images, and over the share of the ' +
      'training images. The test images are as many of every class. So PIEs spread evenly would ' +
      'have 1 in the first ratio and more than 1 in the second. Retraining alone: the first ratio of ' +
      'the images that the second dense population changes. The difference is the ratio of the PIEs ' +
      'minus that, in the same draws of the images.',
    contrastText(known, second, balanced),
    auditCommand(known, last, ` --training ${zoo.manifest.dataset.id} --json`, balanced),
  ].join('\n\n');
}

/**
 * Whether the tail loses more than the head, beyond what the same classes do in the balanced zoo, at the
 * strongest level of both.
 */
function strongestBeyond(tail: Known, balanced: Known): TailContrast {
  const answers = ({ answers: dense, levels }: Known) => ({
    dense,
    compressed: levels[levels.length - 1].predictions,
  });
  const { labels } = tail.shard;
  const ranked = tail.strongest.longTail.classes;
  const contrast = tailBeyondBalanced(ranked, answers(tail), answers(balanced), labels);
  if (!contrast) throw new Error('Expected images of every class of head and tail, got none of one.');
  return contrast;
}

function contrastText(first: Known, second: Known | null, balanced: Known): string {
  const contrast = strongestBeyond(first, balanced);
  const another = second && strongestBeyond(second, balanced);
  return [
    'A class may pay because it is hard, not because it is rare. Mean recall of the tail changes by ' +
      `${contrastFigures(contrast)}.`,
    second && another
      ? `With the classes ranked by another seed (${second.zoo.manifest.dataset.title}, ` +
        `${second.networks} networks a population) it changes by ${contrastFigures(another)}. ` +
        bothRankings(contrast, another)
      : 'This is one ranking of the classes: whether another ranking’s tail pays too is not known, so ' +
        'head and tail are not said to differ.',
    'The commands print the first of them as `longTail.beyondBalanced`; `npm run findings` computes all.',
  ].join(' ');
}

function contrastFigures({ longTail, balanced, points: apart, odds }: TailContrast): string {
  const factor = odds
    ? '. The growth of the odds of an error, tail against head, is ' +
      `${decimal(odds.ratio, 2)} times that in the balanced set` +
      between(odds.interval, (end) => decimal(end, 2))
    : '';
  return (
    `${signed(longTail, 2)} points against that of the head. Of the same classes in the balanced set, ` +
    `where none is rare, it changes by ${signed(balanced, 2)}. That is a difference of differences of ` +
    `${points(apart, 2)} points, networks and images both varying${factor}`
  );
}

/** What two rankings say together: a difference is said only where both intervals leave 0 out on one side. */
function bothRankings(first: TailContrast, second: TailContrast): string {
  const side = rankingsAgree([first, second]);
  if (side !== 0) {
    return (
      `In both rankings the tail loses ${side < 0 ? 'more' : 'less'} than the head beyond the ` +
      'balanced set.'
    );
  }
  return 'The two rankings do not agree beyond what chance allows, so head and tail are not said to differ.';
}

/** Small networks beside pruned ones. */
export function capacitySection({ capacity }: Known): string | null {
  if (!capacity) return null;
  const { networks, dense, retrained, narrow, sparse, matches } = capacity;
  return [
    '## Prune a large network, or train a small one?',
    `The first ${networks} networks of every population, since PIE counts depend on how many vote.`,
    markdownTable(
      ['Population', 'Weights', 'Top-1 (95%)', 'PIEs'],
      [dense, ...(retrained ? [retrained] : []), ...sparse, ...narrow].map(({ id, weights, top1, pies }) => [
        id,
        count(weights),
        withInterval(top1.mean, 2),
        pies ? count(pies.count) : '–',
      ]),
    ),
    ...matches.map(
      (match) =>
        `With as many weights, ${match.narrow} reaches ` +
        `${points({ value: match.top1.value, interval: match.top1.interval }, 2)} points of top-1 ` +
        `against ${match.sparse}, and ` +
        `${signed(match.pies.value, 0)}${between(match.pies.interval, (end) => signed(end, 0))} ` +
        'PIEs.',
    ),
  ].join('\n\n');
}
