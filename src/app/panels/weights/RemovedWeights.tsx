import { useContext, useEffect } from 'react';
import { shippedVariant, variantOf } from '../../../model/experiment';
import { later } from '../../loading/later';
import { Drafted, type ZooGiven } from '../panel';

const Weights = later(() => import('../../../views/weights/Weights').then((file) => file.Weights));

/** The weights of one network, and which of them go; loaded when the chapter comes near. */
export function RemovedWeights({ lab, experiment, active, address, setPanels }: ZooGiven) {
  const drafted = useContext(Drafted);
  const { loadWeights } = lab;
  const loaded = lab.state.weights;
  const { members } = experiment;
  const { variant } = experiment;
  const ownId = variant === 'sparse' || variant === 'narrow' ? shippedVariant(experiment) : null;
  useEffect(() => {
    if (!active || members === 0) return;
    for (const id of ['dense', ownId]) {
      if (id && (loaded[id]?.members.length ?? 0) < members) loadWeights(id, members);
    }
  }, [active, members, ownId, loaded, loadWeights]);
  if (!loaded.dense) return <p className="shell-waiting">Loading the weights.</p>;
  return (
    <Weights
      dense={loaded.dense}
      own={(ownId && loaded[ownId]) || null}
      variant={variantOf(drafted === null ? experiment : { ...experiment, sparsity: drafted })}
      member={address.panels.network}
      onMember={(network) => setPanels({ network })}
    />
  );
}
