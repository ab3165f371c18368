/** Files of npz, looked at and not yet read: one, or several that are parts of one set. */
import type { ByteSource } from '../bytes/source';
import { filePart } from './folderLayout';
import { type NpzImages, npzImages, npzParts } from './npzImages';
import type { ImageFiles } from './openedImages';
import { inOrder } from './parts';
import { transposedNote } from './transposed';

/** A set of images: the file, the part that it is called, and what it is called within the file. */
type Part = { source: ByteSource; part: string; within: string };

/** Looks at npz files. Parts are told by the names of the files, or of the arrays in them. */
export async function npzFiles(sources: ByteSource[]): Promise<ImageFiles> {
  const all: Part[] = [];
  for (const source of sources) {
    const within = await npzParts(source);
    const own = filePart(source.file);
    for (const each of within) {
      all.push({ source, part: within.length === 1 && own !== '' ? own : each, within: each });
    }
  }
  const parts = inOrder([...new Set(all.map(({ part }) => part))]);
  if (all.length > 1 && parts.length < all.length) {
    throw new Error(
      `${sources[0].file}: expected one npz file, or some whose names say which part each is ` +
        `(train.npz, test.npz), got ${sources.length}; choose one.`,
    );
  }
  const looked = await Promise.all(
    all.map(({ source, within }) =>
      // What is wrong with it is told when its images are read.
      npzImages(source, within).catch(() => null),
    ),
  );
  const counts = Object.fromEntries(
    all.flatMap(({ part }, at) => (looked[at] ? [[part, looked[at].layout.count] as const] : [])),
  );
  const notes = looked.flatMap((found, at) => (found ? notesOn(all[at], found) : []));
  return {
    file: sources[0].file,
    kind: 'npz',
    counts,
    parts,
    labels: [],
    notes: [...new Set(notes)],
    advice: 'add an array labels',
    open: ({ part }) => {
      const { source, within } = all.find((each) => each.part === (part ?? parts[0])) ?? all[0];
      return npzImages(source, within);
    },
  };
}

function notesOn({ source, within }: Part, { notes, layout, numbers }: NpzImages): string[] {
  const transposed = transposedNote([source.file, within], layout.extent, numbers);
  return transposed === null ? notes : [...notes, transposed];
}
