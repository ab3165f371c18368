import { Classes } from '../../../views/classes/Classes';
import { Waits } from '../../Waits';
import type { Given } from '../panel';

/** What every class lost, beyond what the model lost. */
export function ClassImpacts({ findings, classes, truth, stale, view, onView, zoo }: Given) {
  if (!truth)
    return (
      <Waits lab={zoo?.lab} of={['show']}>
        Loading the labels.
      </Waits>
    );
  return (
    <Classes
      findings={findings}
      classes={classes}
      truth={truth}
      open={view.row}
      onOpen={(row) => onView({ row })}
      sort={view.order}
      onSort={(order) => onView({ order })}
      stale={stale}
      follow={zoo?.follow}
    />
  );
}
