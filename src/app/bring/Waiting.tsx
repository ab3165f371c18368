import { count, noun } from '../../text/format';

/** Says of files of which one was refused that the others are kept for the corrected one. */
export function Waiting({ files }: { files: { path: string }[] }) {
  if (files.length === 0) return null;
  return (
    ' The ' +
    `${files.length === 1 ? 'other file' : `other ${count(files.length)} ${noun(files.length, 'file')}`} ` +
    `chosen with it ${files.length === 1 ? 'waits' : 'wait'} for the corrected one: choose that ` +
    'alone.'
  );
}
