import { LongTailPanel } from '../../../views/longTail/LongTailPanel';
import { Waits } from '../../Waits';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';

/** Whether PIEs fall on the classes with few training images. */
export function PiesByTraining(given: Given) {
  const { answer, isCurrent } = useAnswer(given, 'longTail', null);
  const { classes, trainingNote, stale } = given;
  if (!answer)
    return (
      <Waits lab={given.zoo?.lab} of={['longTail']}>
        Counting PIEs by class.
      </Waits>
    );
  return <LongTailPanel tail={answer} classes={classes} note={trainingNote} stale={stale || !isCurrent} />;
}
