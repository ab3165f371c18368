import type { Interval } from '../../audit/findings';
import {
  type Overlap,
  overlapOf,
  type Persistence,
  type Strata,
  type TaxicabAgreement,
} from '../../audit/levels/persistence';
import { wilsonInterval } from '../../audit/statistics/intervals';
import { type Claim, plainly } from '../../charts/claim';
import { bracketed, capital, count, counted, decimal, noun, percent, range } from '../../text/format';

/** The PIEs of one population, in the order of the panel. */
export type PieLevel = {
  id: string;
  /** "90% removed in training". */
  name: string;
  /** For narrow places: "90%", "90% here". */
  short: string;
  /** Share of weights removed, 0..1; null for number formats. */
  removed: number | null;
  /** Levels of one series follow one another from mild to strong. */
  series: 'null' | 'sparse' | 'pruned' | 'other';
  /** Indices of the PIEs, ascending. */
  pies: Uint32Array;
};

/** A method with two levels or more, along which PIEs can persist. */
export type PieSeries = { levels: PieLevel[]; persistence: Persistence };

/** The series along which images can be followed: trained sparse first, each with its levels. */
export function followable(levels: PieLevel[]): PieLevel[][] {
  return (['sparse', 'pruned'] as const)
    .map((series) => levels.filter((level) => level.series === series))
    .filter((series) => series.length > 1);
}

/**
 * How many PIEs persist along the first series, and how much of another method's or of retraining's PIEs is
 * the same. Beside it stands what images as contested would share by the dense votes' `margins`.
 */
export function persistenceClaim(
  series: PieSeries[],
  levels: PieLevel[],
  images: number,
  margins: Strata | null = null,
): Claim {
  const [first] = series;
  const [again, other] = [levels.at(0), levels.at(-1)];
  if (!first && again?.series === 'null' && other && other !== again) {
    return shared(other, again, images, margins);
  }
  if (!first) return plainly('With two levels or more, one can follow an image from level to level.');
  return joined(followed(first), compared(first.levels, levels, images, margins));
}

function joined(...parts: Claim[]): Claim {
  const all = (of: (part: Claim) => string) => parts.map(of).filter(Boolean).join(' ');
  return { claim: all(({ claim }) => claim), evidence: all(({ evidence }) => evidence) };
}

function followed({ levels, persistence }: PieSeries): Claim {
  const { some, every, levels: found } = persistence;
  if (some === 0) return plainly('No image is a PIE at any level.');
  const from = found[0].pies;
  const last = found[found.length - 1];
  const [mild, strong] = [levels[0].short, levels[levels.length - 1].short];
  const stay =
    from === 0 || from === every
      ? `From ${mild} to ${strong}.`
      : `${percent(every / from, 0)} of the ${counted(from, 'PIE')} at ${mild} stay PIEs at every level ` +
        `up to ${strong} (95%: ${range(wilsonInterval(every, from), (end) => percent(end, 0))}).`;
  return {
    claim:
      `Of ${count(some)} ${noun(some, 'image that is a PIE', 'images that are PIEs')} at some level, ` +
      `${count(every)} ${noun(every, 'is one', 'are PIEs')} at all ${count(levels.length)} levels. ` +
      `${count(last.first)} of the ${count(last.pies)} at the highest ` +
      `${noun(last.first, 'is', 'are')} new there.`,
    evidence: stay,
  };
}

function compared(series: PieLevel[], levels: PieLevel[], images: number, margins: Strata | null): Claim {
  const strongest = series[series.length - 1];
  const other =
    levels.find(
      (level) => level.series === 'pruned' && level.removed === strongest.removed && level !== strongest,
    ) ?? levels.find((level) => level.series === 'null');
  if (!other || strongest.pies.length === 0 || other.pies.length === 0) return plainly('');
  return shared(strongest, other, images, margins);
}

/** How many PIEs of one population are another's too, beside what chance would give. */
function shared(one: PieLevel, other: PieLevel, images: number, margins: Strata | null): Claim {
  const overlap = overlapOf(one.pies, other.pies, images, margins);
  const { both, byChance, byMargin } = overlap;
  const sets = byMargin
    ? 'Two sets on which the dense networks are as divided'
    : 'Two random sets of these sizes';
  return {
    claim:
      `Of the ${count(one.pies.length)} ${noun(one.pies.length, 'PIE')} of ${lower(one.name)}, ` +
      `${count(both)} ${noun(both, 'is a PIE', 'are PIEs')} of ${lower(other.name)} too. ` +
      `${sets} would share ${count(Math.round(byMargin?.value ?? byChance))}.`,
    evidence: `${jaccardWords(overlap)}. ${capital(expectedWords(overlap))}.`,
  };
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** "45% (35 to 56)": a share of images with Wilson's interval. */
export function shareBetween(part: number, whole: number): string {
  return percent(part / whole, 0) + bracketed(wilsonInterval(part, whole), (end) => decimal(100 * end, 0));
}

/** "0.15 (0.11 to 0.19)": Jaccard's index with its interval, for a column that says 95%. */
export function jaccardBetween({ jaccard, interval }: { jaccard: number | null; interval: Interval | null }) {
  return decimal(jaccard, 2) + bracketed(interval, (end) => decimal(end, 2));
}

function jaccardWords(overlap: Overlap): string {
  const { jaccard, interval } = overlap;
  if (jaccard === null) return 'Jaccard has no value';
  const ends = bracketed(interval, (end) => decimal(end, 2), '95%: ');
  return `Jaccard ${decimal(jaccard, 2)}${ends}`;
}

/**
 * What two sets of these sizes would share: as contested by the dense votes, where that is known, and at
 * random.
 */
function expectedWords({ byChance, byMargin }: Overlap): string {
  const random = count(Math.round(byChance));
  if (!byMargin) return `two random sets of these sizes would share ${random}`;
  const whole = (images: number) => count(Math.round(images));
  const contested = whole(byMargin.value) + bracketed(byMargin.interval, whole, '95%: ');
  return (
    `two sets on which the dense networks are as divided would share ${contested}, two random ` +
    `ones ${random}`
  );
}

/** Two sets of PIEs, read out. */
export function overlapReadout(
  a: PieLevel,
  b: PieLevel,
  images: number,
  margins: Strata | null = null,
): string {
  const overlap = overlapOf(a.pies, b.pies, images, margins);
  const { both } = overlap;
  const sizes = `of ${count(a.pies.length)} and ${count(b.pies.length)}`;
  return (
    `${a.name} and ${lower(b.name)}: ${count(both)} ${noun(both, 'PIE')} in both, ${sizes}; ` +
    `${jaccardWords(overlap)}. ${capital(expectedWords(overlap))}.`
  );
}

/** How far the PIEs are the images whose votes moved most. */
export function taxicabSentence({ top, both }: TaxicabAgreement, name = 'On screen'): string {
  return (
    `${name}, by the other definition: of the ${count(top)} ${noun(top, 'image')} whose votes moved ` +
    `most (taxicab distance), ${count(both)} ${noun(both, 'is a PIE', 'are PIEs')} by modal label.`
  );
}
