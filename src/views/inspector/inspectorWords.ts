import { type Both, type Findings, nullPiesOf, type Votes } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { laterWins, type TieRule } from '../../audit/votes/ties';
import { fixed } from '../../text/fixed';

/**
 * How the compressed population is called: `title` heads its figures ("90% removed"), `phrase` opens a clause
 * ("at 90%").
 */
export type PopulationName = { title: string; phrase: string };

/** A level of compression, trained or pruned here, and whether the image is a PIE there. */
export type LevelMark = { label: string; here: boolean; sparsity: number; isPie: boolean };

/** The votes one class got. */
export type VoteRow = { class: number; count: number };

/**
 * The classes that got votes on an image, most first; equal counts in the order of the tie rule, so that the
 * first is the modal label.
 */
export function voteRows({ starts, labels, counts }: Votes, image: number, ties: TieRule): VoteRow[] {
  const rows = Array.from({ length: starts[image + 1] - starts[image] }, (_, place) => ({
    class: labels[starts[image] + place],
    count: counts[starts[image] + place],
  }));
  const direction = laterWins(ties) ? -1 : 1;
  return rows.sort((a, b) => b.count - a.count || direction * (a.class - b.class));
}

/** What one network said of an image. Probabilities are 0..1, null when not recorded. */
export type Answer = { member: string; label: number; pPrediction: number | null; pLabel: number | null };

/** The answers of the first `members` networks on an image, in their order. */
export function answers(predictions: Predictions, members: number, image: number): Answer[] {
  return predictions.members.slice(0, members).map((member, row) => {
    const cell = row * predictions.images + image;
    return {
      member,
      label: predictions.labels[cell],
      pPrediction: predictions.pPrediction?.[cell] ?? null,
      pLabel: predictions.pLabel?.[cell] ?? null,
    };
  });
}

/** Mean probability of the true class over answers, 0..1; null when it was not recorded. */
export function meanLabelProbability(all: Answer[]): number | null {
  const known = all.map((answer) => answer.pLabel).filter((p) => p !== null);
  return known.length === 0 ? null : known.reduce((sum, p) => sum + p, 0) / known.length;
}

/** A probability for people, two decimals; the ends are kept apart from values near them. */
export function probabilityWords(p: number): string {
  if (p > 0 && p < 0.005) return '< 0.01';
  if (p < 1 && p >= 0.995) return '> 0.99';
  return fixed(p, 2);
}

function list(items: string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Beyond this many levels they are counted, not named. */
const namedLevels = 6;

/** At which levels the image is a PIE, and at which it is not. Empty without levels. */
export function levelsSentence(levels: LevelMark[]): string {
  const at = levels.filter((level) => level.isPie).map((level) => level.label);
  const not = levels.filter((level) => !level.isPie).map((level) => level.label);
  if (levels.length === 0) return '';
  if (levels.length > namedLevels) return `A PIE at ${at.length} of ${levels.length} levels.`;
  if (at.length === 0) return `No PIE at ${list(not)}.`;
  if (not.length === 0) return `A PIE at ${list(at)}.`;
  return `A PIE at ${list(at)}, not at ${list(not)}.`;
}

/**
 * From which level on the image is a PIE, of those trained and of those pruned here; empty where fewer than
 * two are known.
 */
export function firstSentence(levels: LevelMark[]): string {
  const parts = [false, true].flatMap((here) => {
    const series = levels.filter((level) => level.here === here);
    const first = series.findIndex(({ isPie }) => isPie);
    if (series.length < 2 || first < 0) return [];
    const { label } = series[first];
    const later = series.slice(first + 1);
    if (later.length === 0) return [`only at the strongest, ${label}`];
    return [
      later.every(({ isPie }) => isPie)
        ? `at ${label} and every stronger level`
        : `at ${label}, not at every stronger level`,
    ];
  });
  return parts.length === 0 ? '' : `First a PIE ${parts.join('; ')}.`;
}

/** Whether retraining alone changes the image's modal label; null when no null population tells. */
export function retrainingChanges(findings: Findings, image: number): boolean | null {
  return nullPiesOf(findings)?.includes(image) ?? null;
}

/** Whether the two leading classes of a row list have equally many votes. */
export function tiedRows(rows: VoteRow[]): boolean {
  return rows.length > 1 && rows[0].count === rows[1].count;
}

/** Rows of both populations on an image. */
export function bothVoteRows(findings: Findings, image: number): Both<VoteRow[]> {
  const rows = (side: 'dense' | 'compressed') => voteRows(findings.votes[side], image, findings.options.ties);
  return { dense: rows('dense'), compressed: rows('compressed') };
}
