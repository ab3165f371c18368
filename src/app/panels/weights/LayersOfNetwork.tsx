import { useContext } from 'react';
import { variantOf } from '../../../model/experiment';
import { NetworkFigure } from '../../../views/network/NetworkFigure';
import { keptIn } from '../../../views/network/rows';
import { Drafted, type ZooGiven } from '../panel';
import { useWeights } from './useWeights';

/** The layers of the network that is looked at, and what is left of each. */
export function LayersOfNetwork(given: ZooGiven) {
  const { experiment, address } = given;
  const drafted = useContext(Drafted);
  const { dense, own } = useWeights(given);
  if (!dense) return <p className="shell-waiting">Loading the weights.</p>;
  const variant = variantOf(drafted === null ? experiment : { ...experiment, sparsity: drafted });
  const shown = own ?? dense;
  const member = Math.max(0, Math.min(address.panels.network, shown.members.length - 1));
  return <NetworkFigure architecture={shown.architecture} keptOf={keptIn(shown, member, variant)} />;
}
