/** Which arrays of an npz file are images, their labels, and names of classes, by the names of the arrays. */
import type { ArchiveEntry } from '../archives/archiveEntry';
import { partOfName } from './folderLayout';

/** Images of one part with their labels; `part` is empty where no name says one. */
export type NpzSet = { part: string; images: ArchiveEntry; labels: ArchiveEntry | null };

/** numpy.savez(FILE, images, labels) calls arrays so. */
export const UNNAMED = ['arr_0', 'arr_1'];

const IMAGES = ['images', 'image', 'imgs', 'img', 'x', 'data', UNNAMED[0]];
const LABELS = ['labels', 'label', 'y', 'targets', 'target', UNNAMED[1]];
const NAMES = ['classes', 'class_names', 'names'];

/**
 * The sets of images among the arrays of an npz file: `images` and `labels`, `x_test` and `y_test` as Keras
 * saves MNIST, `test_images` and `test_labels` as MedMNIST does. Of two arrays that say the same, the one
 * whose name comes first in the list counts. Labels of another part (y_train of x_test) are not used. `names`
 * are the names of classes, `others` the arrays that are none of these.
 */
export function npzSets(entries: ArchiveEntry[]): {
  sets: NpzSet[];
  names: ArchiveEntry | null;
  others: string[];
} {
  const told = entries.map((entry) => ({ entry, ...partAndKind(arrayName(entry)) }));
  const names = told.find(({ part, kind }) => part === '' && NAMES.includes(kind))?.entry ?? null;
  const best = (part: string | null, kinds: string[]) =>
    told
      .filter((each) => (part === null || each.part === part) && kinds.includes(each.kind))
      .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))[0]?.entry ?? null;
  // Labels of no part are those of the only images, and so are those of a part whose images say none.
  const lone = (part: string) => {
    const found = told.filter(({ kind }) => LABELS.includes(kind));
    const isOne = new Set(found.map((each) => each.part)).size === 1;
    return isOne && (part === '' || found[0].part === '') ? best(null, LABELS) : null;
  };
  const parts = [...new Set(told.filter(({ kind }) => IMAGES.includes(kind)).map(({ part }) => part))];
  const sets = parts.flatMap((part): NpzSet[] => {
    const images = best(part, IMAGES);
    const labels = best(part, LABELS) ?? (parts.length === 1 ? lone(part) : null);
    return images
      ? [{ part: part === '' && parts.length > 1 ? arrayName(images) : part, images, labels }]
      : [];
  });
  const used = new Set([names, ...sets.flatMap(({ images, labels }) => [images, labels])]);
  return { sets, names, others: entries.filter((entry) => !used.has(entry)).map(arrayName) };
}

/** The name of an array without its type. */
export function arrayName({ name }: ArchiveEntry): string {
  return name.replace(/\.npy$/, '');
}

function partAndKind(name: string): { part: string; kind: string } {
  const words = name.toLowerCase().split(/[-_. ]/);
  const at = words.findIndex((word) => partOfName(word) !== null);
  if (at < 0) return { part: '', kind: words.join('_') };
  return { part: words[at], kind: words.filter((_, place) => place !== at).join('_') };
}
