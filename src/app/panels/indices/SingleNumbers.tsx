import { Indices } from '../../../views/indices/Indices';
import type { Given } from '../panel';
import { useAnswer } from '../useAnswer';
import { Working } from '../Working';

/** How many answers differ between two networks, and whether the classes changed alike. */
export function SingleNumbers(given: Given) {
  const { findings, classes, stale } = given;
  const asked = useAnswer(given, 'indices', null);
  const { answer, isCurrent } = asked;
  if (!answer) {
    const doing = 'Comparing the answers of every two networks';
    return <Working question="indices" {...{ given, doing, asked }} />;
  }
  return <Indices {...answer} {...{ findings, classes }} stale={stale || !isCurrent} />;
}
