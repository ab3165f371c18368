import { count } from '../../text/format';
import { isShown } from '../tables/shownFile';

/** What the paths of images say: the part that each is of, and its class; null where there is none. */
export type FolderLayout = {
  part(path: string): string | null;
  className(path: string): string | null;
  /** What was taken for granted, in words. */
  notes: string[];
};

/** Kinds of image files, by the ends of their names. */
const ENDINGS = {
  PNG: /\.png$/i,
  JPEG: /\.(jpe?g|jpe|jfif)$/i,
  GIF: /\.gif$/i,
  WebP: /\.webp$/i,
};

/** A kind of image file. */
export type ImageKind = keyof typeof ENDINGS;

/** All kinds that are read in the page. */
export const IMAGE_KINDS: readonly ImageKind[] = ['PNG', 'JPEG', 'GIF', 'WebP'];
const PART =
  /^(train|training|test|testing|val|valid|validation|eval|evaluation|dev)([-_ ](set|data|split|images?))?$/i;
/** Folders that say no more than that images are in them. */
const PLAIN = /^(images?|imgs?|pictures?|photos?|jpe?gs?|pngs?)$/i;

/** Whether a path is of an image file of these kinds that is shown. */
export function isImagePath(path: string, kinds = IMAGE_KINDS): boolean {
  return kinds.some((kind) => ENDINGS[kind].test(path)) && isShown(path);
}

/** Kinds of image files in words: "PNG, JPEG, GIF or WebP". */
export function kindWords(kinds: readonly ImageKind[], last: 'and' | 'or'): string {
  return `${kinds.slice(0, -1).join(', ')} ${last} ${kinds.at(-1)}`;
}

/** The part that a name of a folder, or of a file that begins so, says; null where it says none. */
export function partOfName(name: string): string | null {
  return PART.test(name) ? name : null;
}

/**
 * The part that a file is of by its name (train-00000-of-00002.parquet, cifar10-test.tar.gz) or by the
 * folders above it; empty where neither says one.
 */
export function filePart(path: string): string {
  const folders = path.split('/');
  const words = folders.pop()?.split(/[-_. ]/) ?? [];
  const found = folders.find((name) => partOfName(name)) ?? words.find((word) => partOfName(word));
  return found ?? '';
}

/**
 * How folders tell parts and classes of images apart. A folder called train, testing or validation is a part,
 * unless it is one among other classes. The class is the folder that holds an image; where all of these are
 * called "images" or the like, the one above.
 */
export function folderLayout(paths: string[]): FolderLayout {
  const images = paths.filter((path) => isImagePath(path)).map((path) => path.split('/').slice(0, -1));
  const holders = images.map((folders) => folders.at(-1) ?? '');
  const above = images.some((folders) => folders.slice(0, -1).some((name) => PART.test(name)));
  const isPartAlone = above || holders.every((name) => PART.test(name));
  const holdsPlainly =
    images.length > 0 &&
    holders.every((name) => PLAIN.test(name)) &&
    new Set(images.map((folders) => folders.at(-2))).size > 1;
  const depth = holdsPlainly ? 2 : 1;
  const partAt = (folders: string[]) =>
    folders.findIndex((name, at) => PART.test(name) && (isPartAlone || at < folders.length - 1));
  return {
    part(path) {
      const folders = path.split('/').slice(0, -1);
      return folders[partAt(folders)] ?? null;
    },
    className(path) {
      const folders = path.split('/').slice(0, -1);
      const at = folders.length - depth;
      return at < 0 || at === partAt(folders) ? null : folders[at];
    },
    notes: holdsPlainly
      ? [`Every image is in a folder called ${holders[0]}: the folder above it is its class.`]
      : [],
  };
}

/** Files of other kinds than those that are read, by the end of their names, in words; null where all are. */
export function passedOver(paths: string[], kinds = IMAGE_KINDS): string | null {
  const counts = new Map<string, number>();
  for (const path of paths) {
    if (!isShown(path) || isImagePath(path, kinds) || path.endsWith('/')) continue;
    const type = /\.[^./]{1,12}$/.exec(path)?.[0].toLowerCase() ?? '';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  if (counts.size === 0) return null;
  const most = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = most.slice(0, 4).map(([type, files]) => `${count(files)} ${type || 'without a type'}`);
  const others = most.slice(4).reduce((sum, [, files]) => sum + files, 0);
  const list = others > 0 ? [...shown, `${count(others)} others`] : shown;
  const all = most.reduce((sum, [, files]) => sum + files, 0);
  const what = all === 1 ? 'file is' : 'files are';
  return (
    `${count(all)} ${what} left out, because only ${kindWords(kinds, 'and')} are read: ` +
    `${list.join(', ')}.`
  );
}
