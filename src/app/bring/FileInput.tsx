import type { OwnFile } from '../imports/protocol';

/** The files of a list, by their path where a folder was chosen. */
export function ownFiles(list: FileList | null): OwnFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, content: file }));
}

type FileInputProps = {
  id: string;
  testId?: string;
  accept?: string;
  busy: boolean;
  onFiles: (files: OwnFile[]) => void;
  many?: 'one' | 'files' | 'folder';
};

/** Where one file, several, or all of a folder are chosen; the same may be chosen again afterwards. */
export function FileInput({ id, testId, accept, busy, onFiles, many = 'files' }: FileInputProps) {
  return (
    <input
      id={id}
      type="file"
      accept={accept}
      multiple={many !== 'one'}
      disabled={busy}
      data-testid={testId}
      ref={(input) => {
        if (many === 'folder') input?.setAttribute('webkitdirectory', '');
      }}
      onChange={({ currentTarget }) => {
        const files = ownFiles(currentTarget.files);
        currentTarget.value = '';
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}
