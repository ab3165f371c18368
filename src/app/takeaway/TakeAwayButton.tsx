import { type ReactNode, useState } from 'react';
import { PanelBoundary } from '../PanelBoundary';

type TakeAwayButtonProps = { ready: boolean; className?: string; children: (close: () => void) => ReactNode };

/**
 * Opens what can be taken away, once there is something; `children` draws it, and is told how to close it.
 */
export function TakeAwayButton({ ready, className, children }: TakeAwayButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <span>
      <button
        type="button"
        className={className}
        aria-haspopup="dialog"
        aria-expanded={open}
        disabled={!ready}
        onClick={() => setOpen(true)}
      >
        Take it away
      </button>
      {open && (
        <PanelBoundary name="Take it away" waiting={null}>
          {children(() => setOpen(false))}
        </PanelBoundary>
      )}
    </span>
  );
}
