import { goTo } from '../goTo';
import { later } from '../loading/later';
import { PanelBoundary } from '../PanelBoundary';
import type { ZooGiven } from '../panels/panel';

const TourPanel = later(() => import('./TourPanel').then((file) => file.TourPanel));

/** Goes to a step of the tour, on the dataset that is open. */
export function goToStep(step: number): void {
  const data = new URLSearchParams(location.search).get('data');
  goTo(`tour=${step}${data ? `&data=${encodeURIComponent(data)}` : ''}`);
}

/** The tour where it is on; ending it leaves the page as it is, and the focus where it began. */
export function Tour({ zoo, onEnd }: { zoo: ZooGiven; onEnd: () => void }) {
  const { tour } = zoo.address;
  if (tour === null) return null;
  const end = () => {
    onEnd();
    requestAnimationFrame(() => document.getElementById('tour-start')?.focus());
  };
  return (
    <PanelBoundary name="The tour" waiting={null}>
      <TourPanel step={tour} zoo={zoo} onStep={goToStep} onEnd={end} />
    </PanelBoundary>
  );
}
