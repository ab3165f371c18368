import { useEffect } from 'react';
import { LongTailPanel } from '../../../views/longTail/LongTailPanel';
import type { ImportPanelProps } from './importPanels';

/** Whether an import's PIEs fall on the classes with few training images, once these are counted. */
export function ImportedTail({ imported, answers: { tail }, onAsk }: ImportPanelProps) {
  const { id, classNames, extras } = imported;
  const missing = tail === undefined && extras.training !== null;
  useEffect(() => {
    if (missing) onAsk({ kind: 'tail', id });
  }, [missing, id, onAsk]);
  if (!tail) return <p className="shell-waiting">Counting PIEs by class.</p>;
  return (
    <LongTailPanel
      tail={tail.tail}
      classes={classNames}
      note={extras.training && `counted in ${extras.training.file}`}
    />
  );
}
