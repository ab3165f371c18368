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
};

const ORDERS: Sort[] = ['change', 'beyond', 'name'];

/** The query after `#/yours?`: the import it names, if any, and what of its page is open. */
export function readImportAddress(hash: string): { id: string | null; view: ImportView } {
  const query = new URLSearchParams(hash.slice(hash.indexOf('?') + 1 || hash.length));
  const row = query.get('row');
  return {
    id: query.get('import'),
    view: {
      gallery: parseGallery(query),
      row: row !== null && /^\d{1,5}$/.test(row) ? Number(row) : null,
      order: ORDERS.find((order) => order === query.get('order')) ?? ORDERS[0],
      groups: parseGroups(query),
      details: (query.get('details') ?? '').split('.').filter((id) => /^[a-z][a-z-]{0,30}$/.test(id)),
    },
  };
}

/** The address of an import, after the page's own. */
export function importAddress(id: string, { gallery, row, order, groups, details }: ImportView): string {
  const query = new URLSearchParams({ import: id, ...serialiseGallery(gallery) });
  for (const [name, value] of groupsQuery(groups)) query.append(name, value);
  if (row !== null) query.set('row', String(row));
  if (order !== ORDERS[0]) query.set('order', order);
  if (details.length > 0) query.set('details', details.join('.'));
  return `#/yours?${query}`;
}
