import type { AuditOptions } from '../audit/findings';
import { DEFAULT_TIE_RULE } from '../audit/votes/ties';
import { type BundleHead, bundleOptions, bundleQuery, bundleTime } from '../formats/bundle/bundle';
import { type ShownLevels, shownLevels } from '../formats/bundle/bundleSession';
import { asInteger, asList, asRecord, asText, inside, type Place } from '../formats/check';
import type { Agreement } from '../formats/findings/compareFindings';

/** What an audit of an import is told unless the page's address says otherwise. */
export type ImportOptions = Pick<AuditOptions, 'ties' | 'alpha' | 'seed'>;

export const DEFAULT_OPTIONS: ImportOptions = { ties: DEFAULT_TIE_RULE, alpha: 0.05, seed: 0 };

/**
 * The bundle that an import was opened from: what it says of itself, and whether its findings follow from its
 * predictions.
 */
export type ImportOrigin = Pick<BundleHead, 'compressed' | 'query' | 'provenance' | 'created'> & {
  agreement: Agreement;
  /** The table of levels that it held, which is not computed here. */
  levels: ShownLevels | null;
};

/** The settings and the bundle that the manifest of an import names. Those of version 1 had neither. */
export function readOrigin(
  document: Record<string, unknown>,
  root: Place,
): { options: ImportOptions; origin: ImportOrigin | null } {
  if (document.version === 1) return { options: DEFAULT_OPTIONS, origin: null };
  const { options, origin } = document;
  return {
    options: bundleOptions(options, inside(root, 'options')),
    origin: origin === null ? null : originOf(origin, inside(root, 'origin')),
  };
}

function originOf(value: unknown, place: Place): ImportOrigin {
  const origin = asRecord(value, place);
  const at = (key: string) => inside(place, key);
  return {
    compressed: asText(origin.compressed, at('compressed')),
    query: bundleQuery(origin.query, at('query')),
    provenance: asText(origin.provenance, at('provenance')),
    created: bundleTime(origin.created, at('created')),
    agreement: agreementOf(origin.agreement, at('agreement')),
    levels:
      origin.levels === undefined || origin.levels === null ? null : shownLevels(origin.levels, at('levels')),
  };
}

function agreementOf(value: unknown, place: Place): Agreement {
  const { values, differing, first, missing } = asRecord(value, place);
  const at = (key: string) => inside(place, key);
  return {
    values: asInteger(values, at('values')),
    differing: asInteger(differing, at('differing')),
    first: asList(first, at('first'), (element, where) => {
      const { where: path, claimed, computed } = asRecord(element, where);
      return {
        where: asText(path, inside(where, 'where')),
        claimed: asText(claimed, inside(where, 'claimed')),
        computed: asText(computed, inside(where, 'computed')),
      };
    }),
    missing: asList(missing, at('missing'), asText),
  };
}
