import type { Interval } from '../../audit/findings';
import { addedByChance } from '../../audit/levels/addedByChance';
import {
  type Change,
  type CorruptionChange,
  changeUnder,
  meanAnswers,
  type Robustness,
  type RobustnessAgreement,
} from '../../audit/levels/robustness';
import { type Claim, plainly } from '../../charts/claim';
import { type CorruptionId, corruptionIds } from '../../corruptions/corrupt';
import { remembered } from '../../model/remembered';
import {
  bracketed,
  capital,
  count,
  counted,
  decimal,
  expected,
  noun,
  percent,
  range,
  signed,
} from '../../text/format';
import { picked } from '../../text/picked';

/** One population against the dense one, clean and corrupted. */
export type RobustnessLevel = {
  id: string;
  /** "90% removed". */
  name: string;
  kind: 'null' | 'sparse' | 'current';
  robustness: Robustness;
};

/**
 * One row of the chart: a corruption at the chosen severity, or averaged over those known; `corruption` null
 * for the clean images.
 */
export type Row = {
  corruption: CorruptionId | null;
  /** By level; null where this one is not known. */
  changes: (CorruptionChange | null)[];
};

/** Dense top-1 under this many times chance is too close to it for a ratio to mean much. */
const NEAR_CHANCE = 2;

/** Whether the dense networks hardly do better than guessing. */
export function isNearChance({ top1 }: CorruptionChange, classes: number): boolean {
  return top1.dense.value < NEAR_CHANCE / classes;
}

/**
 * What a corruption does to a population at one severity, or averaged over all that are known (severity 0).
 */
export const changeAt = remembered(
  (robustness: Robustness, corruption: string | null, severity: number): CorruptionChange | null => {
    const answers = meanAnswers(
      robustness.cells.filter(
        (cell) =>
          (corruption === null || cell.corruption === corruption) &&
          (severity === 0 || cell.severity === severity),
      ),
    );
    return answers && changeUnder(robustness, answers);
  },
);

/** How a population differs on the clean images. */
const changeClean = remembered((robustness: Robustness) => changeUnder(robustness, robustness.clean));

/** `addedByChance` over some of the corruptions. */
const chanceUnder = remembered((robustness: Robustness, ...corruptions: string[]) =>
  addedByChance({
    ...robustness,
    cells: robustness.cells.filter(({ corruption }) => corruptions.includes(corruption)),
  }),
);

/**
 * The clean images first, then every corruption that some level knows, the one that costs `lead` most first.
 */
export function rowsOf(levels: RobustnessLevel[], severity: number, lead: number): Row[] {
  const clean: Row = {
    corruption: null,
    changes: levels.map(({ robustness }) => changeClean(robustness)),
  };
  const rows = corruptionIds.map(
    (corruption): Row => ({
      corruption,
      changes: levels.map(({ robustness }) => changeAt(robustness, corruption, severity)),
    }),
  );
  const size = ({ changes }: Row) => changes[lead]?.relative?.value ?? Number.POSITIVE_INFINITY;
  return [
    clean,
    ...rows
      .filter(({ changes }) => changes.some((change) => change !== null))
      .sort((a, b) => {
        const [one, other] = [size(a), size(b)];
        return one === other ? 0 : one - other;
      }),
  ];
}

/** The interval of a relative change, percent: with images varying too where that is known. */
export function relativeInterval({ relative, relativeCrossed }: CorruptionChange): Interval | null {
  return relativeCrossed ?? relative?.interval ?? null;
}

/** A relative change as the page writes it: "−3.4% (−3.9 to −2.9)", with the interval just given. */
export function relativeText(change: CorruptionChange | null): string {
  if (!change?.relative) return '–';
  const interval = relativeInterval(change);
  const ends = bracketed(interval, decimal);
  return `${signed(change.relative.value)}%${ends}`;
}

function known(robustness: Robustness): { corruptions: string[]; severities: number[] } {
  return {
    corruptions: [...new Set(robustness.cells.map(({ corruption }) => corruption))],
    severities: [...new Set(robustness.cells.map(({ severity }) => severity))].sort(),
  };
}

/**
 * What corruptions add to the cost of compression: a sentence, and what bears it out. `again` are dense
 * networks only retrained, `title` names a corruption.
 */
export function robustnessClaim(
  level: RobustnessLevel | null,
  retrained: RobustnessLevel | null,
  title: (corruption: string) => string,
  classes: number,
): Claim {
  if (!level) {
    return plainly(
      'Nothing is known yet of this population under corruption: compute it here. The grey marks ' +
        'are populations that ship with the page.',
    );
  }
  const { robustness, name } = level;
  const all = changeAt(robustness, null, 0);
  if (!all?.relative) return plainly('No corruption has been computed yet.');
  const { corruptions, severities } = known(robustness);
  const over =
    `${count(corruptions.length)} ${noun(corruptions.length, 'corruption')} at ` +
    `${noun(severities.length, 'severity', 'severities')} ${severities.join(', ')}`;
  const { added } = all;
  const interval = surest(all);
  const clean = changeClean(robustness);
  const varied = all.addedCrossed ? ', with other images too' : ', on these images';
  const size = `${decimal(Math.abs(added.value))} ${noun(Number(decimal(Math.abs(added.value))), 'point')}`;
  const verdict = !interval
    ? 'one network cannot say whether corruption takes more from it than from the dense ones ' +
      `(${signed(added.value)} points)`
    : interval[0] <= 0 && interval[1] >= 0
      ? 'what corruption adds cannot be told from chance'
      : added.value < 0
        ? `corruption takes ${size} more from it than from the dense networks`
        : `corruption takes ${size} less from it than from the dense networks`;
  const comparable = retrained && onSameCells(retrained.robustness, robustness);
  const retraining = comparable && changeAt(comparable, null, 0);
  const floor = retraining?.relative ? `; retraining alone gives ${relativeText(retraining)}` : '';
  const size1 = (change: Change | null) => (change ? `${signed(change.value)}%` : '–');
  const claim =
    `${name}: top-1 differs from the dense networks’ by ${size1(all.relative)} on corrupted images and ` +
    `by ${size1(clean.relative)} on clean ones. ${capital(verdict)}.`;
  const evidence = [
    interval &&
      `Corruption adds ${signed(added.value)} points (95%: ` +
        `${range(interval, (end) => signed(end))}${varied}).`,
    `Under corruption ${relativeText(all)}, on clean images ${relativeText(clean)}.`,
    `Over ${over}${floor}.`,
    worst(robustness, corruptions, title, classes),
    pies(robustness, comparable),
    imagesFixed(robustness) ?? '',
  ];
  return { claim, evidence: evidence.filter(Boolean).join(' ') };
}

function worst(
  robustness: Robustness,
  corruptions: string[],
  title: (corruption: string) => string,
  classes: number,
): string {
  const found = corruptions
    .flatMap((corruption) => {
      const change = changeAt(robustness, corruption, 0);
      return change?.relative && !isNearChance(change, classes)
        ? [{ corruption, change, relative: change.relative }]
        : [];
    })
    .sort((a, b) => a.relative.value - b.relative.value);
  const [hardest] = found;
  if (!hardest || hardest.relative.value >= 0 || corruptions.length < 2) return '';
  const left = corruptions.length - found.length;
  const aside = left > 0 ? `, ${count(left)} left out where the dense networks are near chance` : '';
  const choice = relativeInterval(hardest.change) ? ` ${picked(found.length, 'corruption')}` : '';
  const lead =
    `${title(hardest.corruption)} costs most, ${relativeText(hardest.change)}${aside}.${choice}`.trim();
  const measured = found.flatMap(({ corruption, change }) => {
    const interval = surest(change);
    return interval ? [{ corruption, interval, hasImages: change.addedCrossed !== null }] : [];
  });
  if (measured.length < found.length) return lead;
  const sure = measured.filter(({ interval }) => interval[1] < 0).length;
  const less = measured.filter(({ interval }) => interval[0] > 0).map(({ corruption }) => title(corruption));
  const chance = chanceUnder(robustness, ...found.map(({ corruption }) => corruption));
  const varied = measured.every(({ hasImages }) => hasImages) ? ' with other images too' : ' on these images';
  const alone = chance === null ? '' : ` (chance alone would give ${expected(chance)})`;
  const other = less.length > 0 ? ` It costs fewer points under ${less.join(', ')}.` : '';
  return (
    `${lead} ${count(sure)} of ${count(found.length)} cost it more points than clean images do, ` +
    `by 95% intervals${varied}${alone}.${other}`
  );
}

/**
 * Why images are held fixed in a population's intervals; null where they vary too. The shipped table keeps
 * the answers of images for some populations only.
 */
export function imagesFixed({ clean, cells }: Robustness): string | null {
  if (clean.hits && cells.every(({ hits }) => hits)) return null;
  return 'How many networks are right on each image was not kept for this population, so only networks vary.';
}

/** The interval of what a corruption adds: with images varying too where that is known. */
function surest({ added, addedCrossed }: CorruptionChange): Interval | null {
  return addedCrossed ?? added.interval;
}

/**
 * What is known of `other` on the corruptions and severities of `robustness`; null unless that is all of
 * them, on as many images.
 */
function onSameCells(other: Robustness, { cells, images }: Robustness): Robustness | null {
  const found = cells.flatMap(({ corruption, severity }) =>
    other.cells.filter((cell) => cell.corruption === corruption && cell.severity === severity),
  );
  return found.length === cells.length && other.images === images ? { ...other, cells: found } : null;
}

function meanPies(cells: { count: number }[]): string {
  return count(Math.round(cells.reduce((total, pie) => total + pie.count, 0) / cells.length));
}

const countedPies = ({ cells }: Robustness) => cells.flatMap((cell) => (cell.pies ? [cell.pies] : []));

function pies(robustness: Robustness, retrained: Robustness | null): string {
  const { clean, images } = robustness;
  const known = countedPies(robustness);
  if (known.length === 0 || clean.pies === null) return '';
  const retrainedPies = retrained ? countedPies(retrained) : [];
  const floor =
    retrainedPies.length > 0
      ? `Retraining alone gives ${meanPies(retrainedPies)}; clean, there`
      : 'Clean, there';
  const sum = known.reduce((total, pie) => total + pie.count, 0);
  const also = known.reduce((total, pie) => total + pie.alsoClean, 0);
  const share = sum === 0 ? '' : `, of which ${percent(also / sum, 0)} are PIEs of the clean images too`;
  return (
    `Of ${counted(images, 'image')} ${meanPies(known)} are PIEs on average${share}. ${floor} are ` +
    `${count(clean.pies)}.`
  );
}

/** Whether what was computed here is what was shipped. */
export function agreementText({ counts, equal, most }: RobustnessAgreement): string {
  const compared = `the ${count(counts)} counts of right answers (a network, a corruption, a severity)`;
  return equal === counts
    ? `All ${count(counts)} counts of right answers (a network, a corruption, a severity) are the ` +
        'shipped ones.'
    : `Of ${compared}, ${count(equal)} are the shipped ones; the others differ by at most ${count(most)} ` +
        `${noun(most, 'image')}.`;
}
