import { type ArchiveEntry, entryBytes } from './archiveEntry';
import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  parseJson,
  unexpected,
} from './check';
import { fileKind } from './fileKind';
import { readLongTable } from './longTable';
import { type AlignedPredictions, alignPredictions } from './predictions';
import { sha256 } from './sha256';
import type { ByteSource } from './source';
import { writeZip } from './writeZip';
import { readZip } from './zip';

/** What the audit was told. */
type BundleSettings = { ties: 'largest' | 'smallest'; alpha: number; seed: number; paired: boolean };

/** What a bundle says of itself, beside its files. */
export type BundleHead = {
  /** What the data are called, and what the compressed population is. */
  title: string;
  compressed: string;
  /** The query of the page's address. It is text: nothing is fetched for it. */
  query: string;
  /** Names of the classes, in class order. */
  classes: string[];
  settings: BundleSettings;
  /** Where the answers came from, in words. */
  provenance: string;
  /** What was found, to show before anything is opened. */
  summary: { images: number; networks: { dense: number; compressed: number }; pies: number };
};

/** The files of a bundle, each whole: predictions and labels as Parquet or CSV, findings as JSON, images as npz. */
export type BundleFiles = {
  'dense.parquet': Uint8Array<ArrayBuffer>;
  'compressed.parquet': Uint8Array<ArrayBuffer>;
  /** A second dense population: what retraining alone changes. */
  'null.parquet'?: Uint8Array<ArrayBuffer>;
  'labels.csv': Uint8Array<ArrayBuffer>;
  'findings.json': Uint8Array<ArrayBuffer>;
  'images.npz'?: Uint8Array<ArrayBuffer>;
};

type FileName = keyof BundleFiles;

const MANIFEST = 'manifest.json';
const FORMAT = 'lacuna-bundle';
const REQUIRED: FileName[] = ['dense.parquet', 'compressed.parquet', 'labels.csv', 'findings.json'];
const OPTIONAL: FileName[] = ['null.parquet', 'images.npz'];
const LARGEST_MANIFEST = 1 << 24;
const LARGEST_FILE = 1 << 30;
const MOST_CLASSES = 65_534;
const LONGEST_QUERY = 4000;

/** A bundle as a stored zip, in pieces to lay end to end: the files, and a manifest with the SHA-256 of each. */
export async function writeBundle(head: BundleHead, files: BundleFiles): Promise<Uint8Array<ArrayBuffer>[]> {
  const entries = (Object.entries(files) as [FileName, Uint8Array<ArrayBuffer> | undefined][]).flatMap(
    ([name, bytes]) => (bytes ? [{ name, bytes }] : []),
  );
  const list = [];
  for (const { name, bytes } of entries)
    list.push({ name, bytes: bytes.length, sha256: await sha256(bytes) });
  const manifest = { format: FORMAT, version: 1, ...head, files: list };
  const text = new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`);
  return writeZip([{ name: MANIFEST, bytes: text }, ...entries]);
}

/**
 * A bundle from a file that anyone may have made: names, sizes and SHA-256 of all its files are checked before any of them is
 * given on, and nothing is fetched. Throws one sentence that says what was expected and what came.
 */
export async function readBundle(source: ByteSource): Promise<{ head: BundleHead; files: BundleFiles }> {
  const { file } = source;
  const start = await source.read(0, Math.min(512, source.size));
  if (fileKind(start) !== 'zip') {
    throw new Error(
      `${file}: expected a bundle, which is a zip with a ${MANIFEST}, got another kind of file.`,
    );
  }
  const entries = new Map((await readZip(source)).map((entry) => [entry.name, entry]));
  const manifest = entries.get(MANIFEST);
  if (!manifest) {
    throw new Error(
      `${file}: expected a bundle with a ${MANIFEST}, got a zip of ${entries.size} other files; was it written by "Take it away"?`,
    );
  }
  entries.delete(MANIFEST);
  const text = new TextDecoder().decode(await entryBytes(manifest, LARGEST_MANIFEST, file));
  const where = `${file} (${MANIFEST})`;
  const root: Place = { file: where, path: '' };
  const document = asRecord(parseJson(text, where), root);
  if (document.format !== FORMAT) throw unexpected(inside(root, 'format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, inside(root, 'version'));
  const head = readHead(document, root);
  return { head, files: await checkedFiles(document.files, inside(root, 'files'), entries, file) };
}

/** The predictions of a bundle that was read: dense, compressed and, where there is one, the second dense population. */
export async function bundlePredictions(
  { head, files }: { head: BundleHead; files: BundleFiles },
  file: string,
): Promise<AlignedPredictions> {
  const names = (['dense.parquet', 'compressed.parquet', 'null.parquet'] as const).filter(
    (name) => files[name],
  );
  const tables = [];
  for (const name of names) tables.push(await readLongTable(files[name]!, `${file} (${name})`));
  return alignPredictions(tables, null, head.classes);
}

function readHead(document: Record<string, unknown>, root: Place): BundleHead {
  const text = (name: string, longest: number) => {
    const value = asText(document[name], inside(root, name));
    if (value.length > longest) {
      throw unexpected(inside(root, name), `at most ${longest} characters`, `${value.length} characters`);
    }
    return value;
  };
  const query = document.query;
  if (typeof query !== 'string' || query.length > LONGEST_QUERY || !/^[\w.~!*'()%&=+:-]*$/.test(query)) {
    throw unexpected(
      inside(root, 'query'),
      `the query of an address, at most ${LONGEST_QUERY} characters`,
      query,
    );
  }
  const classes = asList(document.classes, inside(root, 'classes'), asText);
  if (classes.length === 0 || classes.length > MOST_CLASSES || new Set(classes).size !== classes.length) {
    throw unexpected(inside(root, 'classes'), `1 to ${MOST_CLASSES} different names`, `${classes.length}`);
  }
  const place = inside(root, 'settings');
  const { ties, alpha, seed, paired } = asRecord(document.settings, place);
  if (ties !== 'largest' && ties !== 'smallest') {
    throw unexpected(inside(place, 'ties'), '"largest" or "smallest"', ties);
  }
  if (typeof paired !== 'boolean') throw unexpected(inside(place, 'paired'), 'true or false', paired);
  const at = inside(root, 'summary');
  const summary = asRecord(document.summary, at);
  const networks = asRecord(summary.networks, inside(at, 'networks'));
  const whole = (record: Record<string, unknown>, name: string) => asInteger(record[name], inside(at, name));
  return {
    title: text('title', 200),
    compressed: text('compressed', 200),
    query,
    classes,
    settings: {
      ties,
      alpha: asNumber(alpha, inside(place, 'alpha'), 0, 1),
      seed: asInteger(seed, inside(place, 'seed'), 0, 2 ** 32 - 1),
      paired,
    },
    provenance: text('provenance', 2000),
    summary: {
      images: whole(summary, 'images'),
      networks: { dense: whole(networks, 'dense'), compressed: whole(networks, 'compressed') },
      pies: whole(summary, 'pies'),
    },
  };
}

async function checkedFiles(
  list: unknown,
  place: Place,
  entries: Map<string, ArchiveEntry>,
  file: string,
): Promise<BundleFiles> {
  const known = [...REQUIRED, ...OPTIONAL];
  const claims = asList(list, place, (value, at) => {
    const { name, bytes, sha256: digest } = asRecord(value, at);
    const found = known.find((each) => each === name);
    if (!found) throw unexpected(inside(at, 'name'), `one of ${known.join(', ')}`, name);
    if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) {
      throw unexpected(inside(at, 'sha256'), '64 hex digits', digest);
    }
    return { name: found, bytes: asInteger(bytes, inside(at, 'bytes'), 0, LARGEST_FILE), digest };
  });
  const claimed = new Set<string>(claims.map(({ name }) => name));
  const missing = REQUIRED.find((name) => !claimed.has(name));
  const stray = [...entries.keys()].find((name) => !claimed.has(name));
  if (missing || claimed.size !== claims.length) {
    throw unexpected(place, `${REQUIRED.join(', ')}, each once`, claims.map(({ name }) => name).join(', '));
  }
  if (stray !== undefined) {
    throw new Error(
      `${file}: expected only files that its ${MANIFEST} lists, got ${JSON.stringify(stray.slice(0, 80))}.`,
    );
  }
  const files: Partial<BundleFiles> = {};
  for (const { name, bytes, digest } of claims) {
    const entry = entries.get(name);
    if (entry?.size !== bytes) {
      throw new Error(`${file}: expected ${bytes} bytes in ${name}, got ${entry?.size ?? 'no such file'}.`);
    }
    const content = await entryBytes(entry, LARGEST_FILE, file);
    const found = await sha256(content);
    if (found !== digest) {
      throw new Error(
        `${file}: expected ${name} with SHA-256 ${digest}, got ${found}; the bundle was changed after it was written.`,
      );
    }
    files[name] = content;
  }
  return files as BundleFiles;
}
