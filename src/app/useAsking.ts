import { useEffect, useRef } from 'react';
import { type Experiment, isAnswered, isCostly, type Offer } from '../model/experiment';
import type { Lab } from './useLab';

/**
 * Asks the lab for the experiment of the address whenever it is another; `onAsked` hears of it. Nothing runs
 * where `needsImages`: images are still to be brought.
 */
export function useAsking(
  { show, run, cancel, openDevice, state: { comparison, opened } }: Lab,
  experiment: Experiment | null,
  offer: Offer | null,
  needsImages: boolean,
  onAsked: () => void,
): void {
  const question = experiment ? JSON.stringify(experiment) : null;
  const asked = useRef<{ question: string; opened: number; variant: Experiment['variant'] } | null>(null);
  useEffect(() => {
    if (!experiment || !offer || !question || experiment.data !== offer.data) return;
    const before = asked.current;
    if (before?.question === question && before.opened === opened) return;
    asked.current = { question, opened, variant: experiment.variant };
    onAsked();
    cancel();
    show(experiment);
    // An address asks for what it says. To pass by a choice is not to ask for it: what takes long waits for
    // the button.
    const waits = before !== null && isCostly(experiment, before.variant !== experiment.variant);
    if (!isAnswered(offer, experiment) && !waits && !needsImages) run(experiment, true);
  }, [experiment, offer, question, opened, needsImages, cancel, show, run, onAsked]);

  const ready = comparison !== null;
  const choice = experiment?.device;
  useEffect(() => {
    if (ready && choice) openDevice(choice);
  }, [ready, choice, openDevice]);
}
