import { useState } from 'react';
import { openNewVersion } from './newVersion';

/**
 * The button that opens the newer version of the page; it says where that fails, and can be pressed again.
 */
export function OpenNewVersion({ label = 'Open the new version' }: { label?: string }) {
  const [state, setState] = useState<'ready' | 'opening' | 'failed'>('ready');
  const open = () => {
    setState('opening');
    openNewVersion().catch(() => setState('failed'));
  };
  return (
    <>
      <button type="button" disabled={state === 'opening'} onClick={open}>
        {state === 'opening' ? 'Fetching the new version' : label}
      </button>
      {state === 'failed' && (
        <span role="status"> It could not be fetched whole; this page stays. Try again in a while.</span>
      )}
    </>
  );
}
