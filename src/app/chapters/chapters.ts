import { lazy } from 'react';
import { Average } from './Average';
import type { ChapterEntry } from './chapter';
import { Forgotten } from './Forgotten';
import { Removed } from './Removed';
import { WhoPays } from './WhoPays';

/** The argument, a chapter a step, in its order. A chapter's number is its place here. */
export const chapters: ChapterEntry[] = [
  { title: 'What the average says', early: true, Body: Average },
  { title: 'What was removed', Body: Removed },
  { title: 'Who pays', early: true, Body: WhoPays },
  { title: 'What is forgotten', early: true, Body: Forgotten },
  { title: 'Is it real?', Body: lazy(() => import('./Real').then(({ Real }) => ({ default: Real }))) },
  {
    title: 'The same images?',
    Body: lazy(() => import('./SameImages').then(({ SameImages }) => ({ default: SameImages }))),
  },
  { title: 'Why these?', Body: lazy(() => import('./Why').then(({ Why }) => ({ default: Why }))) },
  {
    title: 'What else breaks',
    Body: lazy(() => import('./Breaks').then(({ Breaks }) => ({ default: Breaks }))),
  },
];
