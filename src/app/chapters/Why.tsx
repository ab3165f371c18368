import { Accuracy } from '../../views/accuracy/Accuracy';
import type { ChapterProps } from './chapter';

/** What sets these images apart. */
export function Why({ comparison, stale }: ChapterProps) {
  return <Accuracy findings={comparison.findings} stale={stale} />;
}
