import type { Estimate, Findings, NoiseFloor } from '../audit/findings';
import { TIE_RULES } from '../audit/votes/ties';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { fixed } from '../text/fixed';
import { count, counted, expected, noun } from '../text/format';
import { textTable } from './textTable';

const NONE = '-';
const SHOWN_PIES = 40;
const OF_POPULATION = ", each network's recall minus the mean accuracy of its population";

/** Findings as text for a terminal. */
export function auditTables(findings: Findings, { imageIds, classNames }: AlignedPredictions): string {
  const { members, pies, options, classImpact, accuracy, top1 } = findings;
  const tested = classImpact.filter(({ welch }) => welch.p !== null).length;
  const flagged = classImpact.filter(({ impacted }) => impacted).length;
  const ids = Array.from(pies.images.subarray(0, SHOWN_PIES), (image) => imageIds[image]);
  const rest = pies.images.length - ids.length;
  const sections = [
    `${counted(findings.images, 'image')}, ${counted(findings.classes, 'class', 'classes')}, ` +
      `${members.dense} dense and ${counted(members.compressed, 'compressed network')}` +
      `${findings.paired ? ' (paired)' : ''}`,

    textTable(
      ['accuracy, %', 'networks', 'mean', 'sd', 'on PIEs', 'on the rest'],
      (['dense', 'compressed'] as const).map((side) => [
        side,
        `${members[side]}`,
        percent(top1[side].mean),
        points(top1[side].sd === null ? null : 100 * top1[side].sd),
        percent(accuracy[side].pie),
        percent(accuracy[side].nonPie),
      ]),
    ),

    [
      `${count(pies.images.length)} of ${counted(findings.images, 'image')} ` +
        `${noun(pies.images.length, 'is a PIE', 'are PIEs')} ` +
        `(${fixed((100 * pies.images.length) / findings.images, 2)}%): ` +
        `${count(pies.counts.forgotten)} forgotten, ${count(pies.counts.recovered)} recovered, ` +
        `${count(pies.counts.traded)} traded.`,
      `${counted(pies.tied, 'image has', 'images have')} a tie for the most ` +
        `votes; ${TIE_RULES[options.ties].winner} wins.`,
      floorSentence(findings.noiseFloor, findings.paired),
      ...(findings.flips
        ? [`Each network changes ${percent(findings.flips)}% of its own answers on average.`]
        : []),
      ...(ids.length > 0
        ? [`PIE ids: ${ids.join(' ')}${rest > 0 ? ` and ${count(rest)} more (--json lists all)` : ''}`]
        : []),
    ].join('\n'),

    [
      tested === 0
        ? 'No class can be tested: that takes at least two networks in each population.'
        : `${flagged} of ${counted(tested, 'class', 'classes')} ` +
          `${noun(flagged, 'changes', 'change')} beyond the model (Welch's t-test, p <= ` +
          `${options.alpha}); chance alone would flag ${expected(findings.flaggedByChance?.mean)}.`,
      textTable(
        [
          'class',
          'images',
          'dense %',
          'compressed %',
          'absolute',
          'normalised',
          't',
          'df',
          'p',
          'adjusted p',
          ...(findings.paired ? ['paired p'] : []),
          '',
        ],
        classImpact.map((impact) => [
          classNames[impact.class],
          count(impact.images),
          points(impact.recall.dense === null ? null : 100 * impact.recall.dense),
          points(impact.recall.compressed === null ? null : 100 * impact.recall.compressed),
          signed(impact.absolute),
          signed(impact.normalised),
          points(impact.welch.t),
          points(impact.welch.df),
          probability(impact.welch.p),
          probability(impact.pAdjusted),
          ...(findings.paired ? [probability(impact.paired?.p ?? null)] : []),
          impact.impacted ? 'flagged' : '',
        ]),
      ),
      'Changes are in points, compressed minus dense; normalised is beyond the change of the model ' +
        `itself${options.baseline === 'population' ? OF_POPULATION : ''}.`,
      'Tests are for other networks and these images; for other images too, see crossed in --json.',
    ].join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

function floorSentence(floor: NoiseFloor, paired: boolean): string {
  if (floor.kind === 'none') return 'No noise floor: too few networks to say what retraining alone changes.';
  const floorText =
    floor.kind === 'null'
      ? `Retraining alone (${floor.k[0]} dense against ${counted(floor.k[1], 'null network')}) gives ` +
        `${counted(floor.pies, 'PIE')} and ` +
        counted(floor.flaggedClasses, 'flagged class', 'flagged classes')
      : `Retraining alone (${floor.k[0]} dense against ${floor.k[1]} other dense networks, ` +
        `${floor.splits} random halves, seed ${floor.seed}) gives ${fixed(floor.pies, 1)} PIEs ` +
        `(95%: ${floor.interval.map((bound) => fixed(bound, 0)).join(' to ')}) and ` +
        `${expected(floor.flaggedClasses)} flagged classes`;
  if (paired) return `${floorText}; context only, as paired populations share their training.`;
  if (floor.kind === 'splitHalf') {
    return floor.halfPies === null
      ? `${floorText}.`
      : `${floorText}; as many dense against compressed networks give ${fixed(floor.halfPies, 1)} PIEs.`;
  }
  if (!floor.excess) return `${floorText}.`;
  const { value, interval } = floor.excess;
  const bounds = interval
    ? ` (95%: ${interval.map((bound) => fixed(bound, 0)).join(' to ')}, these networks)`
    : '';
  const nothing =
    interval && interval[0] <= 0 && interval[1] >= 0
      ? ', not distinguishable from this one null population'
      : '';
  return `${floorText}: ${fixed(value, 0)} ${noun(Math.abs(value), 'PIE')} beyond that${bounds}${nothing}.`;
}

function points(value: number | null): string {
  return value === null ? NONE : fixed(value, 2);
}

function signed(value: number | null): string {
  return value === null ? NONE : `${value > 0 ? '+' : ''}${fixed(value, 2)}`;
}

function percent(estimate: Estimate | null): string {
  return points(estimate ? 100 * estimate.value : null);
}

function probability(value: number | null): string {
  if (value === null) return NONE;
  return value < 0.0001 ? '<0.0001' : fixed(value, 4);
}
