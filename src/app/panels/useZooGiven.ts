import { useDeferredValue, useMemo, useState } from 'react';
import { isAnswered } from '../../model/experiment';
import type { Follow } from '../../views/follow/place';
import type { Address } from '../address';
import { sameQuestion } from '../lab/sameExperiment';
import type { Lab } from '../useLab';
import type { useSetters } from '../useSetters';
import type { ZooGiven } from './panel';
import type { PlacedChapter } from './placed';

type Now = {
  lab: Lab;
  address: Address | null;
  follow: Follow | undefined;
  argument: PlacedChapter[] | null;
};

/** Whether what is on screen is of another experiment, and the shipped answers to this one are on their way. */
export function awaitsShipped({ lab, address }: Pick<Now, 'lab' | 'address'>): boolean {
  const { zoo, comparison, problem, failures } = lab.state;
  if (!zoo || !comparison || !address || problem !== null || failures.length > 0) return false;
  const { experiment } = address;
  return isAnswered(zoo.offer, experiment) && !sameQuestion(comparison.experiment, experiment);
}

/**
 * The address that chapters show: of another experiment of the same dataset than the reader asks for, what is
 * opened within them is followed all the same.
 */
export function shownAddress(drawn: Address | null, latest: Address | null): Address | null {
  if (!drawn || !latest) return drawn;
  if (drawn.experiment === latest.experiment) return latest;
  if (drawn.experiment.data !== latest.experiment.data) return drawn;
  return { ...drawn, panels: latest.panels, gallery: latest.gallery };
}

/**
 * What chapters are given, and the chapters. They follow another experiment, and what the lab tells, once the
 * page has time for it: the slider and the sentence do not wait for them. What is opened within them is
 * followed at once. `isBehind` while they show an experiment that is left.
 */
export function useZooGiven(
  now: Now,
  active: boolean,
  { setExperiment, setPanels, setVersus, setGallery }: ReturnType<typeof useSetters>,
): { zooGiven: ZooGiven | null; argument: PlacedChapter[] | null; isBehind: boolean } {
  const latest = useMemo(
    () => ({ lab: now.lab, address: now.address, follow: now.follow, argument: now.argument }),
    [now.lab, now.address, now.follow, now.argument],
  );
  // Shipped answers are there in a moment: nothing is drawn anew for it.
  const [held, setHeld] = useState(latest);
  const isAwaited = awaitsShipped(now);
  if (!isAwaited && held !== latest) setHeld(latest);
  const drawn = useDeferredValue(isAwaited ? held : latest);
  const { lab, argument } = drawn;
  const isSame = drawn.address?.experiment === now.address?.experiment;
  const { follow } = isSame ? latest : drawn;
  const found = shownAddress(drawn.address, now.address);
  const { panels, gallery } = found ?? {};
  // Steps of the slider change the address, and nothing that chapters show of it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it is made of says whether it is the same
  const address = useMemo(() => found, [isSame ? found : drawn.address, panels, gallery]);
  const experiment = address?.experiment;
  const zooGiven = useMemo<ZooGiven | null>(() => {
    const { zoo, comparison, job } = lab.state;
    if (!zoo || !comparison || !experiment || !address || !follow) return null;
    return {
      lab,
      zoo,
      offer: zoo.offer,
      experiment,
      comparison,
      stale: !sameQuestion(comparison.experiment, experiment),
      settled: comparison.images === comparison.experiment.images && job === null,
      active,
      address,
      setExperiment,
      setPanels,
      setVersus,
      setGallery,
      follow,
    };
  }, [lab, experiment, address, active, setExperiment, setPanels, setVersus, setGallery, follow]);
  const [old, next] = [lab.state.comparison, now.lab.state.comparison];
  const isOther = old !== null && next !== null && !sameQuestion(old.experiment, next.experiment);
  return { zooGiven, argument, isBehind: !isSame || isOther };
}
