/**
 * Classes in files beside images, as WebDataset keeps them: 000001.png with 000001.cls, or with a 000001.json
 * that says its label (https://github.com/webdataset/webdataset).
 */
import { type ArchiveEntry, entryBytes } from '../archives/archiveEntry';
import { named } from '../check';
import { isShown } from '../tables/shownFile';
import { checkLabelled } from './classLabels';

type LabelsBeside = {
  className(path: string): string;
  /** The files that were read. */
  files: Set<string>;
  areNumbers: boolean;
  note: string;
};

const LARGEST_FILE = 1 << 20;
const KINDS = ['.cls', '.json'] as const;
/** Keys under which JSON says the class, the likeliest first. */
const KEYS = ['cls', 'label', 'class', 'target', 'class_id', 'label_id', 'class_name', 'label_name'];

/**
 * The classes of `images` by the files beside them among `paths`; null where there are none. Throws where
 * some images have one and others have none. `entries` gives the content of all, `inFolders` says whether
 * folders may be their classes.
 */
export async function labelsBeside(
  paths: string[],
  images: string[],
  entries: () => AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
  { file, inFolders, signal }: { file: string; inFolders: boolean; signal: AbortSignal | undefined },
): Promise<LabelsBeside | null> {
  const keys = new Set(images.flatMap((path) => keysOf(path)));
  for (const kind of KINDS) {
    const files = new Set(
      paths.filter(
        (path) => path.toLowerCase().endsWith(kind) && isShown(path) && keys.has(withoutType(path)),
      ),
    );
    const labels = files.size === 0 ? null : await labelsIn(files, kind, entries, { file, signal });
    if (!labels) continue;
    const labelOf = (path: string) => {
      const key = keysOf(path).find((each) => labels.has(each));
      return key === undefined ? undefined : labels.get(key);
    };
    const bare = images.filter((path) => labelOf(path) === undefined);
    // Folders are classes, and some images have notes.
    if (bare.length > 0 && kind === '.json' && inFolders) continue;
    if (bare.length > 0) {
      throw new Error(
        `${file}: expected a ${kind} file with the class beside every image, got none beside ` +
          `${bare.length} of ${images.length}, the first ${named(bare[0])}; add them, or leave those ` +
          'images out.',
      );
    }
    const areNumbers = images.every((path) => /^-?\d{1,9}$/.test(labelOf(path) ?? ''));
    if (areNumbers) {
      const numbers = images.map((path) => Number(labelOf(path)));
      checkLabelled(numbers, file, (image) => `beside ${named(images[image])}`);
    }
    return {
      className: (path) => (areNumbers ? `${Number(labelOf(path))}` : (labelOf(path) ?? '')),
      files,
      areNumbers,
      note: `The class of each image is in the ${kind} file beside it.`,
    };
  }
  return null;
}

/** The labels in files by their keys; null where the first JSON says none. */
async function labelsIn(
  files: Set<string>,
  kind: (typeof KINDS)[number],
  entries: () => AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
  { file, signal }: { file: string; signal: AbortSignal | undefined },
): Promise<Map<string, string> | null> {
  const labels = new Map<string, string>();
  for await (const entry of entries()) {
    signal?.throwIfAborted();
    if (!files.has(entry.name)) continue;
    const text = new TextDecoder().decode(await entryBytes(entry, LARGEST_FILE, file)).trim();
    const label = kind === '.cls' ? text : labelInJson(text);
    if (label === null && labels.size === 0) return null;
    if (label === null || label === '' || /[\r\n]/.test(label)) {
      const none = `no ${KEYS.slice(0, 4).join(', ')} in it`;
      const got = label === null ? none : label === '' ? 'nothing' : 'several lines';
      throw new Error(`${file}: expected a class in ${named(entry.name)}, got ${got}.`);
    }
    const key = withoutType(entry.name);
    const before = labels.get(key);
    if (before !== undefined && before !== label) {
      throw new Error(
        `${file}: expected one class of ${named(key)}, got ${named(before)} and ${named(label)}; give ` +
          'images names of their own.',
      );
    }
    labels.set(key, label);
  }
  return labels;
}

function labelInJson(text: string): string | null {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null) return null;
    const values = document as Record<string, unknown>;
    const key = KEYS.find((each) => Number.isInteger(values[each]) || typeof values[each] === 'string');
    return key === undefined ? null : `${values[key]}`.trim();
  } catch {
    return null;
  }
}

/** What files of one image have in common: its path without its type, or up to the first dot of its name. */
function keysOf(path: string): string[] {
  const dot = path.indexOf('.', path.lastIndexOf('/') + 1);
  return [withoutType(path), dot < 0 ? path : path.slice(0, dot)];
}

function withoutType(path: string): string {
  return path.replace(/\.[^./]*$/, '');
}
