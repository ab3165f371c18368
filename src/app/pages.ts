import { type MethodsAnchor, methodsAnchors } from '../views/methods/anchors';

/** The pages, as the part of the address after # names them. */
const PAGES = {
  '': 'explore',
  yours: 'yours',
  'yours/networks': 'networks',
  train: 'train',
  judge: 'judge',
  classroom: 'classroom',
  methods: 'methods',
} as const;

export type Page = (typeof PAGES)[keyof typeof PAGES];

/**
 * The page that the part of an address after # names, the section of the methods that it leads to, and a
 * sentence on what it names in vain. The explorer where there is no page of the name.
 */
export function readPage(hash: string): {
  page: Page;
  anchor: MethodsAnchor | null;
  notice: string | null;
} {
  const path = hash.replace(/[?].*$/s, '');
  const explore = { page: 'explore', anchor: null, notice: null } as const;
  if (!path.startsWith('#/')) return explore;
  const name = path.slice(2).replace(/\/$/, '');
  const page = Object.entries(PAGES).find(([known]) => known === name)?.[1];
  if (page) return { page, anchor: null, notice: null };
  if (name.startsWith('methods/')) {
    const asked = name.slice('methods/'.length);
    const anchor = methodsAnchors.find((known) => known === asked) ?? null;
    const called = asked.slice(0, 60);
    const notice = `The link leads to a section of this page called "${called}", which it does not have.`;
    return { page: 'methods', anchor, notice: anchor ? null : notice };
  }
  const notice =
    `The link leads to a page called "${name.slice(0, 60)}", which is not here. This is the page ` +
    'Explore.';
  return { ...explore, notice };
}
