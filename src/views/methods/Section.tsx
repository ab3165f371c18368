import type { ReactNode } from 'react';
import { type MethodsAnchor, methodsHref, methodsTitles } from './anchors';

/** A section of the methods page under its anchor, with a link to itself. */
export function Section({ anchor, children }: { anchor: MethodsAnchor; children: ReactNode }) {
  return (
    <section className="methods-section" id={`methods-${anchor}`} aria-labelledby={`methods-${anchor}-title`}>
      <h2 id={`methods-${anchor}-title`} tabIndex={-1}>
        {methodsTitles[anchor]}{' '}
        <a href={methodsHref(anchor)} aria-label={`Link to “${methodsTitles[anchor]}”`}>
          #
        </a>
      </h2>
      {children}
    </section>
  );
}
