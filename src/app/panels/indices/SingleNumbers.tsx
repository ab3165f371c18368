import { Indices } from '../../../views/indices/Indices';
import type { Given } from '../panel';

/** How many answers differ between two networks, and whether the classes changed alike. */
export function SingleNumbers({ findings, dense, compressed, truth, classes, stale }: Given) {
  if (!truth) return <p className="shell-waiting">Loading the labels.</p>;
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
