import { groupingOf } from '../../audit/groups/grouping';
import { LEAST_IMAGES, type Subgroup, type SubgroupTable, subgroups } from '../../audit/groups/subgroups';
import { imageAttributes } from '../../model/attributes';
import type { Attribute } from '../../model/shard';
import { count, decimal, percent, pValue, signed } from '../../text/format';
import { auditOfAll } from './evidence';
import { type Known, OPTIONS } from './known';
import { between, markdownTable, ratioOf } from './markdown';
import { endsOf, points } from './shared';

/** How often images are drawn anew for the intervals of over-index ratios. */
const IMAGE_DRAWS = 1000;

/** Groups of images, by class and by what pixels say, at the strongest level. */
export function groupsSection(known: Known): string {
  const { levels, answers, shard, zoo } = known;
  const last = levels[levels.length - 1];
  const pair = { dense: answers, compressed: last.predictions };
  const tableOf = (column: Attribute) =>
    subgroups(last.findings, pair, shard.labels, groupingOf(column), {
      target: null,
      leastImages: LEAST_IMAGES,
      resampling: { draws: IMAGE_DRAWS, seed: OPTIONS.seed },
    });
  const byClass = tableOf({ name: 'class', categories: shard.classes, codes: shard.labels });
  const pixels = imageAttributes(shard).map(tableOf);
  return [
    `## Groups of images at ${last.name}`,
    'Error beyond the model is the change of the group’s error rate minus that of all images, in ' +
      'points. It has Welch’s interval, p adjusted within the table, and the interval that lets images ' +
      'vary too. The odds are a ratio: how much more the odds of an error grow in the group than ' +
      'over all images. Networks and images vary. Over-index: share of the PIEs over share of the images, ' +
      'and the same of what retraining alone changes; intervals by bootstrap over images.',
    'By class, PIEs only (the errors are those of [who pays](#who-pays-at-90-removed)):',
    markdownTable(
      ['Class', 'PIEs', 'Over-index (95%)', 'Retraining alone (95%)', 'Difference (95%)'],
      [...byClass.groups]
        .sort((a, b) => (b.overIndex?.value ?? 0) - (a.overIndex?.value ?? 0))
        .map((group) => [group.parts[0].name, count(group.pies), ...overIndexCells(group)]),
    ),
    'By what pixels say, in quarters of the images:',
    markdownTable(
      [
        'Attribute',
        'Quarter',
        'Dense error',
        'Compressed error',
        'Error beyond model',
        '95%, networks vary',
        '95%, images too',
        'Odds, ratio to model (95%)',
        'Adjusted p',
        'PIEs',
        'Over-index (95%)',
        'Retraining alone (95%)',
        'Difference (95%)',
      ],
      pixels.flatMap(quarterRows),
      2,
    ),
    auditOfAll(known, ` --attributes ${zoo.manifest.dataset.id}${zoo.withheld ? ' --images FILE' : ''}`),
  ].join('\n\n');
}

function overIndexCells({ overIndex, retraining }: Subgroup): string[] {
  return [ratioOf(overIndex), ratioOf(retraining?.overIndex ?? null), points(retraining?.beyond ?? null, 2)];
}

function quarterRows({ attributes, groups }: SubgroupTable): string[][] {
  return groups.map((group) => {
    const { error } = group.rates;
    return [
      attributes[0],
      group.parts[0].name,
      percent(error?.rate.dense?.value),
      percent(error?.rate.compressed?.value),
      signed(error?.normalised, 2),
      endsOf(error?.interval),
      endsOf(error?.crossed?.interval),
      decimal(error?.odds?.ratio, 2) + between(error?.odds?.interval, (end) => decimal(end, 2)),
      pValue(error?.pAdjusted ?? null),
      count(group.pies),
      ...overIndexCells(group),
    ];
  });
}
