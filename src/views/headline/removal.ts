// The first sentence: what was done to the networks, and what that does to their accuracy.
import type { Findings } from '../../audit/findings';
import { epochWords, tunedWords } from '../../model/epochs';
import { finetuneOf, methodOf, roundsOf } from '../../model/methods/registry';
import { isMade, type Variant } from '../../model/variant';
import { level, percent } from '../../text/format';
import { includesZero, isUndecided, roundsToNothing, sizeOfChange } from '../levels/change';
import { type Part, plain } from './part';

/** The unit of differences between percentages, and what classes are set beside, in everyday words. */
export const POINTS = 'percentage points';
export const AVERAGE = 'the average over all classes';

/** Whether a variant is the dense networks themselves, nothing removed and nothing changed. */
export function removesNothing(findings: Findings, variant: Variant | null): boolean {
  if (!variant) return false;
  if (variant.kind === 'dense') return true;
  return removesNone(variant) && findings.pies.images.length === 0;
}

/** Whether a variant that removes something is asked to remove none of it. */
function removesNone(variant: Variant): boolean {
  if (variant.kind === 'sparse') return variant.level === 0;
  if (!isMade(variant)) return variant.kind === 'null';
  const { removes, share } = methodOf(variant);
  return removes !== null && share(variant) === 0;
}

/** What was done and what it costs, a sentence and a space. */
export function cost(findings: Findings, variant: Variant | null): Part[] {
  const effect = accuracyEffect(findings);
  if (!variant) return [{ text: 'Compression', role: 'compressed' }, plain(` ${effect}. `)];
  if (variant.kind === 'narrow') {
    return [
      plain('Training small networks instead, '),
      { text: `${level(variant.width)} of the channels`, role: 'compressed' },
      plain(`, ${effect}. `),
    ];
  }
  if (isMade(variant)) {
    const { removes, doing } = methodOf(variant);
    const epochs = finetuneOf(variant);
    const rounds = roundsOf(variant);
    const tuning = epochs > 0 ? `fine-tuning ${tunedWords(epochs, rounds)},` : '';
    if (removesNone(variant)) {
      const isEstimated = 'recalibrated' in variant && variant.recalibrated;
      const done = tuning || (isEstimated ? 're-estimating the normalisation,' : '');
      const only = done ? `, only ${done}` : '';
      return [plain(`Removing no ${removes === 'channels' ? 'channel' : 'weight'}${only} ${effect}. `)];
    }
    const { lead, what, after = '' } = doing(variant);
    const inRounds = ` in ${rounds} rounds, fine-tuning for ${epochWords(epochs)} after each,`;
    const then = rounds > 1 ? inRounds : tuning ? `, then ${tuning}` : '';
    return [plain(lead), { text: what, role: 'compressed' }, plain(`${after}${then} ${effect}. `)];
  }
  const share = variant.kind === 'sparse' ? variant.level : 0;
  return [
    plain('Removing '),
    { text: `${level(share)} of the weights`, role: 'compressed' },
    plain(` ${effect}. `),
  ];
}

/**
 * What happens to accuracy: a change only where its interval excludes 0, none only where the interval rounds
 * to 0 too; without an interval, what was seen.
 */
export function accuracyEffect(findings: Findings): string {
  const { accuracyChange: change } = findings;
  const reached = percent(findings.top1.compressed.mean.value);
  if (roundsToNothing(change)) return `leaves accuracy at ${reached}`;
  if (isUndecided(change)) {
    const seen = `${change.value < 0 ? 'cost' : 'gain'} ${sizeOfChange(change)} ${POINTS} of accuracy`;
    return `seems to ${seen}, but networks are too few to tell`;
  }
  if (includesZero(change)) return `makes no measurable change to accuracy (${reached})`;
  return `${change.value < 0 ? 'costs' : 'gains'} ${sizeOfChange(change)} ${POINTS} of accuracy`;
}
