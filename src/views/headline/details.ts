import type { ClassImpact, Findings } from '../../audit/findings';
import type { Retraining } from '../../audit/retraining/retraining';
import { TIE_RULES } from '../../audit/votes/ties';
import type { Variant } from '../../model/variant';
import {
  count,
  counted,
  cut,
  decimal,
  expected,
  level,
  noun,
  opening,
  pBounded,
  percent,
  pPhrase,
  range,
  signed,
  word,
} from '../../text/format';
import { picked } from '../../text/picked';
import { className, extreme, flaggedAdjusted, standing } from './flagged';
import { type Treated, treatedLine } from './treatedAlone';

/**
 * The numbers behind the sentence with their intervals, and technical remarks, a line each; what has no
 * interval says so.
 */
export function details(
  findings: Findings,
  classes: string[],
  test: Retraining | null,
  treated: Treated | null,
  variant: Variant | null,
): string[] {
  const worst = extreme(standing(findings), -1);
  const lines = [
    ...accuracyLines(findings),
    ...(test && !findings.paired ? testLines(test) : []),
    ...floorLines(findings, treated?.bothSides ?? false),
    ...(treated ? [treatedLine(treated, findings, variant)] : []),
    ...(findings.paired && !variant
      ? ['What the same treatment changes with nothing removed is not known of files.']
      : []),
    ...flaggedLines(findings),
    ...(worst ? payerLines(worst, className(worst, classes)) : []),
    ...(worst ? [pickedLine(worst, findings)].filter(Boolean) : []),
    tieLine(findings),
  ];
  return lines.some((line) => line.includes(', interval '))
    ? ['Every interval is one of 95%.', ...lines]
    : lines;
}

/** The ends of an interval after the value it is of, as a clause of its own; nothing without ends. */
function interval95(
  ends: [number, number] | null | undefined,
  show: (value: number) => string,
  over = '',
): string {
  return ends ? `, interval ${range(ends, show)}${over}` : '';
}

function pickedLine({ crossed }: ClassImpact, { classImpact }: Findings): string {
  const tested = classImpact.filter((impact) => (crossed ? impact.crossed : impact.welch.p !== null)).length;
  const allowing = crossed ? `${range(crossed.picked, signed)} points with other networks and images` : null;
  return picked(tested, 'class', 'classes', allowing);
}

function accuracyLines(findings: Findings): string[] {
  const { top1, accuracyChange: change, flips } = findings;
  const accuracy = (side: 'dense' | 'compressed') => {
    const { value, interval } = top1[side].mean;
    const networks = findings.members[side];
    if (!interval) return `${percent(value)}, one network, so no interval`;
    return (
      `${percent(value)}${interval95(cut(interval), percent)}, over ${word(networks)} ` +
      `${noun(networks, 'network')}`
    );
  };
  const lines = [`Accuracy: dense ${accuracy('dense')}; compressed ${accuracy('compressed')}.`];
  if (change.interval) {
    lines.push(
      `Accuracy changes by ${signed(change.value, 2)} points` +
        `${interval95(change.interval, (value) => signed(value, 2))}${findings.paired ? ', paired' : ''}.`,
    );
  }
  if (flips) {
    const ends = interval95(flips.interval, percent);
    lines.push(`Answers that change within one network: ${percent(flips.value)}${ends}.`);
  }
  return lines;
}

/** `isTreated`: the dense networks are treated as the compressed ones are; the null population is not. */
function floorLines({ noiseFloor, paired }: Findings, isTreated: boolean): string[] {
  if (noiseFloor.kind === 'none') {
    return [
      'What retraining alone changes is counted between two dense populations, or halves of one: ' +
        'that takes four dense networks or more.',
    ];
  }
  if (noiseFloor.kind === 'null') {
    const { pies, excess, k } = noiseFloor;
    if (paired) {
      return [
        'These are the same networks before and after, so retraining plays no part, and nothing is ' +
          'subtracted.',
        `Independent retraining changes ${counted(pies, 'image')}.` +
          (isTreated
            ? ' It is counted beside the dense networks treated as here, so beside those as trained it ' +
              'differs.'
            : ''),
      ];
    }
    if (!excess) return [];
    return [
      `The second dense population changes ${counted(pies, 'image')}, with ${k.join(' networks against ')}.`,
      `Beyond it: ${signed(excess.value, 0)} ${noun(Math.abs(excess.value), 'image')}` +
        `${interval95(excess.interval, (value) => signed(value, 0))}, these networks held fixed.`,
    ];
  }
  const { k, pies, interval, splits, halfPies } = noiseFloor;
  const half = Math.min(...k);
  const lines = [
    `Halves have ${count(half)} ${noun(half, 'network')} each, drawn ${count(splits)} times.`,
    `Retraining alone, dense half against dense half: ${decimal(pies)} images${interval95(interval, count)}.`,
  ];
  if (halfPies === null) {
    lines.push('Halves may be set beside compressed halves from four networks a side on.');
  } else {
    lines.push(`Dense half against as many compressed networks: ${decimal(halfPies)} images.`);
  }
  return lines;
}

function flaggedLines(findings: Findings): string[] {
  const { noiseFloor } = findings;
  if (noiseFloor.kind === 'none') return [];
  const flagged = findings.classImpact.filter((impact) => impact.impacted).length;
  const floor =
    noiseFloor.kind === 'null' ? count(noiseFloor.flaggedClasses) : expected(noiseFloor.flaggedClasses);
  const halves = noiseFloor.kind === 'null' ? '' : ' between dense halves';
  const held = flaggedAdjusted(findings).length;
  return [
    `Classes flagged by Welch’s test: ${count(flagged)}, ${count(held)} after adjustment; ` +
      `retraining alone flags ${floor}${halves}.`,
  ];
}

/** The class that pays: its change with its intervals and tests, and the same on the scale of odds. */
function payerLines(worst: ClassImpact, name: string): string[] {
  const { crossed, paired, pairedInterval, errorOdds } = worst;
  const lines = [
    `${opening(name)}: ${signed(worst.normalised)} points beyond the average` +
      `${interval95(worst.normalisedInterval, signed, ' with other networks')}, p ` +
      `${pPhrase(worst.welch.p)}, adjusted ${pPhrase(worst.pAdjusted)}.`,
    'The average counts every image once, so a class counts by its images.',
  ];
  if (crossed) {
    lines.push(`${opening(name)}, were other images taken too: ${range(crossed.interval, signed)} points.`);
  }
  if (paired?.p != null) {
    lines.push(
      `${opening(name)}, on the same networks, paired: ${range(pairedInterval ?? null, signed)}, p ` +
        `${pPhrase(paired.p)}.`,
    );
  }
  if (errorOdds) {
    lines.push(
      `The odds of an error in ${name} grow by a factor of ${decimal(errorOdds.group, 2)}, over ` +
        `all images by ${decimal(errorOdds.model, 2)}.`,
    );
  }
  return lines;
}

/** The permutation test, the equivalence test and the floor as a distribution. */
function testLines({ permutation, resplits, analytic }: Retraining): string[] {
  const lines: string[] = [];
  if (permutation) {
    const { shuffles, mean, range: usual, p, least, excess, interval, equivalence } = permutation;
    const beyond = interval
      ? `interval ${range(interval, (value) => signed(value, 0))} with other networks, on these images`
      : 'too few networks for an interval';
    lines.push(
      `Permutation test: were compression to do nothing, ${decimal(mean)} images would change. In 95% of ` +
        `${count(shuffles)} relabellings of the networks, ${range(usual, count)} do.`,
      `Beyond that: ${signed(excess, 0)} images, ${beyond}, p ${pBounded(p, least)}.`,
      `As good as retraining alone within ${level(equivalence.share)}, ` +
        `${decimal(equivalence.margin)} images either way: two one-sided tests, p ` +
        `${pPhrase(equivalence.p)}.`,
    );
  }
  if (resplits) {
    const spread =
      resplits.sd === null ? '' : `, sd ${decimal(resplits.sd)} over ${count(resplits.n)} splits`;
    lines.push(
      `Dense networks of both kinds, mixed and split again, disagree on ${decimal(resplits.mean)} ` +
        `images${spread}.`,
    );
  }
  if (analytic) {
    lines.push(
      `The vote shares of each image, by ${word(analytic.networks)} networks, lead to expect ` +
        `${decimal(analytic.mean)} from retraining (sd ${decimal(analytic.sd)}): the fewer networks, the ` +
        'more that falls short.',
    );
  }
  return lines;
}

function tieLine({ pies: { tied }, options }: Findings): string {
  const which = tied === 0 ? 'no image is' : `${count(tied)} ${noun(tied, 'image is', 'images are')}`;
  return `Ties go to ${TIE_RULES[options.ties].winner}; ${which} tied.`;
}
