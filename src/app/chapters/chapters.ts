import { later } from '../loading/later';
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
  { title: 'Is it real?', Body: later(() => import('./Real').then((file) => file.Real)) },
  {
    title: 'The same images?',
    Body: later(() => import('./SameImages').then((file) => file.SameImages)),
  },
  { title: 'Why these?', Body: later(() => import('./Why').then((file) => file.Why)) },
  {
    title: 'What else breaks',
    Body: later(() => import('./Breaks').then((file) => file.Breaks)),
  },
];
