import { memo, type ReactNode } from 'react';
import type { Given } from '../panels/panel';
import { missingSentence, type PlacedChapter } from '../panels/placed';
import { ChapterFrame } from './ChapterFrame';
import { Detail } from './Detail';
import { DrawnPanel } from './drawn';

type ChapterProps = {
  number: number;
  chapter: PlacedChapter;
  given: Given;
  /** What its host says before its figures. */
  children?: ReactNode;
};

/**
 * A chapter of an explorer: its leading figures state its claim, further ones are opened, and what is missing
 * is said.
 */
export const Chapter = memo(function Chapter({
  number,
  chapter: { title, opens, early, leads, details, missing },
  given,
  children,
}: ChapterProps) {
  const lacking = missingSentence(missing);
  return (
    <ChapterFrame number={number} title={title} early={early}>
      <p className="chapter-opens">
        {opens} {given.answeredOn && `Answers are ${given.answeredOn}.`}
      </p>
      {children}
      {leads.map((panel) => (
        <DrawnPanel key={panel.id} panel={panel} given={given} />
      ))}
      {details.map((panel) => (
        <Detail key={panel.id} id={panel.id} title={panel.title} asks={panel.asks}>
          <DrawnPanel panel={panel} given={given} />
        </Detail>
      ))}
      {lacking && <p className="chapter-missing">{lacking}</p>}
    </ChapterFrame>
  );
});
