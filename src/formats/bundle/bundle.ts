import { isTieRule, TIE_RULE_NAMES, type TieRule } from '../../audit/votes/ties';
import { type ArchiveEntry, entryBytes } from '../archives/archiveEntry';
import { writeZip } from '../archives/writeZip';
import { isZip, readZip } from '../archives/zip';
import { sha256 } from '../bytes/sha256';
import type { ByteSource } from '../bytes/source';
import {
  asInteger,
  asList,
  asNumber,
  asRecord,
  asText,
  checkVersion,
  inside,
  named,
  type Place,
  parseJson,
  unexpected,
} from '../check';
import { MOST_CLASSES } from '../limits';

/** What the audit was told. */
type BundleSettings = { ties: TieRule; alpha: number; seed: number; paired: boolean };

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
  /** When it was written, ISO 8601; null where that is not said. */
  created: string | null;
  /** What was found, to show before anything is opened. */
  summary: { images: number; networks: { dense: number; compressed: number }; pies: number };
};

/**
 * The files of a bundle, each whole: predictions and labels as Parquet or CSV, classes being indices,
 * findings as JSON, images as npz.
 */
export type BundleFiles = {
  'dense.parquet': Uint8Array<ArrayBuffer>;
  'compressed.parquet': Uint8Array<ArrayBuffer>;
  /** A null population: what retraining alone changes. */
  'null.parquet'?: Uint8Array<ArrayBuffer>;
  'labels.csv': Uint8Array<ArrayBuffer>;
  'findings.json': Uint8Array<ArrayBuffer>;
  'images.npz'?: Uint8Array<ArrayBuffer>;
  /** The table of levels, as text: populations that the bundle itself does not hold. */
  'levels.json'?: Uint8Array<ArrayBuffer>;
  /** What was added to the images and classes: attributes, training counts. */
  'extras.json'?: Uint8Array<ArrayBuffer>;
};

/** A bundle that was read and checked. */
export type Bundle = { head: BundleHead; files: BundleFiles };

type FileName = keyof BundleFiles;

const MANIFEST = 'manifest.json';
const FORMAT = 'lacuna-bundle';
const REQUIRED: FileName[] = ['dense.parquet', 'compressed.parquet', 'labels.csv', 'findings.json'];
/** Files that bundles of version 2 may have besides. */
const LATER: FileName[] = ['levels.json', 'extras.json'];
const OPTIONAL: FileName[] = ['null.parquet', 'images.npz', ...LATER];
const NEWEST = 2;
const LARGEST_MANIFEST = 1 << 24;
const LARGEST_FILE = 1 << 30;
const LONGEST_QUERY = 4000;
/** The longest texts that a bundle may say of itself. */
export const LONGEST_NAME = 200;
export const LONGEST_PROVENANCE = 2000;

/**
 * A bundle as a stored zip, in pieces to lay end to end: the files, and a manifest with the SHA-256 of each.
 * Throws one sentence on a head that would not be read again.
 */
export async function writeBundle(head: BundleHead, files: BundleFiles): Promise<Uint8Array<ArrayBuffer>[]> {
  const entries = (Object.entries(files) as [FileName, Uint8Array<ArrayBuffer> | undefined][]).flatMap(
    ([name, bytes]) => (bytes ? [{ name, bytes }] : []),
  );
  const list = [];
  for (const { name, bytes } of entries)
    list.push({ name, bytes: bytes.length, sha256: await sha256(bytes) });
  readHead(head, { file: 'bundle', path: '' });
  const version = entries.some(({ name }) => LATER.includes(name)) ? NEWEST : 1;
  const manifest = { format: FORMAT, version, ...head, files: list };
  const text = new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`);
  return writeZip([{ name: MANIFEST, bytes: text }, ...entries]);
}

/**
 * A bundle from a file that anyone may have made. Names, sizes and SHA-256 of all its files are checked
 * before any of them is given on, and nothing is fetched. Throws one sentence that says what was expected and
 * what came.
 */
export async function readBundle(source: ByteSource): Promise<Bundle> {
  const { file } = source;
  if (!(await startsAsZip(source))) {
    throw new Error(
      `${file}: expected a bundle, which is a zip with a ${MANIFEST}, got another kind of file; files of ` +
        'predictions are named after --dense and --compressed.',
    );
  }
  const found = await readZip(source);
  const entries = new Map(found.map((entry) => [entry.name, entry]));
  const manifest = entries.get(MANIFEST);
  if (!manifest) {
    throw new Error(
      `${file}: expected a bundle with a ${MANIFEST}, got a zip of ${entries.size} other files; was it ` +
        'written by "Take it away"?',
    );
  }
  const deflated = found.find(({ isStored }) => !isStored);
  if (deflated) {
    throw new Error(
      `${file}: expected files that are stored as "Take it away" stores them, got ` +
        `${JSON.stringify(named(deflated.name))} deflated; take the bundle as it was written.`,
    );
  }
  entries.delete(MANIFEST);
  const { document, root } = await readManifest(manifest, file);
  if (document.format !== FORMAT) throw unexpected(inside(root, 'format'), `"${FORMAT}"`, document.format);
  checkVersion(document.version, inside(root, 'version'), NEWEST);
  const head = readHead(document, root);
  return { head, files: await checkedFiles(document.files, inside(root, 'files'), entries, file) };
}

/**
 * Whether a file is a zip that says of itself that it is a bundle; then `readBundle` is to read it, whatever
 * else is wrong with it.
 */
export async function isBundle(source: ByteSource): Promise<boolean> {
  if (!(await startsAsZip(source))) return false;
  const manifest = (await readZip(source)).find(({ name }) => name === MANIFEST);
  if (!manifest) return false;
  try {
    return (await readManifest(manifest, source.file)).document.format === FORMAT;
  } catch {
    return false;
  }
}

async function startsAsZip(source: ByteSource): Promise<boolean> {
  return isZip(await source.read(0, Math.min(4, source.size)));
}

async function readManifest(
  manifest: ArchiveEntry,
  file: string,
): Promise<{ document: Record<string, unknown>; root: Place }> {
  const text = new TextDecoder().decode(await entryBytes(manifest, LARGEST_MANIFEST, file));
  const root: Place = { file: `${file} (${MANIFEST})`, path: '' };
  return { document: asRecord(parseJson(text, root.file), root), root };
}

function readHead(document: Record<string, unknown>, root: Place): BundleHead {
  const text = (name: string, longest: number) => {
    const value = asText(document[name], inside(root, name));
    if (value.length > longest) {
      throw unexpected(inside(root, name), `at most ${longest} characters`, `${value.length} characters`);
    }
    return value;
  };
  const classes = asList(document.classes, inside(root, 'classes'), asText);
  if (classes.length === 0 || classes.length > MOST_CLASSES || new Set(classes).size !== classes.length) {
    throw unexpected(inside(root, 'classes'), `1 to ${MOST_CLASSES} different names`, `${classes.length}`);
  }
  const place = inside(root, 'settings');
  const options = bundleOptions(document.settings, place);
  const { paired } = asRecord(document.settings, place);
  if (typeof paired !== 'boolean') throw unexpected(inside(place, 'paired'), 'true or false', paired);
  const at = inside(root, 'summary');
  const summary = asRecord(document.summary, at);
  const networks = asRecord(summary.networks, inside(at, 'networks'));
  const whole = (record: Record<string, unknown>, name: string) => asInteger(record[name], inside(at, name));
  return {
    title: text('title', LONGEST_NAME),
    compressed: text('compressed', LONGEST_NAME),
    query: bundleQuery(document.query, inside(root, 'query')),
    classes,
    settings: { ...options, paired },
    provenance: text('provenance', LONGEST_PROVENANCE),
    created: bundleTime(document.created, inside(root, 'created')),
    summary: {
      images: whole(summary, 'images'),
      networks: { dense: whole(networks, 'dense'), compressed: whole(networks, 'compressed') },
      pies: whole(summary, 'pies'),
    },
  };
}

/** A query of the page's address, checked: it can name nothing but a query. */
export function bundleQuery(query: unknown, place: Place): string {
  if (typeof query !== 'string' || query.length > LONGEST_QUERY || !/^[\w.~!*'()%&=+:-]*$/.test(query)) {
    throw unexpected(place, `the query of an address, at most ${LONGEST_QUERY} characters`, query);
  }
  return query;
}

/** The tie rule, alpha and seed of an audit, checked. */
export function bundleOptions(value: unknown, place: Place): Omit<BundleSettings, 'paired'> {
  const { ties, alpha, seed } = asRecord(value, place);
  if (!isTieRule(ties)) {
    throw unexpected(inside(place, 'ties'), TIE_RULE_NAMES.map((name) => `"${name}"`).join(' or '), ties);
  }
  return {
    ties,
    alpha: asNumber(alpha, inside(place, 'alpha'), 0, 1),
    seed: asInteger(seed, inside(place, 'seed'), 0, 2 ** 32 - 1),
  };
}

/** When a bundle was written, checked; null where it does not say. */
export function bundleTime(value: unknown, place: Place): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value)) {
    throw unexpected(place, 'a time such as 2026-11-25T06:00:00Z', value);
  }
  return value;
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
        `${file}: expected ${name} with SHA-256 ${digest}, got ${found}; the bundle was changed after it ` +
          'was written.',
      );
    }
    files[name] = content;
  }
  return files as BundleFiles;
}
