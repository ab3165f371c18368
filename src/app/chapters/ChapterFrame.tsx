import type { ReactNode } from 'react';
import { OuterHeading } from '../../charts/heading';
import { PanelBoundary } from '../PanelBoundary';
import { useNear } from '../useNear';
import './chapters.css';

/** A chapter's id on the page. */
export function chapterId(number: number): string {
  return `chapter-${number}`;
}

type ChapterFrameProps = { number: number; title: string; early?: boolean; children: ReactNode };

/** A chapter's number and title at once, and what it holds when it comes near, or at once when `early`. */
export function ChapterFrame({ number, title, early = false, children }: ChapterFrameProps) {
  const [place, near] = useNear();
  const id = chapterId(number);
  return (
    <section ref={place} className="chapter" aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        <span aria-hidden="true">{number}</span>
        {title}
      </h2>
      <div className="chapter-body">
        {early || near ? (
          <OuterHeading value={{ id, title }}>
            <PanelBoundary name={title} waiting="Opening this chapter.">
              {children}
            </PanelBoundary>
          </OuterHeading>
        ) : null}
      </div>
    </section>
  );
}
