import { NetworkFigure } from '../../../views/network/NetworkFigure';
import { keptIn } from '../../../views/network/rows';
import { Waits } from '../../Waits';
import type { ZooGiven } from '../panel';
import { useWeights } from './useWeights';

/** The layers of the network that is looked at, and what is left of each. */
export function LayersOfNetwork(given: ZooGiven) {
  const { weights } = useWeights(given);
  if (!weights) {
    return (
      <Waits lab={given.lab} of={['weights']}>
        Loading the weights.
      </Waits>
    );
  }
  const { architecture } = weights.own ?? weights.dense;
  return <NetworkFigure architecture={architecture} keptOf={keptIn(weights.left)} />;
}
