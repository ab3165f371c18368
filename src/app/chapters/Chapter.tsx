import { memo } from 'react';
import { ChapterFrame } from './ChapterFrame';
import type { ChapterEntry, ChapterProps } from './chapter';

/** A chapter of the explorer: its figures state its claim; further ones stand in `Detail`s. */
export const Chapter = memo(function Chapter({
  number,
  entry: { title, early, Body },
  props,
}: {
  number: number;
  entry: ChapterEntry;
  props: ChapterProps;
}) {
  return (
    <ChapterFrame number={number} title={title} early={early}>
      <Body {...props} />
    </ChapterFrame>
  );
});
