import { Classes } from '../../../views/classes/Classes';
import type { Given } from '../panel';

/** What every class lost, beyond what the model lost. */
export function ClassImpacts({ findings, classes, truth, stale, view, onView, zoo }: Given) {
  if (!truth) return <p className="shell-waiting">Loading the labels.</p>;
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
