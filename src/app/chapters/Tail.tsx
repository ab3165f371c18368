import { useEffect } from 'react';
import { LongTailPanel } from '../../views/longTail/LongTailPanel';
import { sameQuestion } from '../lab/client';
import type { ChapterProps } from './chapter';

/** Whether PIEs fall on the classes with few training images; asked of the lab when it is missing. */
export function Tail({ lab: { state, weighTail }, zoo, comparison, stale, settled, active }: ChapterProps) {
  const { experiment } = comparison;
  const known = state.longTail;
  const answered = known !== null && sameQuestion(known.experiment, experiment);
  const missing = active && settled && !stale && !answered;
  useEffect(() => {
    if (missing) weighTail(experiment);
  }, [missing, experiment, weighTail]);
  if (!known) return <p className="shell-waiting">Counting PIEs by class.</p>;
  const { classes, trainingNote } = zoo;
  return (
    <LongTailPanel tail={known.longTail} classes={classes} note={trainingNote} stale={stale || !answered} />
  );
}
