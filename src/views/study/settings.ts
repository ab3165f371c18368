import { IMPORTED, type StudySettings } from '../../audit/study/study';

/** Sizes of a study that a link can ask for: even, 2 to 2,000. */
const LARGEST = 2000;

function whole(text: string | null, low: number, high: number): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value >= low && value <= high ? value : null;
}

/** A study's settings from the part of the address after `#/judge?`; null where any is missing or impossible. */
export function parseSettings(query: string): StudySettings | null {
  const of = new URLSearchParams(query);
  const data = of.get('data');
  const level = of.has('level') ? Number(of.get('level')) : data?.startsWith(IMPORTED) ? null : Number.NaN;
  const size = whole(of.get('size'), 2, LARGEST);
  const seed = whole(of.get('seed'), 0, 0xffffffff);
  const label = of.has('class') ? whole(of.get('class'), 0, 65_535) : null;
  const isWrongLabel = of.has('class') && label === null;
  if (!data || data.length > 80 || (level !== null && !(level >= 0 && level <= 1))) return null;
  if (size === null || size % 2 !== 0 || seed === null || isWrongLabel) return null;
  return { data, level, label, size, seed };
}

/** The part of the address that reopens a study. */
export function settingsQuery({ data, level, label, size, seed }: StudySettings): string {
  const query = new URLSearchParams({ data });
  if (level !== null) query.set('level', `${level}`);
  query.set('size', `${size}`);
  query.set('seed', `${seed}`);
  if (label !== null) query.set('class', `${label}`);
  return query.toString();
}
