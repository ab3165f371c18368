import { Classes } from '../../../views/classes/Classes';
import type { With } from '../once';

/** What every class lost, beyond what the model lost. */
export function ClassImpacts({ findings, classes, truth, stale, view, onView, zoo }: With<'truth'>) {
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
