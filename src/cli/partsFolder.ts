/** A folder of parts, with or without a manifest. */

import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseJson } from '../formats/check';
import { type Dataset, readDataset } from '../formats/parts/dataset';
import { MANIFEST, type PartFile } from '../formats/parts/readParts';
import { readLabelFile } from '../formats/predictions/labelFile';
import { type PartsManifest, partMissing, readPartsManifest } from '../formats/predictions/partsManifest';
import { counted } from '../text/format';
import { readClasses } from './classNames';
import { readBytes } from './files';
import type { Flags } from './flags';
import { expandPaths } from './inputFiles';
import { givenColumns, wantedPopulations } from './predictionFiles';
import type { Progress } from './telling';

/** Whether a path is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The manifest of a folder of parts; null where there is none. */
export async function manifestIn(folder: string): Promise<PartsManifest | null> {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) return null;
  return readPartsManifest(parseJson(new TextDecoder().decode(await readBytes(path)), path), path);
}

/**
 * The parts of a folder: those that the manifest lists, else all files of predictions below it but what `_`
 * and `.` set aside.
 */
export function partsIn(folder: string, manifest: PartsManifest | null): PartFile[] {
  const at = (path: string) => join(folder, ...path.split('/'));
  if (manifest) {
    return manifest.parts.map((part) => ({
      path: part.path,
      async read() {
        if (!existsSync(at(part.path))) throw partMissing(part, 'make it, or copy it again');
        return readBytes(at(part.path));
      },
    }));
  }
  return expandPaths([folder])
    .map((path) => relative(folder, path).split(sep).join('/'))
    .filter((path) => path.split('/').every((name) => !name.startsWith('_')))
    .map((path) => ({ path, read: () => readBytes(at(path)) }));
}

/** SHA-256 of bytes, in hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads a folder of parts, with what --labels, --classes, --columns and --population say. */
export async function readFolder(folder: string, flags: Flags, told: Progress): Promise<Dataset> {
  const manifest = await manifestIn(folder);
  const given = givenColumns(flags);
  const [classes, labels] = [flags.get('classes'), flags.get('labels')];
  return readDataset(partsIn(folder, manifest), {
    folder,
    manifest,
    given,
    wanted: wantedPopulations(flags),
    classes: classes === undefined ? null : await readClasses(classes),
    labels:
      labels === undefined ? null : (await readLabelFile(await readBytes(labels), labels, given)).labels,
    sha256,
    told,
  });
}

/** What a folder of parts was taken for, in a few lines. */
export function folderLines(
  folder: string,
  { aligned, names, roles, parts, answers, readings, notes }: Dataset,
): string[] {
  const populations = aligned.predictions.map(({ members }, at) => {
    const called = names[at] === roles[at] ? '' : ` (${names[at]})`;
    return `${members.length} ${roles[at]}${called}`;
  });
  const { truth, classNames } = aligned;
  const forms = [...new Set(readings.map(({ form }) => form))];
  const taken =
    forms.length > 0 ? ` Parts without a manifest were taken for tables (${forms.join(', ')}).` : '';
  return [
    `${folder}: ${parts} ${parts === 1 ? 'part' : 'parts'}, together ${populations.join(' and ')} ` +
      `networks, ${counted(truth.length, 'image')}, ` +
      `${counted(classNames.length, 'class', 'classes')}.${taken}` +
      (answers === null ? '' : ` Answers: ${answers}.`),
    ...notes,
  ];
}
