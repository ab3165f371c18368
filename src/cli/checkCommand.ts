import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { named, parseJson } from '../formats/check';
import { checkBytes, listed, MANIFEST } from '../formats/parts/dataset';
import { readBlocks } from '../formats/parts/readBlocks';
import {
  type Part,
  type PartsManifest,
  rangeProblems,
  readPartsManifest,
} from '../formats/predictions/partsManifest';
import { readingSentence } from '../formats/predictions/reading';
import { readBytes } from './files';
import { UsageError } from './flags';
import { folderLines, isFolder, partsIn, readFolder, sha256 } from './partsFolder';

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
  if (!isFolder(place)) {
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

async function checkPart(part: Part, bytes: Uint8Array<ArrayBuffer>, manifest: PartsManifest): Promise<void> {
  await checkBytes(part, bytes, sha256);
  listed(await readBlocks(bytes, part.path), part, manifest);
}

/** Parts as a cluster leaves them: each that does not open is named, then what comes twice or is missing. */
async function withoutManifest(
  folder: string,
  told: (doing: string, share: number) => void,
): Promise<Checked> {
  const files = partsIn(folder, null);
  const lines: string[] = [];
  const problems: string[] = [];
  for (const [at, { path, read }] of files.entries()) {
    told(`Reading ${path}`, at / files.length);
    try {
      const { reading } = await readBlocks(await read(), path);
      if (reading && lines.length < MOST_TOLD) lines.push(readingSentence(reading));
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  told('Reading', 1);
  if (problems.length > 0) return { lines, problems };
  try {
    lines.push(...folderLines(folder, await readFolder(folder, new Map(), told)));
  } catch (error) {
    problems.push((error as Error).message);
  }
  return { lines, problems };
}
