import { MARGIN, readMargin } from '../../audit/retraining/verdict';
import { isTieRule } from '../../audit/votes/ties';
import type { ImportOptions } from '../../library/importOrigin';
import { readIndex } from '../../text/readIndex';
import type { Sort } from '../../views/classes/rows';
import { type GalleryState, parseGallery, serialiseGallery } from '../../views/exemplars/galleryState';
import { type GroupsState, groupsQuery, parseGroups } from '../../views/subgroups/groupsState';

/** What of an import's page a link keeps. */
export type ImportView = {
  gallery: GalleryState;
  row: number | null;
  order: Sort;
  groups: GroupsState;
  details: string[];
  /** Share of what retraining gives within which a count is no more. */
  margin: number;
  /** What the audit is told in place of the import's own settings. */
  options: Partial<ImportOptions>;
};

const ORDERS: Sort[] = ['change', 'beyond', 'name'];

/** What of an import's page a query asks for; what is missing or malformed takes its default. */
function parseView(query: URLSearchParams): ImportView {
  return {
    gallery: parseGallery(query),
    row: readIndex(query.get('row')),
    order: ORDERS.find((order) => order === query.get('order')) ?? ORDERS[0],
    groups: parseGroups(query),
    details: (query.get('details') ?? '').split('.').filter((id) => /^[a-z][a-z-]{0,30}$/.test(id)),
    margin: readMargin(query.get('margin')) ?? MARGIN,
    options: parseOptions(query),
  };
}

/** What a query tells the audit; what is malformed is left out. */
export function parseOptions(query: URLSearchParams): Partial<ImportOptions> {
  const [ties, alpha, seed] = ['ties', 'alpha', 'seed'].map((name) => query.get(name));
  return {
    ...(isTieRule(ties) && { ties }),
    ...(alpha !== null && /^(0|1|0?\.\d{1,12})$/.test(alpha) && { alpha: Number(alpha) }),
    ...(seed !== null && /^\d{1,10}$/.test(seed) && Number(seed) < 2 ** 32 && { seed: Number(seed) }),
  };
}

/** The address of an import in this page. */
export function importHref(id: string): string {
  return `#/yours?import=${id}`;
}

/** The query of a view without the options of the audit. */
function viewQuery({ gallery, row, order, groups, details, margin }: ImportView): URLSearchParams {
  const query = new URLSearchParams(serialiseGallery(gallery));
  for (const [name, value] of groupsQuery(groups)) query.append(name, value);
  if (row !== null) query.set('row', String(row));
  if (order !== ORDERS[0]) query.set('order', order);
  if (details.length > 0) query.set('details', details.join('.'));
  if (margin !== MARGIN) query.set('margin', String(margin));
  return query;
}

/** The query after `#/yours?`. */
export function importQuery(hash: string): URLSearchParams {
  return new URLSearchParams(hash.slice(hash.indexOf('?') + 1 || hash.length));
}

/** The import that an address names, if any, and what of its page is open. */
export function readImportAddress(hash: string): { id: string | null; view: ImportView } {
  const query = importQuery(hash);
  return { id: query.get('import'), view: parseView(query) };
}

/** The address of an import, after the page's own. */
export function importAddress(id: string, view: ImportView): string {
  const query = new URLSearchParams([['import', id], ...viewQuery(view)]);
  for (const [name, value] of Object.entries(view.options)) query.set(name, String(value));
  return `#/yours?${query}`;
}

/**
 * The address at which a new import opens that was a bundle taken from a page with `query`: its view, the
 * settings being the bundle's.
 */
export function bundleAddress(id: string, query: string): string {
  return importAddress(id, { ...parseView(new URLSearchParams(query)), options: {} });
}

/**
 * The query that a bundle of an import keeps: its view, and all else of the query of the bundle that it was
 * itself opened from.
 */
export function takenQuery(view: ImportView, before: string): string {
  const query = new URLSearchParams(before);
  for (const name of viewQuery(parseView(query)).keys()) query.delete(name);
  for (const [name, value] of viewQuery(view)) query.append(name, value);
  return query.toString();
}
