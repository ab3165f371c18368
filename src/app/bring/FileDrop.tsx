import { type ReactNode, useId, useState } from 'react';
import type { OwnFile } from '../imports/protocol';
import { FileInput, ownFiles } from './FileInput';

/** What was dropped: files, and all files of folders by their paths. */
async function droppedFiles({ items, files }: DataTransfer): Promise<OwnFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return ownFiles(files);
  return (await Promise.all(entries.map((entry) => entry && filesOf(entry, entry.name)))).flatMap(
    (found) => found ?? [],
  );
}

async function filesOf(entry: FileSystemEntry, path: string): Promise<OwnFile[]> {
  if (entry.isFile) {
    const content = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path, content }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives a part of the entries at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map((each) => filesOf(each, `${path}/${each.name}`)))).flat();
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
  const id = useId();
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
        if (!busy) droppedFiles(event.dataTransfer).then(onFiles);
      }}
    >
      <label htmlFor={id}>{label}</label>
      <FileInput id={id} testId={testId} busy={busy} onFiles={onFiles} />
      {folder && (
        <>
          <label htmlFor={`${id}-folder`}>Or a folder</label>
          <FileInput
            id={`${id}-folder`}
            testId={`${testId}-folder`}
            busy={busy}
            onFiles={onFiles}
            many="folder"
          />
        </>
      )}
      <p className="imports-note">{children}</p>
    </div>
  );
}
