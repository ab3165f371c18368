import type { ReactNode } from 'react';

type CheckProps = {
  checked: boolean;
  onCheck: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
  /** What it says. */
  children: ReactNode;
};

/** A box to be ticked, with its words beside it. */
export function Check({ checked, onCheck, disabled, className, children }: CheckProps) {
  return (
    <label className={className}>
      <input
        type="checkbox"
        {...{ checked, disabled }}
        onChange={(event) => onCheck(event.currentTarget.checked)}
      />{' '}
      {children}
    </label>
  );
}
