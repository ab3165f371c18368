import { useMemo } from 'react';
import type { Offer } from '../model/experiment';
import { withoutFilters } from '../views/exemplars/galleryState';
import type { Follow, Place } from '../views/follow/place';
import { type Address, writeAddress } from './address';
import { arrive, placeSelector } from './arrive';
import { chapterWith, type PlacedChapter } from './panels/placed';

/** The address that a place has on the page as it is. */
export function placeAddress(address: Address, place: Place, argument: readonly PlacedChapter[]): Address {
  const gallery = { ...address.gallery, image: null };
  const panels = { ...address.panels, row: null, chapter: null };
  switch (place.kind) {
    case 'changed':
      return {
        ...address,
        gallery: { ...withoutFilters(gallery), share: null, class: place.class ?? null },
        panels: { ...panels, chapter: chapterWith(argument, 'exemplars') },
      };
    case 'retraining':
      return { ...address, gallery, panels: { ...panels, chapter: chapterWith(argument, 'noise') } };
    case 'class':
      return {
        ...address,
        gallery,
        panels: { ...panels, row: place.class, chapter: chapterWith(argument, 'classes') },
      };
    case 'image':
      return { ...address, gallery: { ...gallery, image: place.image }, panels };
  }
}

/** How words and rows of the explorer lead to its other places; undefined until there is an address. */
export function useFollow(
  address: Address | null,
  offer: Offer | null,
  argument: readonly PlacedChapter[] | null,
  setAddress: (change: (now: Address | null) => Address | null) => void,
): Follow | undefined {
  return useMemo(() => {
    if (!address || !offer || !argument) return undefined;
    return {
      href: (place) => `?${writeAddress(placeAddress(address, place, argument), offer)}`,
      go: (place) => {
        const { gallery, panels } = placeAddress(address, place, argument);
        setAddress((now) => now && placeAddress(now, place, argument));
        const selector = placeSelector({
          image: gallery.image,
          row: panels.row,
          chapter: panels.chapter,
        });
        if (selector && !address.stage) arrive(selector);
      },
    };
  }, [address, offer, argument, setAddress]);
}
