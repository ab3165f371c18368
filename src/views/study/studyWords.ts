import type { RaterAgreement } from '../../audit/statistics/kappa';
import type { CodedShare, CodeSummary, StudySummary } from '../../audit/study/studySummary';
import { type Claim, plainly } from '../../charts/claim';
import { bracketed, count, decimal, level, noun, percent, pPhrase, range, signed } from '../../text/format';
import { picked } from '../../text/picked';

/** Codes whose adjusted p is at most this tell PIEs from other images. */
const ALPHA = 0.05;

/** What a study shows, in a sentence. */
export function studyClaim({ codes }: StudySummary): Claim {
  const tested = codes.filter(({ difference, pAdjusted }) => difference !== null && pAdjusted !== null);
  if (tested.length === 0) return plainly('Too few images are judged to compare PIEs with the others.');
  const telling = tested
    .filter(({ pAdjusted }) => (pAdjusted ?? 1) <= ALPHA)
    .sort((a, b) => Math.abs(b.difference?.value ?? 0) - Math.abs(a.difference?.value ?? 0));
  if (telling.length === 0) {
    const [{ pie, nonPie }] = tested;
    return plainly(
      `No code differs measurably between PIEs and other images, ${count(pie.n)} and ${count(nonPie.n)} ` +
        'judged.',
    );
  }
  const [{ name, pie, nonPie, pAdjusted, difference }] = telling;
  const more =
    telling.length > 1 ? ` ${telling.length} of ${tested.length} codes tell them apart beyond chance.` : '';
  return {
    claim:
      `“${name}” holds of ${percent(pie.share)} of the PIEs and of ${percent(nonPie.share)} of the ` +
      `others.${more}`,
    evidence:
      `${count(pie.count)} of ${count(pie.n)} against ${count(nonPie.count)} of ${count(nonPie.n)}: ` +
      `${differenceCell(difference)} points, 95%; adjusted p ${pPhrase(pAdjusted)}. ` +
      picked(tested.length, 'code'),
  };
}

/** A share with its interval and counts: 43.5% (31.0 to 56.7), 27 of 62. */
export function shareCell({ count: coded, n, share, interval }: CodedShare): string {
  if (share === null) return '–';
  return (
    `${percent(share)} (${range(interval, (end) => decimal(100 * end))}), ${count(coded)} of ` + `${count(n)}`
  );
}

/** A difference in points with its interval. */
export function differenceCell(difference: CodeSummary['difference']): string {
  if (!difference) return '–';
  return `${signed(100 * difference.value)} (${range(difference.interval, (end) => decimal(100 * end))})`;
}

/** Kappa with its interval, or why there is none. */
export function kappaCell(agreement: RaterAgreement): string {
  if (agreement.n === 0) return 'no image in common';
  if (agreement.kappa === null) return 'not defined: all say the same';
  const ends = bracketed(agreement.interval, (end) => decimal(end, 2));
  return decimal(agreement.kappa, 2) + ends;
}

/** What was judged, in words: 40 images, by two annotators. */
export function studyWords({ images, annotators }: StudySummary): string {
  return (
    `${count(images)} ${noun(images, 'image')}, ${count(annotators.length)} ` +
    `${noun(annotators.length, 'annotator')}`
  );
}

/** The networks whose PIEs a study shows, by what was removed from them, as far as that is known. */
export function studiedNetworks(removed: number | null): string {
  return removed === null ? 'compressed networks' : `networks with ${level(removed)} of the weights removed`;
}

/** Where the figures of a study come from, in a line: whose PIEs, which draw, and who judged. */
export function studySourceLine(title: string, classes: string[], summary: StudySummary): string {
  const { settings, annotators } = summary;
  const ofClass = settings.label === null ? '' : ` of class ${classes[settings.label] ?? settings.label}`;
  const judged = annotators.reduce((sum, { judged }) => sum + judged, 0);
  return (
    `${title}, ${studiedNetworks(settings.level)}: ${studyWords(summary)}, ${count(judged)} ` +
    `${noun(judged, 'judgement')}${ofClass}, drawn with seed ${settings.seed}.`
  );
}
