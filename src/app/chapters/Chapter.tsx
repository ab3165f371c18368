import { memo, Suspense } from 'react';
import { OuterHeading } from '../../charts/heading';
import { PanelBoundary } from '../PanelBoundary';
import { useNear } from '../useNear';
import type { ChapterEntry, ChapterProps } from './chapter';
import './chapters.css';

/** A chapter's id on the page. */
export function chapterId(number: number): string {
  return `chapter-${number}`;
}

/** A chapter: its number and title at once, its figures when it comes near. They state its claim; further ones stand in `Detail`s. */
export const Chapter = memo(function Chapter({
  number,
  entry: { title, early = false, Body },
  props,
}: {
  number: number;
  entry: ChapterEntry;
  props: ChapterProps;
}) {
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
            <PanelBoundary name={title}>
              <Suspense fallback={<p className="shell-waiting">Opening this chapter.</p>}>
                <Body {...props} />
              </Suspense>
            </PanelBoundary>
          </OuterHeading>
        ) : null}
      </div>
    </section>
  );
});
