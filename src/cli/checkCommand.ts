import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { named, parseJson } from '../formats/check';
import { choosePopulation, type FilePopulations } from '../formats/predictions/chosenPopulation';
import {
  type Part,
  type PartsManifest,
  rangeProblems,
  readPartsManifest,
} from '../formats/predictions/partsManifest';
import { readPredictionFile } from '../formats/predictions/predictionFile';
import { readingSentence } from '../formats/predictions/reading';
import { mergeTables } from '../formats/tables/mergeTables';
import { readBytes } from './files';
import { UsageError } from './flags';
import { expandPaths } from './inputFiles';

const MANIFEST = 'manifest.json';
/** Parts that are told one by one where there is no manifest. */
const MOST_TOLD = 8;

type Checked = { lines: string[]; problems: string[] };

/**
 * `lacuna check`: whether a folder, or a dataset at an address, is one of parts that can be audited. Prints what there is; throws all that is wrong,
 * a sentence a line.
 */
export async function checkCommand(
  args: string[],
  told: (doing: string, share: number) => void,
): Promise<string> {
  const [place, ...rest] = args;
  if (place === undefined || rest.length > 0 || place.startsWith('--')) {
    throw new UsageError('Expected lacuna check FOLDER or lacuna check URL.');
  }
  const { lines, problems } = await checked(place, told);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `${lines.join('\n')}\n`;
}

async function checked(place: string, told: (doing: string, share: number) => void): Promise<Checked> {
  if (/^https?:\/\//i.test(place)) {
    const base = place.replace(new RegExp(`/?(${MANIFEST})?$`), '/');
    return withManifest((path) => fetched(new URL(path, base).href), told);
  }
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(
      `${place}: expected a folder of parts, got ${existsSync(place) ? 'a file' : 'nothing there'}.`,
    );
  }
  return existsSync(join(place, MANIFEST))
    ? withManifest((path) => readBytes(join(place, ...path.split('/'))), told)
    : withoutManifest(place, told);
}

/** The bytes at an address; another host that it leads to is not followed. */
async function fetched(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url, { redirect: 'error' }).catch(() => null);
  if (!answer?.ok) {
    throw new Error(
      `${url}: expected a file at this address, got ${answer ? `status ${answer.status}` : 'no answer'}.`,
    );
  }
  return new Uint8Array(await answer.arrayBuffer());
}

async function withManifest(
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
  told: (doing: string, share: number) => void,
): Promise<Checked> {
  const text = new TextDecoder().decode(await read(MANIFEST));
  const manifest = readPartsManifest(parseJson(text, MANIFEST), MANIFEST);
  const problems = rangeProblems(manifest, MANIFEST);
  for (const [at, part] of manifest.parts.entries()) {
    told(`Checking ${part.path}`, at / manifest.parts.length);
    try {
      await checkPart(part, await read(part.path), manifest);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  told('Checking', 1);
  const populations = manifest.populations.map(({ name, members }) => `${members.length} ${named(name)}`);
  return {
    problems,
    lines: [
      `${named(manifest.dataset)}: ${manifest.images} images, ${manifest.classes.length} classes, ${populations.join(' and ')} networks in ${manifest.parts.length} parts, all there and whole.`,
    ],
  };
}

async function checkPart(
  { path, start, end, bytes: size, sha256 }: Part,
  bytes: Uint8Array<ArrayBuffer>,
  { populations }: PartsManifest,
): Promise<void> {
  if (bytes.length !== size)
    throw new Error(`${path}: expected ${size} bytes, got ${bytes.length}; copy it again.`);
  const sum = createHash('sha256').update(bytes).digest('hex');
  if (sum !== sha256) {
    throw new Error(
      `${path}: expected bytes with SHA-256 ${sha256.slice(0, 12)}..., got ${sum.slice(0, 12)}...; copy it again.`,
    );
  }
  const found = await readPredictionFile(bytes, path);
  const ids = new Set(found.populations.flatMap(({ table }) => table.model.values));
  for (const { name, table } of found.populations) {
    const images = table.rows / table.model.values.length;
    if (images !== end - start) {
      throw new Error(
        `${path}: expected ${end - start} images (${start} to ${end - 1}), got ${images} of ${named(name)}.`,
      );
    }
  }
  const wanted = populations.flatMap(({ members }) => members.map(({ id }) => id));
  const missing = wanted.filter((id) => !ids.has(id));
  if (missing.length > 0) {
    throw new Error(
      `${path}: expected the networks of the manifest, got none called ${missing.slice(0, 4).map(named).join(', ')}.`,
    );
  }
}

/** Parts as a cluster leaves them: their populations by folders, columns or names; images that come twice are refused. */
async function withoutManifest(
  folder: string,
  told: (doing: string, share: number) => void,
): Promise<Checked> {
  const files = expandPaths([folder]).filter((path) =>
    path
      .slice(folder.length)
      .split(sep)
      .every((name) => !name.startsWith('_')),
  );
  const read: FilePopulations[] = [];
  const lines: string[] = [];
  const problems: string[] = [];
  for (const [at, path] of files.entries()) {
    told(`Reading ${path}`, at / files.length);
    try {
      const { populations, reading } = await readPredictionFile(await readBytes(path), path);
      read.push({ file: path, populations });
      if (lines.length < MOST_TOLD) lines.push(readingSentence(reading));
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  told('Reading', 1);
  if (read.length > lines.length) lines.push(`${read.length - lines.length} more files.`);
  if (problems.length > 0) return { lines, problems };
  for (const role of ['dense', 'compressed'] as const) {
    try {
      const { parts, name } = choosePopulation(read, role, { wanted: null, isShared: true });
      const { table } = mergeTables(parts, `the ${role} files`);
      const networks = table.model.values.length;
      lines.push(
        `${role}${name === null || name === role ? '' : ` (${named(name)})`}: ${networks} networks, ${table.image.values.length} images in ${parts.length} parts.`,
      );
      if (table.rows !== networks * table.image.values.length) {
        problems.push(
          `the ${role} files: expected every network on every image, ${networks * table.image.values.length} predictions, got ${table.rows}; a part is missing or comes twice.`,
        );
      }
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return { lines, problems };
}
