import { audit } from '../../audit/audit';
import { intensification, splitImpacts } from '../../audit/classes/classCurves';
import type { Estimate } from '../../audit/findings';
import { HOLDS, holdingOf } from '../../audit/retraining/holding';
import { SHUFFLES } from '../../audit/retraining/retraining';
import { type CountOverDraws, drawNetworks, type Stability } from '../../audit/retraining/stability';
import { runOut } from '../../audit/runOut';
import { biasIndices, type Index } from '../../audit/scores/biasIndices';
import { type Mismatch, mismatchRates } from '../../audit/scores/mismatch';
import type { Correlation } from '../../audit/statistics/correlation';
import { count, decimal, percent, signed } from '../../text/format';
import { type Known, type KnownLevel, OPTIONS } from './known';
import { between, command, markdownTable, withInterval } from './markdown';
import { shareOf } from './shared';

/** How often networks are drawn, as on the page. */
const NETWORK_DRAWS = 200;

/** Networks a side that the table of draws shows, and all of them. */
const SHOWN = [1, 2, 5, 10, 15, 20, 25];

function drawn({ levels, retrained, answers }: Known): Stability {
  const last = levels[levels.length - 1];
  const options = { ...OPTIONS, draws: NETWORK_DRAWS, paired: false };
  return runOut(drawNetworks(answers, last.predictions, retrained?.predictions ?? null, options));
}

function overDraws(draws: CountOverDraws | null): string {
  return draws ? decimal(draws.mean) + between(draws.interval, count) : '–';
}

/**
 * What the counts owe to the networks at hand: PIEs as networks are drawn, images that stay PIEs, split
 * halves.
 */
export function drawsSection(known: Known): string {
  const { levels, retrained, networks, answers, shard } = known;
  const last = levels[levels.length - 1];
  const { growth, membership } = drawn(known);
  const held = membership && holdingOf(membership.compressed, last.findings.pies.images);
  const retrainedHeld =
    membership?.retrained && retrained
      ? holdingOf(membership.retrained, retrained.findings.pies.images)
      : null;
  const halves = levels.map(
    ({ predictions }) => audit(answers, predictions, shard.labels, OPTIONS).noiseFloor,
  );
  const [half] = halves;
  const halfPies = (floor: typeof half) => decimal(floor.kind === 'splitHalf' ? floor.halfPies : null);
  const alike = retrainedHeld
    ? `. Of the ${count(retrainedHeld.pies)} images that retraining alone changes ` +
      `${count(retrainedHeld.holding)} are changed as often`
    : '';
  return [
    '## Is it real?',
    `PIEs at ${last.name} with k networks a side, ${NETWORK_DRAWS} seeded draws without ` +
      'replacement. The table has the mean, and the range of 95% of the draws, which closes where ' +
      'nearly all networks are drawn.',
    markdownTable(
      ['k', 'PIEs', 'Retraining alone', 'Dense against other dense'],
      growth
        .filter(({ k }) => SHOWN.includes(k) || k === growth.length)
        .map((point) => [
          `${point.k}`,
          overDraws(point.pies),
          overDraws(point.retrained),
          overDraws(point.split),
        ]),
    ),
    membership && held
      ? `With ${membership.k} networks a side, ${count(held.holding)} of the ${count(held.pies)} ` +
        `PIEs, ${withInterval(shareOf(held.holding, held.pies), 0)}, are PIEs in at least ` +
        `${percent(HOLDS, 0)} of the draws${alike}.`
      : null,
    half.kind === 'splitHalf'
      ? `Two random halves of the dense networks, ${half.k[0]} against ${half.k[1]}, disagree on ` +
        `${decimal(half.pies)} images (${half.splits} splits, 95% of them ` +
        `${half.interval.map(count).join(' to ')}). As many dense against compressed networks disagree on ` +
        `${halves.map((floor, index) => `${halfPies(floor)} at ${levels[index].name}`).join(', ')}.`
      : `${networks} dense networks are too few to be split.`,
    auditOfAll(known, ` --draws ${NETWORK_DRAWS}`),
  ]
    .filter((part) => part !== null)
    .join('\n\n');
}

/** The command that audits the strongest level with all others beside it. */
export function auditOfAll({ levels }: Known, more: string): string {
  const { id } = levels[levels.length - 1];
  return command(
    `npm run -s lacuna -- audit --dense dense.parquet --compressed ${id}.parquet --null ` +
      `null.parquet --json${more}`,
  );
}

/** Every compressed population and, first, the null population. */
function populations({ retrained, levels }: Known): KnownLevel[] {
  return [...(retrained ? [retrained] : []), ...levels];
}

/** How the classes split at every level, and whether weak classes lose more. */
export function splitSection(known: Known): string {
  return [
    '## Losing and gaining classes at every level',
    'Classes that lose and gain against the model, whatever the test says of each. Intensification ' +
      'is the rank correlation over classes of dense recall minus dense accuracy with the change ' +
      'beyond the model: above 0 the weak lose more. “On odds” takes, in place of points, minus the log ' +
      'of the factor by which a class’s odds of an error grow beyond the model’s. There a class ' +
      'with few errors has as much to lose. Both hold the dense recall with opposite signs, so that ' +
      'noise pushes them down.',
    markdownTable(
      [
        'Population',
        'Lose',
        'Mean loss, points',
        'Gain',
        'Mean gain, points',
        'Intensification, points (95%)',
        'On odds (95%)',
      ],
      populations(known).map(({ name, findings: { classImpact, top1 } }) => {
        const split = splitImpacts(classImpact, OPTIONS.alpha);
        const { points: inPoints, odds } = intensification(classImpact, top1.dense.mean.value);
        const correlated = ({ value, interval }: Correlation) =>
          signed(value, 2) + between(interval, (end) => signed(end, 2));
        return [
          name,
          `${split.lose}`,
          decimal(split.meanLoss, 2),
          `${split.gain}`,
          decimal(split.meanGain, 2),
          correlated(inPoints),
          correlated(odds),
        ];
      }),
    ),
    command(
      'npm run -s lacuna -- audit --dense dense.parquet --compressed ' +
        `${known.levels[known.levels.length - 1].id}.parquet --null null.parquet --json ` +
        `${known.levels.map(({ id }) => `--level ${id}=${id}.parquet`).join(' ')} --permutations ` +
        `${SHUFFLES}`,
    ),
  ].join('\n\n');
}

/** What single networks change, and the one-number indices, at every level. */
export function networksSection(known: Known): string {
  const { levels, answers, shard } = known;
  const truth = shard.labels;
  const measured = levels.map(({ name, predictions, findings }) => ({
    name,
    mismatch: mismatchRates({ dense: answers, compressed: predictions }, truth, findings),
    indices: biasIndices(answers, predictions, truth, false),
  }));
  const rates = (name: string, { any, forgotten, recovered, traded }: Mismatch) => [
    name,
    ...[any, forgotten, recovered, traded].map((rate) => withInterval(rate, 2)),
  ];
  const [{ mismatch }] = measured;
  const value = (estimate: Estimate | null) =>
    estimate ? decimal(estimate.value, 4) + between(estimate.interval, (end) => decimal(end, 4)) : '–';
  const beyond = (estimate: Estimate | null) =>
    estimate ? signed(estimate.value, 4) + between(estimate.interval, (end) => signed(end, 4)) : '–';
  const ofIndex = (index: Index | undefined) => [
    value(index?.compressed ?? null),
    beyond(index?.excess ?? null),
  ];
  const firstIndices = measured[0].indices;
  return [
    '## Single networks',
    'Share of images on which a compressed and a dense network differ, over all pairs, by what ' +
      'became of the answer. Two dense networks stand beside them.',
    markdownTable(
      ['Pair', 'Differ (95%)', 'Right, then wrong', 'Wrong, then right', 'Wrong, then another wrong'],
      [
        ...(mismatch.retrained ? [rates('Dense and dense', mismatch.retrained)] : []),
        ...measured.map((one) => rates(`Dense and ${one.name}`, one.mismatch.networks)),
      ],
    ),
    'How unevenly the classes’ error rates change: combined error variance and symmetric distance ' +
      'error (arXiv 2106.07849), and how far beyond retraining alone (Welch’s interval, approximate).',
    markdownTable(
      ['Population', 'CEV (95%)', 'Beyond retraining', 'SDE (95%)', 'Beyond retraining'],
      [
        [
          'Dense, each against the others',
          value(firstIndices?.cev.retrained ?? null),
          '–',
          value(firstIndices?.sde.retrained ?? null),
          '–',
        ],
        ...measured.map(({ name, indices }) => [name, ...ofIndex(indices?.cev), ...ofIndex(indices?.sde)]),
      ],
    ),
    'The commands are those of [every level](#every-level), with `--json`, once a level.',
  ].join('\n\n');
}
