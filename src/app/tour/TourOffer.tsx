import { useState } from 'react';
import { word } from '../../text/format';
import { TOUR } from './addresses';
import { remember, remembered } from './remembered';

/**
 * Offers the tour: to who is new, in a line that can be declined; later as a plain button, which goes on
 * where the reader was.
 */
export function TourOffer({ open, onStart }: { open: boolean; onStart: (step: number) => void }) {
  // What is remembered changes while the tour is open, and by declining.
  const [, decline] = useState(false);
  const known = remembered();
  if (open) return null;
  const isNew = known === 'new';
  const step = typeof known === 'number' ? Math.min(known, TOUR.length) : 1;
  return (
    <p className="tour-offer" data-testid="tour-offer">
      {isNew && `New here? A tour of ${word(TOUR.length)} steps, about five minutes. `}
      <button type="button" id="tour-start" onClick={() => onStart(step)}>
        {step > 1 ? `Go on with the tour, step ${step} of ${TOUR.length}` : 'Take the tour'}
      </button>
      {isNew && (
        <button
          type="button"
          onClick={() => {
            remember('no');
            decline(true);
          }}
        >
          Not now
        </button>
      )}
    </p>
  );
}
