import { type Ref, type RefObject, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { GridHandle } from './Grid';
import type { GalleryState } from './galleryState';

/** Images on a page of the gallery: browsers can lay out no list of a million rows. */
export const PAGE = 2000;

/** Which images a page holds, from `first` up to `end`, and how many pages there are. */
export function pageOf(total: number, page: number): { first: number; end: number; pages: number } {
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const within = Math.min(Math.max(0, page), pages - 1);
  return { first: within * PAGE, end: Math.min(total, (within + 1) * PAGE), pages };
}

/**
 * The page of the gallery: the one with the open image where the list is another, and then the one that was
 * gone to. Whoever asks for a position by `outer` is led to its page, on which `inner` lays out the cells.
 */
export function usePages(
  images: Uint32Array,
  { all, image: open }: Pick<GalleryState, 'all' | 'image'>,
  outer: Ref<GridHandle>,
  inner: RefObject<GridHandle | null>,
) {
  const [gone, setGone] = useState<{ images: Uint32Array; page: number } | null>(null);
  const wanted = useRef<{ position: number; how: keyof GridHandle } | null>(null);
  const begins = Math.max(0, open === null || !all ? 0 : images.indexOf(open));
  // Folded, the gallery shows the first rows of all.
  const page = !all ? 0 : gone?.images === images ? gone.page : Math.floor(begins / PAGE);
  const turn = (to: number) => setGone({ images, page: to });
  const lead = (position: number, how: keyof GridHandle) => {
    const to = Math.floor(position / PAGE);
    if (to === page || !all) inner.current?.[how](position - page * PAGE);
    else {
      wanted.current = { position, how };
      turn(to);
    }
  };
  useLayoutEffect(() => {
    const asked = wanted.current;
    wanted.current = null;
    if (asked) inner.current?.[asked.how](asked.position - page * PAGE);
  }, [page, inner]);
  useImperativeHandle(outer, () => ({
    focus: (position) => lead(position, 'focus'),
    show: (position) => lead(position, 'show'),
  }));
  return { page, ...pageOf(images.length, page), turn };
}
