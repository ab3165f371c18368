import type { Interval } from '../findings';
import { quantileOf } from '../statistics/intervals';

/** The group of an image that is in none. */
export const NO_GROUP = 65_535;

/** A category, or a quarter of a numeric attribute with the lowest and highest value found in it. */
export type GroupPart = { name: string; range: Interval | null };

/**
 * Images in groups by one attribute, or by two of them crossed: a group has one part for each. `of` is the
 * group of every image, NO_GROUP where an attribute is not known. No group is empty.
 */
export type Grouping = { attributes: string[]; groups: GroupPart[][]; of: Uint16Array };

/**
 * A column with a value for every image: numbers (NaN: not known), or codes into `categories` (NO_GROUP: not
 * known).
 */
type Column =
  | { name: string; values: Float64Array }
  | { name: string; categories: string[]; codes: Uint16Array };

const QUARTERS = ['lowest quarter', 'second quarter', 'third quarter', 'highest quarter'];

/**
 * The groups of one attribute: its categories, or for numbers the quarters that the quartiles (linear between
 * order statistics) divide. The first goes up to the first quartile, the next above it up to the second,
 * and so on.
 * Equal values share a quarter, so quarters may differ in size; those that are empty are left out.
 */
export function groupingOf(column: Column): Grouping {
  const attributes = [column.name];
  if ('codes' in column) {
    const parts = column.categories.map((name): GroupPart[] => [{ name, range: null }]);
    return withoutEmpty({ attributes, groups: parts, of: column.codes });
  }
  const known = [...column.values].filter((value) => !Number.isNaN(value));
  const cuts = known.length === 0 ? [] : [0.25, 0.5, 0.75].map((q) => quantileOf(known, q));
  const groupOf = Uint16Array.from(column.values, (value) =>
    Number.isNaN(value) ? NO_GROUP : cuts.filter((cut) => value > cut).length,
  );
  const groups = QUARTERS.map((name, quarter): GroupPart[] => {
    const inside = column.values.filter((_, image) => groupOf[image] === quarter);
    return [{ name, range: [inside.reduce(smaller, Infinity), inside.reduce(larger, -Infinity)] }];
  });
  return withoutEmpty({ attributes, groups, of: groupOf });
}

/**
 * Every combination of a group of `a` and a group of `b` that has an image, those of the first group of `a`
 * first.
 */
export function crossed(a: Grouping, b: Grouping): Grouping {
  const groups = a.groups.flatMap((first) => b.groups.map((second) => [...first, ...second]));
  const groupOf = a.of.map((group, image) =>
    group === NO_GROUP || b.of[image] === NO_GROUP ? NO_GROUP : group * b.groups.length + b.of[image],
  );
  return withoutEmpty({ attributes: [...a.attributes, ...b.attributes], groups, of: groupOf });
}

function withoutEmpty({ attributes, groups, of }: Grouping): Grouping {
  if (groups.length >= NO_GROUP) {
    throw new RangeError(
      `Expected fewer than ${NO_GROUP} groups by ${attributes.join(' and ')}, but there are ` +
        `${groups.length}; take a column with fewer values.`,
    );
  }
  const used = new Set(of);
  const kept = groups.flatMap((_, group) => (used.has(group) ? group : []));
  const place = new Map(kept.map((group, index) => [group, index]));
  return {
    attributes,
    groups: kept.map((group) => groups[group]),
    of: of.map((group) => place.get(group) ?? NO_GROUP),
  };
}

const smaller = (a: number, b: number) => Math.min(a, b);
const larger = (a: number, b: number) => Math.max(a, b);
