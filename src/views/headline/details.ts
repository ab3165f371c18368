import type { Findings } from '../../audit/findings';
import type { Retraining } from '../../audit/retraining/retraining';
import { count, decimal, noun, percent, pPhrase, range, signed, word } from '../../text/format';
import { className, extreme, flaggedAdjusted, standing } from './flagged';

/** The numbers behind the sentence with their intervals, a line each; what has no interval says so. */
export function details(findings: Findings, classes: string[], test: Retraining | null = null): string[] {
  const { top1, noiseFloor, flips } = findings;
  const accuracy = (side: 'dense' | 'compressed') => {
    const { value, interval } = top1[side].mean;
    const networks = findings.members[side];
    if (!interval) return `${percent(value)}, one network, so no interval`;
    return `${percent(value)} (${range(interval, percent)}) over ${word(networks)} ${noun(networks, 'network')}`;
  };
  const lines = [`Accuracy: dense ${accuracy('dense')}; compressed ${accuracy('compressed')}.`];
  const change = findings.accuracyChange;
  if (change.interval) {
    lines.push(
      `Accuracy changes by ${signed(change.value, 2)} points (${range(change.interval, (value) => signed(value, 2))}${findings.paired ? ', paired' : ''}).`,
    );
  }
  if (test && !findings.paired) lines.push(...testLines(test));
  if (noiseFloor.kind === 'null' && noiseFloor.excess && !findings.paired) {
    lines.push(
      `Against this one second dense population: ${signed(noiseFloor.excess.value, 0)} images (${range(noiseFloor.excess.interval, (value) => signed(value, 0))}, these networks held fixed); it changes ${count(noiseFloor.pies)} (${noiseFloor.k.join(' against ')} networks).`,
    );
  }
  if (noiseFloor.kind === 'null' && findings.paired) {
    lines.push(
      `These are the same networks before and after, so retraining plays no part and nothing is subtracted; independent retraining changes ${count(noiseFloor.pies)} images.`,
    );
  }
  if (noiseFloor.kind === 'splitHalf') {
    lines.push(
      `Retraining alone, dense half against dense half: ${decimal(noiseFloor.pies)} images (${range(noiseFloor.interval, count)} over ${count(noiseFloor.splits)} splits)${noiseFloor.halfPies === null ? '' : `; dense half against as many compressed: ${decimal(noiseFloor.halfPies)}`}.`,
    );
  }
  if (flips) {
    const ends = flips.interval ? ` (${range(flips.interval, percent)})` : '';
    lines.push(`Answers that change within one network: ${percent(flips.value)}${ends}.`);
  }
  if (noiseFloor.kind !== 'none') {
    const flagged = findings.classImpact.filter((impact) => impact.impacted).length;
    const floor =
      noiseFloor.kind === 'null' ? count(noiseFloor.flaggedClasses) : decimal(noiseFloor.flaggedClasses);
    const halves = noiseFloor.kind === 'null' ? '' : ' between dense halves';
    const held = flaggedAdjusted(findings).length;
    lines.push(
      `Classes flagged by Welch’s test: ${count(flagged)}, ${count(held)} after adjustment; retraining alone flags ${floor}${halves}.`,
    );
  }
  const worst = extreme(standing(findings), -1);
  if (worst) {
    const paired =
      worst.paired?.p == null
        ? ''
        : `; on the same networks, paired: ${range(worst.pairedInterval ?? null, signed)}, p ${pPhrase(worst.paired.p)}`;
    lines.push(
      `${className(worst, classes)}: ${signed(worst.normalised)} points beyond the model (${range(worst.normalisedInterval, signed)}${worst.crossed ? ` with other networks, ${range(worst.crossed.interval, signed)} with other images too` : ''}), p ${pPhrase(worst.welch.p)}, adjusted ${pPhrase(worst.pAdjusted)}${paired}.`,
    );
  }
  return lines;
}

/** The permutation test, the equivalence test and the floor as a distribution. */
function testLines({ permutation, resplits, analytic }: Retraining): string[] {
  const lines: string[] = [];
  if (permutation) {
    const { shuffles, mean, range: usual, p, excess, interval, equivalence } = permutation;
    lines.push(
      `Permutation test: were compression to do nothing, ${decimal(mean)} images would change (${range(usual, count)} in 95% of ${count(shuffles)} relabellings of the networks); ${signed(excess, 0)} beyond that (${range(interval, (value) => signed(value, 0))}; other networks, these images), p ${pPhrase(p)}.`,
      `As good as retraining alone within ${percent(equivalence.share, 0)}, ${decimal(equivalence.margin)} images either way: two one-sided tests, p ${pPhrase(equivalence.p)}.`,
    );
  }
  const again = resplits
    ? `dense networks of both kinds, mixed and split again, disagree on ${decimal(resplits.mean)} images${resplits.sd === null ? '' : ` (sd ${decimal(resplits.sd)}, ${count(resplits.n)} splits)`}; `
    : '';
  lines.push(
    `Retraining alone: ${again}the vote shares of each image lead to expect ${decimal(analytic.mean)} (sd ${decimal(analytic.sd)}).`,
  );
  return lines;
}
