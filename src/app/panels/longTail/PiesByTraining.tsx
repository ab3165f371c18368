import { LongTailPanel } from '../../../views/longTail/LongTailPanel';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';

/** Whether PIEs fall on the classes with few training images. */
export function PiesByTraining(given: Given) {
  const { answer, isCurrent } = useAnswer(given, 'longTail', null);
  const { classes, trainingNote, stale } = given;
  if (!answer) return <p className="shell-waiting">Counting PIEs by class.</p>;
  return <LongTailPanel tail={answer} classes={classes} note={trainingNote} stale={stale || !isCurrent} />;
}
