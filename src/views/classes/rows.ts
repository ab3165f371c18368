/** The list of classes without its drawing: its order, its scale, its claim. */
import { nearChance } from '../../audit/classes/chance';
import type { ClassImpact, Findings } from '../../audit/findings';
import { capital, expected, noun, opening, percent, word, wordAlone } from '../../text/format';
import { className, extreme, flaggedAdjusted, standing } from '../headline/flagged';

export type Sort = 'change' | 'beyond' | 'name';

/** px of every column but the chart, as in classes.css. */
const otherColumns = 116 + 58 + 92 + 58 + 66 + 12;

/** Whether the chart of a row goes under its numbers. */
export function isNarrow(width: number): boolean {
  return width < 620;
}

/** The width of a row's chart, px, in a list of `width` px. */
export function chartWidth(width: number): number {
  return isNarrow(width) ? width : width - otherColumns;
}

/**
 * Classes in the order asked for: by what they lost, by what they lost beyond the model, or by name. Untested
 * ones last.
 */
export function sortedImpacts(impacts: ClassImpact[], sort: Sort, names: string[]): ClassImpact[] {
  const key = (impact: ClassImpact) => (sort === 'beyond' ? impact.normalised : impact.absolute);
  return [...impacts].sort((a, b) => {
    if (sort === 'name')
      return (names[a.class] ?? '').localeCompare(names[b.class] ?? '', 'en') || a.class - b.class;
    const [first, second] = [key(a), key(b)];
    if (first === null || second === null)
      return Number(first === null) - Number(second === null) || a.class - b.class;
    return first - second || a.class - b.class;
  });
}

/**
 * The least and the most change that bars, dots and intervals show, in points, with zero inside and some
 * room.
 */
export function changeDomain(impacts: ClassImpact[]): [number, number] {
  const values = impacts.flatMap(({ absolute, normalised }) => [absolute ?? 0, normalised ?? 0]);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const room = Math.max(0.5, (high - low) * 0.06);
  return [low - room, high + room];
}

/**
 * How many classes are flagged, how many chance would flag, what holds after adjustment and who of these pays
 * most.
 */
export function classesClaim(findings: Findings, names: string[]): { text: string; strong: boolean }[] {
  const tested = findings.classImpact.filter((impact) => impact.welch.p !== null);
  if (tested.length === 0) {
    const single = findings.members.dense === 1 || findings.members.compressed === 1;
    return [
      say(
        single
          ? 'No class can be tested: a test needs two networks or more a side.'
          : 'No class can be tested.',
      ),
    ];
  }
  const guessing = nearChance(findings);
  if (guessing !== null) {
    return [
      say(
        `The compressed networks are right on ${percent(findings.top1.compressed.mean.value)} of ` +
          `the images, near the ${percent(guessing)} of guessing. They answer with a few classes, ` +
          'whatever they see, so that none can be said to pay.',
      ),
    ];
  }
  const flagged = tested.filter((impact) => impact.impacted);
  const chance = findings.flaggedByChance
    ? `. Chance alone would flag ${expected(findings.flaggedByChance.mean)}`
    : '';
  const testedClasses = `${word(tested.length)} ${noun(tested.length, 'class', 'classes')}`;
  const parts = [
    say(
      `${capital(wordAlone(flagged.length))} of ${testedClasses} ${flagged.length <= 1 ? 'is' : 'are'} ` +
        `flagged for changing more or less than the model as a whole${chance}${retraining(findings)}.`,
    ),
  ];
  if (flagged.length > 0) {
    const held = flaggedAdjusted(findings);
    parts.push(
      say(
        ` After allowing for ${word(tested.length)} ${noun(tested.length, 'test')}, ` +
          surviving(flagged.length, held.length),
      ),
      ...otherImages(held, standing(findings).length),
      ...payer(standing(findings), names),
      say('.'),
    );
  }
  const paired = tested.filter((impact) => (impact.paired?.p ?? 1) <= findings.options.alpha).length;
  if (findings.paired && paired > flagged.length) {
    parts.push(
      say(` Network by network (paired, unadjusted) ${word(paired)} ${noun(paired, 'is', 'are')} flagged.`),
    );
  }
  return parts;
}

/**
 * How many of the flagged classes stand when the images are a sample too; nothing where that is not known.
 */
function otherImages(held: ClassImpact[], stand: number): { text: string; strong: boolean }[] {
  if (held.length === 0 || held.some(({ crossed }) => !crossed)) return [];
  return [
    say(
      `; ${stand === held.length ? 'the same' : stand === 0 ? 'none' : word(stand)} after allowing for ` +
        'other images too',
    ),
  ];
}

/**
 * Who loses most beyond the model among the classes that hold; one that gains less than the model does not
 * pay.
 */
function payer(held: ClassImpact[], names: string[]): { text: string; strong: boolean }[] {
  if (held.length === 0) return [];
  const worst = extreme(held, -1);
  if (!worst) return [say(held.length === 1 ? '. It pays nothing' : '. None of them pays')];
  const verb = worst.absolute !== null && worst.absolute >= 0 ? 'gains least' : 'pays most';
  return [say('. '), { text: opening(className(worst, names)), strong: true }, say(` ${verb}`)];
}

/** What retraining alone flags: the floor of the count of classes. */
function retraining({ noiseFloor }: Findings): string {
  if (noiseFloor.kind === 'none') return '';
  const floor =
    noiseFloor.kind === 'null' ? wordAlone(noiseFloor.flaggedClasses) : expected(noiseFloor.flaggedClasses);
  return `, retraining alone flags ${floor}${noiseFloor.kind === 'null' ? '' : ' between dense halves'}`;
}

/** How many flagged classes keep their flag after the Benjamini-Hochberg adjustment. */
function surviving(flagged: number, held: number): string {
  if (held === 0) return flagged === 1 ? 'it does not stay flagged' : 'none stays flagged';
  if (held === flagged) return flagged === 1 ? 'it stays flagged' : 'all stay flagged';
  return `${word(held)} ${noun(held, 'stays', 'stay')} flagged`;
}

function say(text: string) {
  return { text, strong: false };
}
