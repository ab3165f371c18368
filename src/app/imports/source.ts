import { count } from '../../text/format';
import { sourceOf } from '../takeaway/provenance';
import type { OpenedImport } from './protocol';

/** The files of an import, named while they are few. */
export function filesPhrase(files: string[]): string {
  return files.length <= 3 ? files.join(', ') : `${files[0]} and ${count(files.length - 1)} more files`;
}

/** Where the figures of an import come from, in a line for pictures. */
export function importSource({ name, files, created, findings }: OpenedImport): string {
  return sourceOf(name, findings, `from ${filesPhrase(files)}, brought on ${created.slice(0, 10)}`);
}
