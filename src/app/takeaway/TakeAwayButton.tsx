import { lazy, Suspense, useState } from 'react';
import { PanelBoundary } from '../PanelBoundary';
import type { Lab } from '../useLab';

const TakeAwayDialog = lazy(() =>
  import('./TakeAwayDialog').then((view) => ({ default: view.TakeAwayDialog })),
);

/** Opens what can be taken away, once there is something. */
export function TakeAwayButton({ lab }: { lab: Lab }) {
  const [open, setOpen] = useState(false);
  const ready = lab.state.comparison !== null && lab.state.shard !== null;
  return (
    <span>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        disabled={!ready}
        onClick={() => setOpen(true)}
      >
        Take it away
      </button>
      {open && (
        <PanelBoundary name="Take it away">
          <Suspense fallback={null}>
            <TakeAwayDialog lab={lab} onClose={() => setOpen(false)} />
          </Suspense>
        </PanelBoundary>
      )}
    </span>
  );
}
