import { later } from '../../loading/later';
import { Waits } from '../../Waits';
import type { ZooGiven } from '../panel';
import { useWeights } from './useWeights';

const Weights = later(() => import('../../../views/weights/Weights').then((file) => file.Weights));

/** The weights of one network, and which of them go; counted when the chapter comes near. */
export function RemovedWeights(given: ZooGiven) {
  const { weights, stale } = useWeights(given);
  return (
    <>
      <Waits lab={given.lab} of={['weights']}>
        {weights === null && 'Loading the weights.'}
      </Waits>
      {weights && (
        <Weights
          {...weights}
          member={Math.min(given.address.panels.network, weights.members.length - 1)}
          variant={weights.asked.variant}
          stale={stale}
          onMember={(network) => given.setPanels({ network })}
        />
      )}
    </>
  );
}
