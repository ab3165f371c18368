import { type ReactNode, useState } from 'react';
import { Check } from '../../views/inputs/Check';

/** What is decided last of populations that are brought. */
type Making = {
  name: string;
  /** Whether each compressed network was made from a dense one. */
  paired: boolean;
};

type MakeFieldsProps = {
  /** The name where none is given. */
  suggested: string;
  canPair: boolean;
  ready?: boolean;
  busy: boolean;
  testId: string;
  /** What the button says. */
  action: string;
  onMake: (making: Making) => void;
  /** What else is asked, between pairs and name. */
  children?: ReactNode;
};

/**
 * The last fields before populations are compared: whether both sides are pairs, where they can be, what all
 * is called, and the button that starts.
 */
export function MakeFields({
  suggested,
  canPair,
  ready = true,
  busy,
  testId,
  action,
  onMake,
  children,
}: MakeFieldsProps) {
  const [paired, setPaired] = useState(false);
  const [name, setName] = useState(suggested);
  return (
    <>
      {canPair && ready && (
        <Check className="imports-check" checked={paired} onCheck={setPaired}>
          Each compressed network was made from the dense one of the same name, or, where names differ, of the
          same place in the order of names
        </Check>
      )}
      {children}
      <label className="imports-name">
        Name
        <input
          type="text"
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        className="imports-go"
        data-testid={testId}
        disabled={busy || !ready}
        onClick={() => onMake({ name: name.trim() || suggested, paired: paired && canPair })}
      >
        {action}
      </button>
    </>
  );
}
