// The networks that an experiment compares, for what is asked of them beside a run.
import type { Both } from '../../audit/findings';
import type { Experiment } from '../../model/experiment';
import { variantOf } from '../../model/experiment';
import type { Population } from '../../model/population';
import { isMade } from '../../model/variant';
import type { Bench } from './bench';
import { createMeter } from './meter';

/** What of an experiment decides its networks. */
const keyOf = ({ images: _, ties: __, ...experiment }: Experiment) => JSON.stringify(experiment);

/**
 * Gives both populations of an experiment, those made here made once more, fine-tuned ones from what is kept;
 * the last are kept for the next question.
 */
export function createNetworks(
  bench: () => Promise<Bench>,
): (experiment: Experiment) => Promise<Both<Population>> {
  let last: { key: string; zoo: Bench['zoo']; both: Promise<Both<Population>> } | null = null;
  const make = async (here: Bench, experiment: Experiment): Promise<Both<Population>> => {
    const { comparedPopulations } = await import('./populations');
    const { signal } = new AbortController();
    if (isMade(variantOf(experiment))) await here.devices.use(experiment.device, signal);
    const trained = await here.zoo.population('dense', experiment.members);
    const { dense, compressed } = await comparedPopulations(
      here,
      trained,
      experiment,
      signal,
      createMeter(1, () => {}),
    );
    return { dense, compressed };
  };
  return async (experiment) => {
    const here = await bench();
    const key = keyOf(experiment);
    if (last?.key !== key || last.zoo !== here.zoo) {
      const both = make(here, experiment);
      last = { key, zoo: here.zoo, both };
      both.catch(() => {
        last = null;
      });
    }
    return last.both;
  };
}
