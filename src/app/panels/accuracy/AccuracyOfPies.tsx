import { Accuracy } from '../../../views/accuracy/Accuracy';
import type { Given } from '../panel';

/** Whether PIEs are harder than the rest, for both populations. */
export function AccuracyOfPies({ findings, stale }: Given) {
  return <Accuracy findings={findings} stale={stale} />;
}
