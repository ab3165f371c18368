import { addedByChance } from '../../audit/levels/addedByChance';
import { type CorruptionChange, changeUnder, meanAnswers } from '../../audit/levels/robustness';
import { type RobustnessTable, robustnessOf } from '../../library/robustness';
import { count, decimal, expected, percent, signed } from '../../text/format';
import type { Claim } from './claim';
import { imageClaims } from './imageClaims';
import type { Known } from './known';
import { levelClaims } from './levelClaims';
import { formatsClaim, type Made } from './made';
import { between, markdownTable, ratioOf } from './markdown';
import { points } from './shared';
import { ratioVerdict } from './verdicts';

/** Compressed networks are more brittle under corruption. */
export function brittleClaim(table: RobustnessTable | null): Claim {
  const basis = {
    claim: 'Compressed networks are more sensitive to corruptions of the images.',
    test:
      'accuracy lost on corrupted images minus that on clean ones. Intervals are over networks, and over ' +
      'networks and images where the table keeps the answers of images',
    refuted: 'on average, or under some corruption, measurably less lost than on clean images',
  };
  const id = table?.populations.at(-1);
  const robustness = table && id ? robustnessOf(table, id) : null;
  const answers = robustness && meanAnswers(robustness.cells);
  if (!robustness || !answers || id === 'dense') {
    return { ...basis, verdict: 'not told', figures: 'no table of robustness is shipped' };
  }
  const { added, addedCrossed } = changeUnder(robustness, answers);
  const kinds = [...new Set(robustness.cells.map(({ corruption }) => corruption))];
  const changes = kinds.flatMap((kind) => {
    const mean = meanAnswers(robustness.cells.filter(({ corruption }) => corruption === kind));
    return mean ? [{ kind, ...changeUnder(robustness, mean) }] : [];
  });
  const surest = (change: Pick<CorruptionChange, 'added' | 'addedCrossed'>) =>
    change.addedCrossed ?? change.added.interval ?? [0, 0];
  const less = changes.filter((change) => surest(change)[0] > 0).map(({ kind }) => kind);
  const more = changes.filter((change) => surest(change)[1] < 0);
  const [low, high] = addedCrossed ?? [Number.NEGATIVE_INFINITY, added.interval?.[1] ?? 0];
  const onAverage = high < 0 ? (less.length > 0 ? 'in part' : 'agrees') : low > 0 ? 'does not' : 'not told';
  const images = addedCrossed
    ? `, with other images too${between(addedCrossed, (end) => signed(end))}`
    : ', these images';
  const chance = addedByChance(robustness);
  return {
    ...basis,
    verdict: onAverage,
    figures:
      `${id}: averaged over the corruptions, ${signed(added.value)} points beyond the clean ` +
      `difference${between(added.interval, (end) => signed(end))}${images}. Measurably more under ` +
      `${count(more.length)} of ${count(kinds.length)}` +
      (chance === null ? '' : ` (chance alone ${expected(chance)})`) +
      (less.length > 0 ? `. The other way under ${less.join(', ')}` : ''),
  };
}

/**
 * PIEs over-index on the long tail, and more than what retraining alone changes; what only retraining
 * explains agrees in part.
 */
function tailClaim(tail: Known | null): Claim {
  const basis = {
    claim: 'PIEs over-index on the long tail of the training data.',
    test:
      'share of the PIEs over share of the images against the same of retraining alone, bootstrap ' +
      'over images. One ranking of the classes, so never more than in part',
    refuted: 'a ratio measurably below 1, or another ranking of the classes without it',
  };
  const row = tail?.strongest.longTail.parts.find(({ part }) => part === 'tail');
  const ratio = row?.overImages;
  if (!tail || !ratio) return { ...basis, verdict: 'not told', figures: 'no long-tailed zoo is shipped' };
  const retrained = row.retraining?.overIndex;
  const beyond = row.retraining?.beyond;
  const floor = retrained
    ? `Retraining alone ${ratioOf(retrained)}${beyond ? `, the difference ${points(beyond, 2)}` : ''}`
    : 'What retraining alone puts there is not known';
  const verdict = ratioVerdict(ratio.interval, beyond?.interval ?? null);
  return {
    ...basis,
    verdict: verdict === 'agrees' ? 'in part' : verdict,
    figures:
      `${tail.zoo.manifest.dataset.title}, ${tail.levels[tail.levels.length - 1].name}: tail classes ` +
      `hold ${percent(row.trainingShare)} of the training images and ${percent(row.pieShare)} of the ` +
      'PIEs. Against their share of the test images, which are as many of every class, that is ' +
      `${decimal(ratio.value, 2)} times as many${between(ratio.interval, (end) => decimal(end, 2))}. ` +
      `${floor}`,
  };
}

/** What of the paper these populations bear out, each by a rule on the figures beside it. */
export function claimsSection(
  known: Known,
  tail: Known | null,
  robustness: RobustnessTable | null,
  made: Made | null,
): string {
  const claims = [
    ...levelClaims(known),
    ...imageClaims(known),
    {
      ...formatsClaim(made),
      test:
        'PIEs of every pruned population minus those of every number format, each beside networks treated ' +
        'alike; score interval, these networks held fixed',
      refuted: 'a pruned population measurably below a format',
    },
    brittleClaim(robustness),
    tailClaim(tail),
  ];
  return [
    '## What agrees with the paper, and what does not',
    markdownTable(
      ['The paper', 'Here', 'Figures', 'Test, at 5%', 'What would refute it'],
      claims.map(({ claim, verdict, figures, test, refuted }) => [claim, verdict, figures, test, refuted]),
      5,
    ),
    'Each verdict follows by a fixed rule from the figures beside it ' +
      '(`src/cli/findings/verdicts.ts`, `claims.ts`). Classes count as flagged after Benjamini and ' +
      'Hochberg’s adjustment. Two counts of them differ where the exact sign test over the classes ' +
      'that only one counts says so. All levels share the dense networks, so its p is rough. “Not ' +
      'told” is what the populations are too few to say. Not tried here: float16 and ' +
      'int8 populations trained apart, the human study, other networks than this small one.',
  ].join('\n\n');
}
