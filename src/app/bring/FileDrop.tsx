import { type ReactNode, useEffect, useId, useState } from 'react';
import { messageOf } from '../../text/messageOf';
import type { OwnFile } from '../imports/protocol';
import { droppedFiles } from './dropped';
import { FileInput } from './FileInput';

/** A file that is dropped beside the places for it would take the place of the page. */
function refuseBeside(event: DragEvent): void {
  const isPlace = event.target instanceof Element && event.target.matches('input[type="file"]');
  if (isPlace || event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'none';
}

type Props = {
  /** What to do, in a few words. */
  label: string;
  testId: string;
  busy: boolean;
  onFiles: (files: OwnFile[]) => void;
  /** Whether a folder may be chosen too. */
  folder?: boolean;
  /** What may be chosen. */
  children: ReactNode;
};

/** Where files are dropped or chosen. */
export function FileDrop({ label, testId, busy, onFiles, folder = false, children }: Props) {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  useEffect(() => {
    const beside = ['dragover', 'drop'] as const;
    for (const kind of beside) window.addEventListener(kind, refuseBeside);
    return () => {
      for (const kind of beside) window.removeEventListener(kind, refuseBeside);
    };
  }, []);
  const take = (files: OwnFile[]) => {
    setProblem(null);
    onFiles(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the input inside does the same by keyboard
    <div
      className={`imports-drop${over ? ' imports-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!busy) droppedFiles(event.dataTransfer).then(take, (error) => setProblem(messageOf(error)));
      }}
    >
      <label htmlFor={id}>{label}</label>
      <FileInput id={id} testId={testId} busy={busy} onFiles={take} />
      {folder && (
        <>
          <label htmlFor={`${id}-folder`}>Or a folder</label>
          <FileInput
            id={`${id}-folder`}
            testId={`${testId}-folder`}
            busy={busy}
            onFiles={take}
            many="folder"
          />
        </>
      )}
      {problem && (
        <p className="imports-problem" role="alert">
          {problem}
        </p>
      )}
      <p className="imports-note">{children}</p>
    </div>
  );
}
