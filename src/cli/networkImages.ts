/** Images for one's own networks: a zoo's, or those of files and folders, fitted to the networks' input. */

import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { inflate } from '../formats/bytes/gzip';
import { named } from '../formats/check';
import { openImageFiles } from '../formats/images/imageFiles';
import { collectImages } from '../formats/images/imageSet';
import { fileKind } from '../formats/kinds/formats';
import { LARGEST_TABLE } from '../formats/limits';
import { readLabelFile } from '../formats/predictions/labelFile';
import type { InputShape } from '../model/architecture';
import type { Shard } from '../model/shard';
import { decodeImages } from './decodeImages';
import { openFile, readBytes } from './files';
import { type Flags, UsageError } from './flags';

/**
 * Images with their ids; whether the true classes are known, and stand in the order of their names for want
 * of another.
 */
export type RunImages = {
  shard: Shard;
  ids: (number | string)[];
  isLabelled: boolean;
  byName: boolean;
  said: string[];
  /** The parts of the set, of which one was read. */
  parts: string[];
};

const MOST_FILES = 200_000;

/** All files of a folder, or the file, by their path within it. */
export async function chosenFiles(path: string): Promise<{ path: string; content: Blob }[]> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const paths = isFolder
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() || entry.isSymbolicLink())
        .map((entry) => join(entry.parentPath, entry.name))
        // A link may be to a file, to a folder or to nothing.
        .filter((each) => statSync(each, { throwIfNoEntry: false })?.isFile())
        .sort()
    : [path];
  if (paths.length > MOST_FILES)
    throw new Error(`${path}: expected at most ${MOST_FILES} files, got ${paths.length}.`);
  const files = [];
  // Of a hidden folder that is named, all is meant.
  const folder = basename(resolve(path)).replace(/^\.+/, '');
  for (const each of paths) {
    const name = isFolder ? `${folder}/${relative(path, each).replaceAll('\\', '/')}` : basename(each);
    files.push({ path: name, content: await openFile(each) });
  }
  return files;
}

/** Of the parts of a set (train, test) the one that is wanted; the first is the likeliest to be tested on. */
export type ChoosePart = (parts: string[]) => string | null;

/** The part that --part names, else the first. */
export function partAsked(flags: Flags): ChoosePart {
  const wanted = flags.get('part');
  return (parts) => {
    if (wanted === undefined) return parts[0] ?? null;
    if (parts.includes(wanted)) return wanted;
    const there = parts.map(named).join(', ') || 'images of no part';
    throw new UsageError(
      `Expected --part with a part that is there, got "${named(wanted)}" beside ${there}.`,
    );
  };
}

/** Reads images of `path` in any form that the page reads, GIF and WebP apart, which are not decoded here. */
export async function ownImages(
  path: string,
  input: InputShape,
  { labels: labelsPath, part: partOf }: { labels?: string; part: ChoosePart },
): Promise<RunImages> {
  const files = await chosenFiles(path);
  const labelFile = labelsPath === undefined ? null : await readBytes(labelsPath);
  const areIdx = labelFile !== null && (await isIdx(labelFile, labelsPath!));
  const opened = await openImageFiles(
    // Labels of IDX stand in a file of their own.
    areIdx ? [...files, { path: basename(labelsPath!), content: new Blob([labelFile]) }] : files,
    decodeImages,
  );
  const part = partOf(opened.parts);
  const { images, classes, names, byName } = await opened.open({ part, labels: opened.labels[0] ?? null });
  const set = await collectImages(images, { file: path, target: input, ...(classes && { classes }) });
  const said = [
    `${path}: ${opened.kind}, ${set.count} ` +
      `images${part ? ` of the part "${named(part)}" (of ${opened.parts.map(named).join(', ')})` : ''}; ` +
      `${set.fitted}.`,
    ...opened.notes.map((each) => `${path}: ${each}`),
  ];
  const called = names?.() ?? set.classes;
  const labels = labelFile && !areIdx ? await labelsOf(labelFile, labelsPath!, set.ids) : null;
  const shard: Shard = {
    ...set,
    id: path,
    classes: labels?.classes ?? called,
    labels: labels?.codes ?? set.labels ?? new Uint16Array(set.count),
  };
  const isLabelled = labels !== null || set.labels !== null;
  return {
    shard,
    ids: set.ids,
    isLabelled,
    byName: labels === null ? byName : labels.byName,
    said,
    parts: opened.parts,
  };
}

/** Whether a file, gzipped or not, is IDX. */
async function isIdx(bytes: Uint8Array<ArrayBuffer>, file: string): Promise<boolean> {
  const content = await inflate(bytes, LARGEST_TABLE, file);
  return fileKind(content) === 'idx';
}

/** The true class of each image by a file of image_id and label. */
async function labelsOf(bytes: Uint8Array<ArrayBuffer>, file: string, ids: string[]) {
  const { labels: table } = await readLabelFile(bytes, file);
  const { image, label } = table;
  const rows = new Map(Array.from(image.codes, (code, row) => [image.values[code], row]));
  if (table.isNumbered && table.rows !== ids.length) {
    throw new Error(`${file}: expected ${ids.length} labels, one an image, got ${table.rows}.`);
  }
  const values = ids.map((id, at) => {
    const row = table.isNumbered ? at : (rows.get(id) ?? rows.get(`${at}`));
    if (row === undefined) throw new Error(`${file}: expected a label of image ${named(id)}, got none.`);
    return label.values[label.codes[row]];
  });
  const isNumbered = values.every((value) => /^(0|[1-9]\d{0,4})$/.test(value));
  const classes = isNumbered
    ? Array.from({ length: Math.max(...values.map(Number)) + 1 }, (_, number) => `${number}`)
    : [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const index = new Map(classes.map((name, code) => [name, code]));
  return { classes, byName: !isNumbered, codes: Uint16Array.from(values, (value) => index.get(value) ?? 0) };
}
