import { IMPORTED, type StudySettings } from '../../audit/study/study';

/** Sizes of a study that a link can ask for: even, 2 to 2,000. */
const LARGEST = 2000;

function whole(text: string | null, low: number, high: number): number | null {
  if (text === null || !/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value >= low && value <= high ? value : null;
}

/**
 * A study's settings from the part of the address after `#/judge?`; null where any is missing or impossible.
 */
export function parseSettings(query: string): StudySettings | null {
  return readSettings(query).settings;
}

/**
 * The same, and why there are none: a sentence on the first that is missing or impossible; null of an address
 * that asks for no study.
 */
export function readSettings(query: string): { settings: StudySettings | null; problem: string | null } {
  const parameters = new URLSearchParams(query);
  const [data, level, label] = [
    parameters.get('data') ?? '',
    parameters.get('level'),
    parameters.get('class'),
  ];
  // The data alone is a study to be set up; anything else asks for one, however it is spelt.
  const asked = [...parameters.keys()].some((name) => name !== 'data' && name !== 'code');
  const problem = (name: string, expected: string) => ({
    settings: null,
    problem: asked
      ? `The link asks for a study whose ${name} is ${given(parameters.get(name))}; expected ${expected}. ` +
        'Choose it anew here.'
      : null,
  });
  if (data === '' || data.length > 80) return problem('data', 'the name of a dataset');
  const needsLevel = !data.startsWith(IMPORTED);
  const share = level === null || level.trim() === '' ? Number.NaN : Number(level);
  if ((level !== null || needsLevel) && !(share >= 0 && share <= 1)) {
    return problem('level', 'a share of the weights, 0 to 1');
  }
  const size = whole(parameters.get('size'), 2, LARGEST);
  if (size === null || size % 2 !== 0) return problem('size', `an even whole number from 2 to ${LARGEST}`);
  const seed = whole(parameters.get('seed'), 0, 0xffffffff);
  if (seed === null) return problem('seed', 'a whole number below 2^32');
  const chosen = whole(label, 0, 65_535);
  if (label !== null && chosen === null) return problem('class', 'the number of a class');
  return {
    settings: { data, level: level === null ? null : share, label: chosen, size, seed },
    problem: null,
  };
}

function given(text: string | null): string {
  return text === null ? 'missing' : `"${text.slice(0, 40)}"`;
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
