import { useState } from 'react';
import { useNewVersion } from './newVersion';
import { OpenNewVersion } from './OpenNewVersion';

/** Offers a newer version of the page once there is one; nothing changes until the reader takes it. */
export function NewVersion() {
  const isThere = useNewVersion();
  const [isPutOff, setPutOff] = useState(false);
  return (
    <div role="status" className="shell-version" data-testid="new-version">
      {isThere && !isPutOff && (
        <p>
          A new version of this page is there. This one goes on as it is until you open the other; the address
          stays the same, and what was computed here is computed anew. <OpenNewVersion />{' '}
          <button type="button" onClick={() => setPutOff(true)}>
            Later
          </button>
        </p>
      )}
    </div>
  );
}
