import { overlapOf, type Persistence, type TaxicabAgreement } from '../../audit/persistence';
import { count, decimal, noun, percent } from '../../charts/format';

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

/** How many PIEs persist along the first series, and how much of another method's or of retraining's PIEs is the same. */
export function persistenceClaim(series: PieSeries[], levels: PieLevel[], images: number): string {
  const [first] = series;
  const [again, other] = [levels.at(0), levels.at(-1)];
  if (!first && again?.series === 'null' && other && other !== again) {
    return overlapReadout(other, again, images);
  }
  if (!first) return 'With two levels or more, one can follow an image from level to level.';
  return `${followed(first)}${compared(first.levels, levels, images)}`;
}

function followed({ levels, persistence }: PieSeries): string {
  const { some, every, levels: found } = persistence;
  if (some === 0) return 'No image is a PIE at any level.';
  const mild = levels[0];
  const where = `at all ${count(levels.length)} levels, from ${mild.short} to ${levels[levels.length - 1].short}`;
  const all = `Of ${count(some)} ${noun(some, 'image that is a PIE', 'images that are PIEs')} at some level, ${count(every)} ${noun(every, 'is one', 'are PIEs')} ${where}`;
  const from = found[0].pies;
  const last = found[found.length - 1];
  const latest = `; ${count(last.first)} of the ${count(last.pies)} at the highest ${noun(last.first, 'is', 'are')} new there`;
  const stay =
    from === 0 || from === every ? '' : `, ${percent(every / from, 0)} of the ${count(from)} at the mildest`;
  return `${all}${stay}${latest}.`;
}

function compared(series: PieLevel[], levels: PieLevel[], images: number): string {
  const strongest = series[series.length - 1];
  const other =
    levels.find(
      (level) => level.series === 'pruned' && level.removed === strongest.removed && level !== strongest,
    ) ?? levels.find((level) => level.series === 'null');
  if (!other || strongest.pies.length === 0 || other.pies.length === 0) return '';
  const { both, jaccard, byChance } = overlapOf(strongest.pies, other.pies, images);
  return ` ${strongest.name} and ${lower(other.name)} share ${count(both)} (Jaccard ${decimal(jaccard, 2)}), where two random sets would share ${count(Math.round(byChance))}.`;
}

function lower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Two sets of PIEs, read out. */
export function overlapReadout(a: PieLevel, b: PieLevel, images: number): string {
  const { both, jaccard, byChance } = overlapOf(a.pies, b.pies, images);
  const sizes = `of ${count(a.pies.length)} and ${count(b.pies.length)}`;
  const index = jaccard === null ? 'Jaccard has no value' : `Jaccard ${decimal(jaccard, 2)}`;
  return `${a.name} and ${lower(b.name)}: ${count(both)} ${noun(both, 'PIE')} in both, ${sizes}; ${index}. Two random sets of these sizes would share ${count(Math.round(byChance))}.`;
}

/** How far the PIEs are the images whose votes moved most. */
export function taxicabSentence({ top, both }: TaxicabAgreement, name = 'On screen'): string {
  return `${name}, by the other definition: of the ${count(top)} ${noun(top, 'image')} whose votes moved most (taxicab distance), ${count(both)} ${noun(both, 'is a PIE', 'are PIEs')} by modal label.`;
}
