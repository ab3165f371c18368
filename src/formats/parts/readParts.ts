/** Reads the parts of a dataset one after the other, and checks their bytes. */
import { named } from '../check';
import type { GivenColumns } from '../predictions/givenColumns';
import { type Part, type PartsManifest, rangeProblems } from '../predictions/partsManifest';
import { answersIn, type FileReading } from '../predictions/reading';
import type { LabelTable } from '../tables/longTable';
import { listed, type Named } from './listedNetworks';
import { isWithoutRows, readBlocks } from './readBlocks';

/** A file of a dataset: its path within the folder, and how its bytes are read. */
export type PartFile = { path: string; read(): Promise<Uint8Array<ArrayBuffer>> };

export type DatasetOptions = {
  /** What the dataset is called in sentences. */
  folder: string;
  manifest: PartsManifest | null;
  given: GivenColumns;
  /** Names of populations by role, where they are chosen. */
  wanted: ReadonlyMap<string, string>;
  classes: string[] | null;
  labels: LabelTable | null;
  /** SHA-256 of bytes, in hexadecimal digits; null where it cannot be taken. */
  sha256: ((bytes: Uint8Array<ArrayBuffer>) => Promise<string>) | null;
  told(doing: string, share: number): void;
};

/** So many files are begun to be read at a time. */
const AT_ONCE = 4;
/** More confidences than these are left out: they would take more memory than all else. */
const MOST_SCORES = 1 << 25;
export const MANIFEST = 'manifest.json';

/** A part that was read. */
export type Read = { file: string; populations: Named[] };

/** All parts, with what they, or the manifest, say. */
type PartsRead = {
  read: Read[];
  /** Names of classes, where they are given. */
  classes: string[] | null;
  /** Who gave the answers, on what; null where no part says so. */
  answers: string | null;
  /** What a file was taken for, where that was guessed. */
  readings: FileReading[];
};

/** Reads all parts, in their order. */
export async function readParts(
  files: PartFile[],
  options: DatasetOptions,
  notes: string[],
): Promise<PartsRead> {
  const { manifest, folder, told } = options;
  if (manifest) {
    const [problem] = rangeProblems(manifest, MANIFEST);
    if (problem !== undefined) throw new Error(problem);
    for (const { population, id, why } of manifest.failed) {
      notes.push(`${population}: network ${named(id)} was left out when the parts were made: ${why}.`);
    }
  }
  if (manifest && !options.sha256) {
    notes.push('The checksums of the parts were not compared: browsers offer them on secure addresses only.');
  }
  const partOf = new Map(manifest?.parts.map((part) => [part.path, part]));
  let classes = manifest?.classes ?? null;
  const read: Read[] = [];
  const readings: FileReading[] = [];
  const answers = new Set<string | null>();
  const empty: string[] = [];
  let scores = 0;
  for (const { at, path, reading } of readAhead(files)) {
    told(`Reading ${path}`, at / files.length);
    const bytes = await reading;
    const part = partOf.get(path);
    if (part) await checkBytes(part, bytes, options.sha256);
    else if (await isWithoutRows(bytes, path)) {
      empty.push(path);
      continue;
    }
    const found = await readBlocks(bytes, path, options.given);
    classes ??= found.classes;
    answers.add(found.answers);
    if (found.reading) readings.push(found.reading);
    const populations = part ? listed(found, part, manifest!) : found.populations;
    for (const { table } of populations) {
      scores += table.said.data.length;
      if (scores > MOST_SCORES) table.scores = {};
    }
    read.push({ file: path, populations });
  }
  told('Reading', 1);
  if (empty.length > 0) {
    const [first] = empty;
    notes.push(
      empty.length === 1
        ? `${first} has no rows and was passed over.`
        : `${empty.length} parts have no rows and were passed over, such as ${first}.`,
    );
  }
  if (
    scores > MOST_SCORES &&
    read.some(({ populations }) => populations.some(({ table }) => Object.keys(table.scores).length > 0))
  ) {
    notes.push(
      `Confidences of ${scores} predictions were left out (at most ${MOST_SCORES}); classes are all read.`,
    );
    for (const { populations } of read) for (const { table } of populations) table.scores = {};
  }
  if (read.length === 0) throw new Error(`${folder}: expected parts, got none.`);
  return { read, classes, answers: answersIn([...answers]), readings };
}

/** Files in their order, four of them being read at a time. */
export function* readAhead(
  files: PartFile[],
): Generator<{ at: number; path: string; reading: Promise<Uint8Array<ArrayBuffer>> }> {
  const begun: Promise<Uint8Array<ArrayBuffer>>[] = [];
  for (const [at, { path }] of files.entries()) {
    for (let next = at + begun.length; next < Math.min(files.length, at + AT_ONCE); next++) {
      const reading = files[next].read();
      // Awaited in its turn; until then a failure is no event of its own.
      reading.catch(() => undefined);
      begun.push(reading);
    }
    yield { at, path, reading: begun.shift()! };
  }
}

/** Throws where bytes are not those that a manifest says. */
export async function checkBytes(
  { path, bytes: size, sha256 }: Part,
  bytes: Uint8Array<ArrayBuffer>,
  sumOf: DatasetOptions['sha256'],
): Promise<void> {
  if (bytes.length !== size) {
    throw new Error(`${path}: expected ${size} bytes, got ${bytes.length}; copy it again.`);
  }
  const sum = sumOf && (await sumOf(bytes));
  if (sum !== null && sum !== sha256) {
    throw new Error(
      `${path}: expected bytes with SHA-256 ${sha256.slice(0, 12)}..., got ${sum.slice(0, 12)}...; copy it ` +
        'again.',
    );
  }
}
