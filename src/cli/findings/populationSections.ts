import { count, percent, signed } from '../../text/format';
import type { Known } from './known';
import { between, markdownTable, ratioOf, withInterval } from './markdown';
import { auditCommand, points } from './shared';

/** PIEs by the training images of their class. */
export function tailSection(known: Known): string {
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
      'training images. The test images are as many of every class, so that PIEs spread evenly would ' +
      'have 1 in the first ratio and more than 1 in the second. Retraining alone: the first ratio of ' +
      'the images that the second dense population changes; the difference is the ratio of the PIEs ' +
      'minus that, in the same draws of the images.',
    auditCommand(known, last, ` --training ${zoo.manifest.dataset.id} --json`),
  ].join('\n\n');
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
