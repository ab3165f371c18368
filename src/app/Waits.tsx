import type { ReactNode } from 'react';
import { purposeOf } from './lab/labState';
import type { Lab } from './useLab';

type WaitsProps = {
  /** Left out of an import, of which nothing is fetched. */
  lab: Lab | undefined;
  /** What the requests that bring it are for. */
  of: string[];
  /** Left out, nothing is said while it is on its way. */
  children?: ReactNode;
};

/**
 * What a panel waits for, in words; where that could not be had, why, and a button that asks for it again.
 */
export function Waits({ lab, of: wanted, children }: WaitsProps) {
  const failures = lab?.state.failures.filter(({ request }) => wanted.includes(purposeOf(request))) ?? [];
  if (!lab || failures.length === 0) return children ? <p className="shell-waiting">{children}</p> : null;
  return (
    <p className="shell-waiting" role="alert" data-testid="not-had">
      {failures[0].message}{' '}
      <button
        type="button"
        onClick={() => {
          for (const { request } of failures) lab.askAgain(request);
        }}
      >
        Try again
      </button>
    </p>
  );
}
