import { useEffect } from 'react';
import type { ImportAnswer } from '../protocol';
import type { ImportPanelProps } from './importPanels';

/** The populations of an import, audited; asked for when they are missing, and null until they are there. */
export function useLevels({
  imported: { id },
  answers,
  onAsk,
}: ImportPanelProps): Extract<ImportAnswer, { kind: 'levels' }> | null {
  const levels = answers.levels ?? null;
  const missing = levels === null;
  useEffect(() => {
    if (missing) onAsk({ kind: 'levels', id });
  }, [missing, id, onAsk]);
  return levels;
}
