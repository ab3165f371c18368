import { firstFlags, splitImpacts } from '../../audit/classes/classCurves';
import { paperTables } from '../../audit/levels/paper';
import { SHUFFLES } from '../../audit/retraining/retraining';
import { count, decimal, expected, percent, pValue, signed } from '../../text/format';
import { type Known, OPTIONS } from './known';
import { between, markdownTable, withInterval } from './markdown';
import { auditCommand, endsOf } from './shared';

/** Top-1, flagged classes and PIEs of every level, beside the paper's. */
export function levelsSection(known: Known): string {
  const { dense, retrained, levels, images } = known;
  const rows = [...(retrained ? [retrained] : []), ...levels].map(({ name, row, retraining }) => {
    const { change } = row;
    const test = retraining.permutation;
    return [
      name,
      withInterval(row.top1.mean, 2),
      withInterval(row.top3, 2),
      change ? `${change.flagged.raw} of ${change.flagged.tested}` : '–',
      change ? expected(change.flagged.byChance) : '–',
      change ? count(change.flagged.adjusted) : '–',
      change ? count(change.pies) : '–',
      change ? percent(change.pies / images, 2) : '–',
      test ? decimal(test.mean) : '–',
      test ? signed(test.excess, 0) + between(test.interval, (end) => signed(end, 0)) : '–',
      pValue(test?.p ?? null),
      pValue(test?.equivalence.p ?? null),
    ];
  });
  const { resplits, analytic } = levels[0].retraining;
  const last = levels[levels.length - 1];
  return [
    '## Every level',
    markdownTable(
      [
        'Population',
        'Top-1 (95%)',
        'Top-3 (95%)',
        'Flagged classes',
        'By chance',
        'Adjusted',
        'PIEs',
        'Share',
        'Were nothing done',
        'Beyond that (95%)',
        'p, more',
        'p, as good',
      ],
      [
        [
          'Dense',
          withInterval(dense.top1.mean, 2),
          withInterval(dense.top3, 2),
          ...Array<string>(9).fill('–'),
        ],
        ...rows,
      ],
    ),
    `A class is flagged at p ≤ ${OPTIONS.alpha} by Welch's test. “By chance” is how many it flags ` +
      'on average when the networks are relabelled at random ' +
      `(${count(levels[0].findings.flaggedByChance?.shuffles ?? 0)} times). “Adjusted” is after ` +
      `Benjamini and Hochberg. “Were nothing done” is the mean of the PIEs over ${count(SHUFFLES)} ` +
      'random relabellings of the networks of both populations. “p, more” is the share of them with as ' +
      'many PIEs or more. “p, as good” is the p of two one-sided tests against 20% of that mean. Other ' +
      'networks, these images.',
    'Retraining alone as a distribution: ' +
      (resplits
        ? `dense and retrained networks, mixed and split again ${count(resplits.n)} times, disagree on ` +
          `${decimal(resplits.mean)} images (sd ${decimal(resplits.sd)}). The `
        : 'the ') +
      `vote shares of each image lead to expect ${decimal(analytic?.mean)} (sd ` +
      `${decimal(analytic?.sd)}).`,
    auditCommand(known, last, ` --json --permutations ${SHUFFLES}`),
    'The audit prints, with intervals, the figures of the sections on classes, PIEs, predictors and ' +
      'calibration too: [audit-json.md](audit-json.md). Where a class is flagged first follows from one ' +
      'audit a level.',
  ].join('\n\n');
}

/** The paper's own tables, for comparison of shapes. */
export function paperSection(): string {
  return [
    '## The paper’s tables',
    'Other networks on other data: shapes compare, heights do not. None of it was computed here, ' +
      'and none of it is corrected for what retraining alone changes.',
    ...paperTables.map(({ data, network, networks, images, classes, source, rows }) =>
      [
        `${data}, ${network}, ${networks} networks a level, ${count(images)} images (${source}):`,
        markdownTable(
          ['Level', 'Top-1', 'Flagged classes', 'PIEs', 'Share'],
          rows.map(({ name, top1, flagged, pies }) => [
            name,
            percent(top1, 2),
            flagged === null || classes === null ? '–' : `${flagged} of ${count(classes)}`,
            pies === null ? '–' : count(pies),
            pies === null ? '–' : percent(pies / images, 2),
          ]),
        ),
      ].join('\n\n'),
    ),
  ].join('\n\n');
}

/** Who pays: every class at the strongest level, and where it is flagged first. */
export function classesSection({ levels, zoo, family }: Known): string {
  const last = levels[levels.length - 1];
  const names = zoo.manifest.dataset.classes;
  const first = firstFlags(
    levels.map(({ findings }) => findings.classImpact),
    OPTIONS.alpha,
  );
  const level = (index: number | null) => (index === null ? 'none' : levels[index].name);
  const split = splitImpacts(last.findings.classImpact, OPTIONS.alpha);
  const impacts = [...last.findings.classImpact].sort((a, b) => (a.normalised ?? 0) - (b.normalised ?? 0));
  return [
    `## Who pays at ${last.name}`,
    markdownTable(
      [
        'Class',
        'Recall, points',
        'Beyond model',
        '95%, networks vary',
        '95%, images too',
        'p, images too',
        'Error odds, class',
        'model',
        'Ratio (95%, images too)',
        'p, networks vary',
        'Adjusted p',
        'p in the family',
        'First flagged',
        'In the family first',
      ],
      impacts.map((impact) => [
        names[impact.class],
        signed(impact.absolute),
        signed(impact.normalised, 2),
        endsOf(impact.normalisedInterval),
        endsOf(impact.crossed?.interval),
        pValue(impact.crossed?.p ?? null),
        decimal(impact.errorOdds?.group, 2),
        decimal(impact.errorOdds?.model, 2),
        decimal(impact.errorOdds?.ratio, 2) + between(impact.errorOdds?.interval, (end) => decimal(end, 2)),
        pValue(impact.welch.p),
        pValue(impact.pAdjusted),
        pValue(family.adjusted[levels.length - 1][impact.class]),
        level(first[impact.class].raw),
        level(family.first[impact.class]),
      ]),
    ),
    `${split.lose} classes lose more than the model, ${decimal(split.meanLoss)} points on average; ` +
      `${split.gain} lose less, by ${decimal(split.meanGain)}. Of ${split.flagged} flagged classes ` +
      `${split.flaggedLosing} lose.`,
    'Two scales: points beyond the model, and the factor by which odds grow in the class and in the ' +
      'model. They are the odds of an error, (1 − recall) / recall. Two kinds of intervals: other networks ' +
      'on these images (Welch), and other networks and other images (crossed). The family is all ' +
      `${count(family.tests)} tests of levels and classes, retraining’s among them. Its p is by the ` +
      `largest |t| of ${count(family.shuffles)} relabellings. A class that retraining alone flags there ` +
      'counts for no level.',
  ].join('\n\n');
}
