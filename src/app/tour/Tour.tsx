import { goTo } from '../goTo';
import { later } from '../loading/later';
import { PanelBoundary } from '../PanelBoundary';
import type { ZooGiven } from '../panels/panel';
import type { Guesses } from './guesses';

const TourPanel = later(() => import('./TourPanel').then((file) => file.TourPanel));

/** Goes to a step of the tour, on the dataset that is open. */
export function goToStep(step: number): void {
  const data = new URLSearchParams(location.search).get('data');
  goTo(`tour=${step}${data ? `&data=${encodeURIComponent(data)}` : ''}`);
}

type TourProps = {
  zoo: ZooGiven;
  guesses: Guesses;
  onGuess: (step: number, guess: Guesses[number]) => void;
  onEnd: () => void;
};

/** The tour where it is on; ending it leaves the page as it is, and the focus where it began. */
export function Tour({ zoo, guesses, onGuess, onEnd }: TourProps) {
  const { tour } = zoo.address;
  if (tour === null) return null;
  const end = () => {
    onEnd();
    requestAnimationFrame(() => document.getElementById('tour-start')?.focus());
  };
  return (
    <PanelBoundary name="The tour" waiting={null}>
      <TourPanel step={tour} {...{ zoo, guesses, onGuess }} onStep={goToStep} onEnd={end} />
    </PanelBoundary>
  );
}
