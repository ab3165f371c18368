import { LongTailPanel } from '../../../views/longTail/LongTailPanel';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** Whether PIEs fall on the classes with few training images. */
export function PiesByTraining(given: Given) {
  const asked = useAnswer(given, 'longTail', null);
  const { answer, isCurrent } = asked;
  const { classes, trainingNote, stale } = given;
  if (!answer) return <Working question="longTail" doing="Counting PIEs by class" {...{ given, asked }} />;
  const { beyond } = answer;
  return (
    <LongTailPanel {...{ tail: answer, beyond, classes, note: trainingNote, stale: stale || !isCurrent }} />
  );
}
