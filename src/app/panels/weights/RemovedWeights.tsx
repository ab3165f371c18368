import { shippedVariant } from '../../../model/experiment';
import { later } from '../../loading/later';
import { Waits } from '../../Waits';
import type { ZooGiven } from '../panel';
import { useShownVariant } from './useShownVariant';
import { useWeights } from './useWeights';

const Weights = later(() => import('../../../views/weights/Weights').then((file) => file.Weights));

/** The weights of one network, and which of them go; loaded when the chapter comes near. */
export function RemovedWeights(given: ZooGiven) {
  const { experiment, address, setPanels } = given;
  const variant = useShownVariant(experiment);
  const { dense, own } = useWeights(given);
  if (!dense)
    return (
      <Waits lab={given.lab} of={['weights dense']}>
        Loading the weights.
      </Waits>
    );
  return (
    <>
      <Waits lab={given.lab} of={['weights dense', `weights ${shippedVariant(experiment)}`]} />
      <Weights
        dense={dense}
        own={own}
        variant={variant}
        member={address.panels.network}
        onMember={(network) => setPanels({ network })}
      />
    </>
  );
}
