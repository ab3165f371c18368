import type { Estimate } from '../../audit/findings';
import {
  denseMargins,
  MOVED,
  type Overlap,
  overlapOf,
  persistenceOf,
  taxicabAgreements,
} from '../../audit/levels/persistence';
import { changeUnder, meanAnswers } from '../../audit/levels/robustness';
import { calibrationOf, type PopulationCalibration } from '../../audit/scores/calibration';
import { type RobustnessTable, robustnessOf } from '../../library/robustness';
import { count, decimal, percent, signed } from '../../text/format';
import type { Known } from './known';
import { between, command, markdownTable, withInterval } from './markdown';
import { endsOf, points, shareOf } from './shared';

/** Accuracy on PIEs, on all images, on the rest, and what becomes of the PIEs. */
export function harderSection({ levels, strongest, networks }: Known): string {
  const last = levels[levels.length - 1];
  const { matched, pies } = last.findings;
  const ids = {
    margin: 'dense vote margin',
    entropy: 'dense vote entropy',
    confidence: 'dense confidence',
    truth: 'probability of the true class',
  };
  const area = (roc: { auc: number; interval: Estimate['interval'] } | null) =>
    roc ? decimal(roc.auc, 3) + between(roc.interval, (end) => decimal(end, 3)) : '–';
  return [
    '## Are PIEs harder?',
    markdownTable(
      [
        'Level',
        'PIEs',
        'Forgotten',
        'Recovered',
        'Traded',
        'Dense on PIEs',
        'Compressed on PIEs',
        'Dense on the rest',
        'Compressed on the rest',
      ],
      levels.map(({ name, findings: { pies: found, accuracy } }) => [
        name,
        count(found.images.length),
        count(found.counts.forgotten),
        count(found.counts.recovered),
        count(found.counts.traded),
        withInterval(accuracy.dense.pie),
        withInterval(accuracy.compressed.pie),
        withInterval(accuracy.dense.nonPie),
        withInterval(accuracy.compressed.nonPie),
      ]),
    ),
    `PIEs are chosen by disagreement, so part of the drop is by construction. ${
      matched
        ? `At ${last.name}, non-PIEs are weighted to the PIEs' distribution of dense vote margin and ` +
          `correctness. They are right in ${withInterval(matched.accuracy.dense)} (dense) and ` +
          `${withInterval(matched.accuracy.compressed)} (compressed) of the cases; ` +
          `${count(matched.unmatched)} of ${count(pies.images.length)} PIEs found no match.`
        : ''
    }`,
    'The table has accuracy on PIEs minus that on other images, in points, networks and images both ' +
      'varying. The other images are those non-PIEs, where only PIEs with such a match count, and the ' +
      'images that retraining alone changes. Beside the latter, the compressed networks stand against ' +
      'the null population. Below 0 the PIEs are harder. Which images are PIEs is held fixed.',
    markdownTable(
      [
        'Level',
        'Dense, beside matches (95%)',
        'Compressed, beside matches (95%)',
        'Dense, beside what retraining changes (95%)',
        'Compressed, beside what retraining changes (95%)',
      ],
      levels.map(({ name, findings: { matched: contested, noiseFloor } }) => {
        const changed = noiseFloor.kind === 'null' ? noiseFloor.changed?.beyond : undefined;
        const effects = [contested?.beyond?.dense, contested?.beyond?.compressed];
        return [name, ...[...effects, changed?.dense, changed?.compressed].map((one) => points(one ?? null))];
      }),
    ),
    `What predicts, from ${networks} dense networks alone, that an image becomes a PIE at ` +
      `${last.name}? And that retraining alone changes it? Areas under the ROC curve:`,
    markdownTable(
      ['Score', 'PIEs (95%)', 'Retraining alone (95%)'],
      strongest.predictors.map(({ id, pies: roc, retrained }) => [ids[id], area(roc), area(retrained)]),
    ),
  ].join('\n\n');
}

/** Which PIEs persist from level to level. */
export function persistenceSection({ levels, retrained, images }: Known): string {
  const sets = levels.map(({ findings }) => ({ pies: findings.pies.images }));
  const { some, every, levels: found } = persistenceOf(sets, images);
  const last = levels[levels.length - 1];
  const all = [...(retrained ? [retrained] : []), ...levels];
  const lasting = last.findings.pies.images;
  const margins = denseMargins(last.findings);
  const jaccardOf = ({ jaccard, interval }: Pick<Overlap, 'jaccard' | 'interval'>) =>
    decimal(jaccard, 2) + between(interval, (end) => decimal(end, 2));
  return [
    '## Persistence',
    `Of ${count(some)} images that are PIEs at some level, ${count(every)} are PIEs at every one, ` +
      `${withInterval(shareOf(every, some), 0)}.`,
    markdownTable(
      ['Level', 'PIEs', 'First here', 'Stay to the strongest', 'Share (95%)'],
      found.map(({ pies, first, staying }, index) => [
        levels[index].name,
        count(pies),
        count(first),
        count(staying),
        levels[index] === last ? '–' : withInterval(shareOf(staying, pies), 0),
      ]),
    ),
    `Overlap with the PIEs of ${last.name}. All sets are PIEs against the same dense networks, so ` +
      'contested images recur. “As contested” is what two other sets would share, with the range of 95% ' +
      'of draws. They hold as many images of every dense vote margin as these do.',
    markdownTable(
      ['Population', 'In both', 'At random', 'As contested (95%)', 'Jaccard (95%)'],
      all
        .filter((level) => level !== last)
        .map(({ name, findings }) => {
          const overlap = overlapOf(findings.pies.images, lasting, images, margins);
          const { both, byChance, byMargin } = overlap;
          const contested = byMargin && decimal(byMargin.value) + between(byMargin.interval, decimal);
          return [name, count(both), decimal(byChance), contested ?? '–', jaccardOf(overlap)];
        }),
    ),
    'The other definition of PIEs, the images whose votes moved most (taxicab distance, arXiv ' +
      `2010.03058), at ${last.name}:`,
    markdownTable(
      ['Share of images', 'Images', 'Of them modal PIEs', 'Jaccard (95%)'],
      taxicabAgreements(last.findings, MOVED).map((agreement) => {
        const { share, top, both } = agreement;
        return [percent(share, 0), count(top), count(both), jaccardOf(agreement)];
      }),
    ),
  ].join('\n\n');
}

/** Whether probabilities mean what they say. */
export function calibrationSection({ strongest, levels, retrained, answers, shard }: Known): string | null {
  if (!strongest.calibration) return null;
  const inPoints = ({ value, interval }: Pick<Estimate, 'value' | 'interval'>, digits = 1) =>
    points({ value: 100 * value, interval: interval && [100 * interval[0], 100 * interval[1]] }, digits);
  const cells = ({ ece, overConfidence }: PopulationCalibration) => [
    withInterval(ece, 2),
    inPoints(overConfidence, 2),
  ];
  const compared = [...(retrained ? [retrained] : []), ...levels].flatMap(
    ({ name, predictions, findings }) => {
      const pair = { dense: answers, compressed: predictions };
      const calibration = calibrationOf(pair, shard.labels, findings);
      return calibration ? [{ name, ...calibration }] : [];
    },
  );
  const { dense, compressed } = strongest.calibration.population;
  const sure = (side: PopulationCalibration) =>
    `${withInterval(side.confidence.pie)} on PIEs and ${withInterval(side.confidence.all)} on all images`;
  return [
    '## Calibration',
    'Expected calibration error of the answers, 15 bins of equal width, and mean probability of ' +
      'the answers minus accuracy (over-confidence), in points. Changes against the dense networks have ' +
      'Welch’s interval.',
    markdownTable(
      [
        'Population',
        'ECE (95%)',
        'Over-confidence (95%)',
        'ECE, change in points (95%)',
        'Over-confidence, change (95%)',
      ],
      [
        ['Dense', ...cells(dense), '–', '–'],
        ...compared.map(({ name, population, change }) => [
          name,
          ...cells(population.compressed),
          inPoints(change.ece, 2),
          inPoints(change.overConfidence, 2),
        ]),
      ],
    ),
    `Mean probability of dense answers at ${levels[levels.length - 1].name}: ${sure(dense)}. Of ` +
      `compressed ones: ${sure(compressed)}.`,
  ].join('\n\n');
}

/** Of which populations a table keeps the answers of images. */
function keptFor({ clean, populations }: RobustnessTable): string {
  const kept = populations.filter((id) => clean[id].hits !== undefined);
  return kept.length === 0 ? ': of none here' : `: of ${kept.join(', ')}`;
}

/**
 * Every population under corruption, averaged over all corruptions and severities; `images` names a copy of
 * them.
 */
export function robustnessSection(table: RobustnessTable, images = ''): string | null {
  const corruptions = [...new Set(table.cells.map(({ corruption }) => corruption))];
  if (corruptions.length === 0) return null;
  const others = table.populations.filter((id) => id !== 'dense');
  const over = (id: string, of: (corruption: string) => boolean) => {
    const robustness = robustnessOf(table, id);
    const right = robustness && meanAnswers(robustness.cells.filter(({ corruption }) => of(corruption)));
    return robustness && right ? changeUnder(robustness, right) : null;
  };
  const severities = [...new Set(table.cells.map(({ severity }) => severity))].sort();
  return [
    '## Robustness',
    `Top-1 on corrupted copies of the first ${count(table.images)} test images, ` +
      `${corruptions.length} corruptions at severity ${severities.join(', ')}. “Added” is the change ` +
      'against dense networks minus the same on clean images. “Images too” lets images vary as well ' +
      'as networks. It needs how many networks are right on each image, which the table keeps' +
      `${keptFor(table)}.`,
    markdownTable(
      [
        'Population',
        'Top-1, corrupted',
        'Against dense, points (95%)',
        'Relative, %',
        'Added, points (95%)',
        '95%, images too',
      ],
      others.map((id) => {
        const change = over(id, () => true);
        return [
          id,
          withInterval(change?.top1.compressed),
          points(change?.points ?? null),
          signed(change?.relative?.value),
          points(change?.added ?? null),
          endsOf(change?.addedCrossed),
        ];
      }),
    ),
    `By corruption, added points of ${others[others.length - 1]}:`,
    markdownTable(
      ['Corruption', 'Dense top-1', 'Compressed top-1', 'Added, points (95%)', '95%, images too'],
      corruptions.map((name) => {
        const change = over(others[others.length - 1], (one) => one === name);
        return [
          name,
          withInterval(change?.top1.dense),
          withInterval(change?.top1.compressed),
          points(change?.added ?? null),
          endsOf(change?.addedCrossed),
        ];
      }),
    ),
    command(`npm run -s lacuna -- robustness --zoo ${table.data}${images} --out robustness.json`),
  ].join('\n\n');
}
