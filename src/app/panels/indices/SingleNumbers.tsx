import { Indices } from '../../../views/indices/Indices';
import { Waits } from '../../Waits';
import type { Given } from '../panel';

/** How many answers differ between two networks, and whether the classes changed alike. */
export function SingleNumbers({ findings, dense, compressed, truth, classes, stale, zoo }: Given) {
  if (!truth)
    return (
      <Waits lab={zoo?.lab} of={['show']}>
        Loading the labels.
      </Waits>
    );
  return (
    <Indices
      findings={findings}
      dense={dense}
      compressed={compressed}
      truth={truth}
      classes={classes}
      stale={stale}
    />
  );
}
