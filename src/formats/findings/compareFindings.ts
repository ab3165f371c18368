import { count } from '../../text/format';
import { shown } from '../check';

/** One value that two accounts of the same findings give differently. */
type Difference = { where: string; claimed: string; computed: string };

/** How far findings that came with data agree with those computed of the data. */
export type Agreement = {
  /** Values that were compared, and how many of them differ. */
  values: number;
  differing: number;
  /** The first of those that differ. */
  first: Difference[];
  /** Parts that only one of both has. */
  missing: string[];
};

/** Sums of floats in another engine, or in a later release, may differ in their last digits. */
const TOLERANCE = 1e-9;
const MOST_SHOWN = 5;
const LONGEST = 60;

/**
 * Compares findings that somebody claims (any value at all) with those that were computed, value by value as
 * JSON has them: numbers to nine digits, all else exactly. Parts of a record that only one of both has are
 * listed and not counted.
 */
export function compareFindings(claimed: unknown, computed: unknown): Agreement {
  const agreement: Agreement = { values: 0, differing: 0, first: [], missing: [] };
  walk(claimed, JSON.parse(JSON.stringify(computed)), '', agreement);
  return agreement;
}

/** Whether nothing differs, and nothing is missing. */
export function agrees({ values, differing, missing }: Agreement): boolean {
  return values > 0 && differing === 0 && missing.length === 0;
}

/** The same in words. */
export function agreementSentence(agreement: Agreement): string {
  const { values, differing, first, missing } = agreement;
  const compared = `${count(values)} values`;
  const lacking =
    missing.length === 0 ? '' : ` Only one of both has ${missing.slice(0, MOST_SHOWN).join(', ')}.`;
  if (agrees(agreement)) {
    return `Computed anew, the findings are those that came with the bundle: ${compared}, all equal.`;
  }
  if (differing === 0) {
    return (
      `Computed anew, the findings agree with those of the bundle in all of the ${compared} that both ` +
      `have.${lacking}`
    );
  }
  const list = first.map(({ where, claimed, computed }) => `${where} is ${claimed} there, ${computed} here`);
  const more = differing > first.length ? `; and ${count(differing - first.length)} more` : '';
  return (
    'Computed anew, the findings are not those that came with the bundle: ' +
    `${count(differing)} of ${compared} differ. ${list.join('; ')}${more}.${lacking}`
  );
}

function walk(claimed: unknown, computed: unknown, where: string, agreement: Agreement): void {
  if (Array.isArray(computed) && Array.isArray(claimed) && claimed.length === computed.length) {
    computed.forEach((value, index) => {
      walk(claimed[index], value, `${where}[${index}]`, agreement);
    });
  } else if (isRecord(computed) && isRecord(claimed)) {
    for (const key of new Set([...Object.keys(computed), ...Object.keys(claimed)])) {
      const path = where ? `${where}.${key}` : key;
      if (Object.hasOwn(claimed, key) && Object.hasOwn(computed, key)) {
        walk(claimed[key], computed[key], path, agreement);
      } else if (agreement.missing.length < MOST_SHOWN) agreement.missing.push(path.slice(0, LONGEST));
    }
  } else {
    agreement.values++;
    if (isSame(claimed, computed)) return;
    agreement.differing++;
    if (agreement.first.length < MOST_SHOWN) {
      agreement.first.push({ where, claimed: shown(claimed), computed: shown(computed) });
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'number' || typeof b !== 'number') return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(1e-3, Math.abs(a), Math.abs(b));
}
