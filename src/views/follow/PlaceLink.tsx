import type { ReactNode } from 'react';
import type { Follow, Place } from './place';

type PlaceLinkProps = { place: Place; follow: Follow; className: string; children: ReactNode };

/** A link to a place on the page: followed in place, or opened elsewhere where the reader asks for that. */
export function PlaceLink({ place, follow, className, children }: PlaceLinkProps) {
  return (
    <a
      className={className}
      href={follow.href(place)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        follow.go(place);
      }}
    >
      {children}
    </a>
  );
}
