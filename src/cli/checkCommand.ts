import { existsSync } from 'node:fs';
import { named, parseJson } from '../formats/check';
import { listed } from '../formats/parts/listedNetworks';
import { isWithoutRows, readBlocks } from '../formats/parts/readBlocks';
import { checkBytes, MANIFEST, type PartFile, readAhead } from '../formats/parts/readParts';
import {
  type Part,
  type PartsManifest,
  rangeProblems,
  readPartsManifest,
} from '../formats/predictions/partsManifest';
import { readingSentence } from '../formats/predictions/reading';
import { partUrl } from '../library/partUrl';
import { resumedUrl } from '../library/resumedUrl';
import { counted } from '../text/format';
import { UsageError } from './flags';
import { folderLines, isFolder, manifestIn, partsIn, readFolder, sha256 } from './partsFolder';
import type { Context, Progress } from './telling';

const LARGEST_MANIFEST = 1 << 26;
/** How long a host may take to answer at all, in milliseconds. */
const PATIENCE = 10_000;
/** Parts that are told one by one where there is no manifest. */
const MOST_TOLD = 8;

type Checked = { lines: string[]; problems: string[] };

/**
 * `lacuna check`: whether a folder, or a dataset at an address, is one of parts that can be audited. Prints
 * what there is; throws all that is wrong, a sentence a line.
 */
export async function checkCommand(args: string[], { progress: told }: Context): Promise<string> {
  const [place, ...rest] = args;
  if (place === undefined || rest.length > 0 || place.startsWith('--')) {
    throw new UsageError('Expected lacuna check FOLDER or lacuna check URL.');
  }
  const { lines, problems } = await checked(place, told);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `${lines.join('\n')}\n`;
}

async function checked(place: string, told: Progress): Promise<Checked> {
  if (/^https?:\/\//i.test(place)) return atAddress(place, told);
  if (!isFolder(place)) {
    throw new Error(
      `${place}: expected a folder of parts, got ${existsSync(place) ? 'a file' : 'nothing there'}.`,
    );
  }
  const manifest = await manifestIn(place);
  return manifest ? withManifest(manifest, partsIn(place, manifest), told) : withoutManifest(place, told);
}

/** Throws where a host does not answer at all, before anything is asked of it again and again. */
async function expectAnswer(address: string): Promise<void> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(address, { method: 'HEAD', redirect: 'manual', signal });
    await response.body?.cancel();
  } catch {
    throw new Error(
      `${address}: expected an answer from ${new URL(address).host} within ${PATIENCE / 1000} s, ` +
        'got none; check the address and the connection.',
    );
  }
}

/**
 * A dataset behind an address, of its manifest or its folder; another host that it leads to is not followed.
 */
async function atAddress(place: string, told: Progress): Promise<Checked> {
  const base = place.replace(new RegExp(`/?(${MANIFEST})?$`), '/');
  await expectAnswer(`${base}${MANIFEST}`);
  const text = new TextDecoder().decode(await resumedUrl(`${base}${MANIFEST}`, { limit: LARGEST_MANIFEST }));
  const manifest = readPartsManifest(parseJson(text, MANIFEST), MANIFEST);
  const files = manifest.parts.map((part) => ({ path: part.path, read: () => partUrl(base, part) }));
  return withManifest(manifest, files, told);
}

async function withManifest(manifest: PartsManifest, files: PartFile[], told: Progress): Promise<Checked> {
  const problems = rangeProblems(manifest, MANIFEST);
  for (const { at, path, reading } of readAhead(files)) {
    told(`Checking ${path}`, at / files.length);
    try {
      await checkPart(manifest.parts[at], await reading, manifest);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  told('Checking', 1);
  const populations = manifest.populations.map(({ name, members }) => `${members.length} ${named(name)}`);
  const left = manifest.failed.map(
    ({ population, id, why }) => `${named(population)}: network ${named(id)} was left out: ${why}.`,
  );
  return {
    problems,
    lines: [
      `${named(manifest.dataset)}: ${counted(manifest.images, 'image')}, ` +
        `${counted(manifest.classes.length, 'class', 'classes')}, ${populations.join(' and ')} networks in ` +
        `${counted(manifest.parts.length, 'part')}, all there and whole.`,
      ...left,
    ],
  };
}

async function checkPart(part: Part, bytes: Uint8Array<ArrayBuffer>, manifest: PartsManifest): Promise<void> {
  await checkBytes(part, bytes, sha256);
  listed(await readBlocks(bytes, part.path), part, manifest);
}

/** Parts as a cluster leaves them: each that does not open is named, then what comes twice or is missing. */
async function withoutManifest(folder: string, told: Progress): Promise<Checked> {
  const files = partsIn(folder, null);
  const lines: string[] = [];
  const problems: string[] = [];
  for (const [at, { path, read }] of files.entries()) {
    told(`Reading ${path}`, at / files.length);
    try {
      const bytes = await read();
      if (await isWithoutRows(bytes, path)) continue;
      const { reading } = await readBlocks(bytes, path);
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
