import { useMemo } from 'react';
import { NetworkFigure } from '../../../views/network/NetworkFigure';
import { keptIn } from '../../../views/network/rows';
import type { ZooGiven } from '../panel';
import { useShownVariant } from './useShownVariant';
import { useWeights } from './useWeights';

/** The layers of the network that is looked at, and what is left of each. */
export function LayersOfNetwork(given: ZooGiven) {
  const { experiment, address } = given;
  const variant = useShownVariant(experiment);
  const { dense, own } = useWeights(given);
  const shown = own ?? dense;
  const member = Math.max(0, Math.min(address.panels.network, (shown?.members.length ?? 1) - 1));
  const keptOf = useMemo(() => shown && keptIn(shown, member, variant), [shown, member, variant]);
  if (!shown) return <p className="shell-waiting">Loading the weights.</p>;
  return <NetworkFigure architecture={shown.architecture} keptOf={keptOf} />;
}
