/** What a reader drops on the page. */
import type { OwnFile } from '../imports/protocol';
import { ownFiles } from './FileInput';

/**
 * What was dropped: files, and all files of folders by their paths. Throws one sentence where the browser
 * gives none of them.
 */
export async function droppedFiles({
  items,
  files,
}: Pick<DataTransfer, 'items' | 'files'>): Promise<OwnFile[]> {
  // What was dropped is there until the first wait alone.
  const entries = [...items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory)) return ownFiles(files);
  return (await Promise.all(entries.map((entry) => entry && filesOf(entry, entry.name)))).flatMap(
    (found) => found ?? [],
  );
}

async function filesOf(entry: FileSystemEntry, path: string): Promise<OwnFile[]> {
  if (entry.isFile) {
    const content = await given<File>(path, (...then) => (entry as FileSystemFileEntry).file(...then));
    return [{ path, content }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives a part of the entries at a time, and none at the end.
    const some = await given<FileSystemEntry[]>(path, (...then) => reader.readEntries(...then));
    if (some.length === 0) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map((each) => filesOf(each, `${path}/${each.name}`)))).flat();
}

async function given<T>(
  path: string,
  ask: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void,
): Promise<T> {
  try {
    return await new Promise<T>(ask);
  } catch {
    throw new Error(
      `${path}: expected to read what was dropped, got no access; choose it with the buttons here instead.`,
    );
  }
}
