import type { Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import { alignMembers, orderImages } from '../../audit/votes/matrix';
import { readNpz, writeNpz } from '../arrays/npz';
import { bytesSource } from '../bytes/source';
import { asList, asRecord, asText, inside, type Place, parseJson, unexpected } from '../check';
import { csvCell } from '../csv/csv';
import { auditJson } from '../findings/auditJson';
import { type Agreement, compareFindings } from '../findings/compareFindings';
import type { ImageExtent } from '../images/fit';
import { type AlignedPredictions, alignPredictions } from '../predictions/predictions';
import { readLabelTable, readLongTable } from '../tables/longTable';
import { predictionsToParquet } from '../writing/writePredictions';
import { idColumn } from '../writing/writeScores';
import {
  type Bundle,
  type BundleFiles,
  type BundleHead,
  LONGEST_NAME,
  LONGEST_PROVENANCE,
  writeBundle,
} from './bundle';

/** Pixels u8 [images, height, width, channels]. */
export type BundlePictures = ImageExtent & { images: Uint8Array };

/** What two populations say of the same images, and what is known of the images. */
export type Session = {
  dense: Predictions;
  compressed: Predictions;
  /** A null population; null where there is none. */
  nulls: Predictions | null;
  truth: Uint16Array;
  imageIds: (number | string)[];
  classNames: string[];
  pictures: BundlePictures | null;
};

/** A table of levels as the page shows it: what the columns are called, and a row a population. */
export type ShownLevels = { columns: string[]; rows: string[][] };

/**
 * What a bundle may hold beside its session: a table of levels, and what was added to images and classes, as
 * the content of its file.
 */
export type BundleExtras = { levels: ShownLevels | null; extras: Uint8Array<ArrayBuffer> | null };

const MOST_COLUMNS = 50;
const MOST_ROWS = 200;
const LARGEST_LEVELS = 1 << 23;

/** What a bundle says of itself that its session does not. */
type Said = Pick<BundleHead, 'title' | 'compressed' | 'query' | 'provenance' | 'created'>;

/**
 * A session and its findings as a bundle, in pieces to lay end to end. `readSession` gives the same session
 * again: networks and images in the same order, probabilities to the bit. Texts that are too long are cut.
 */
export async function packSession(
  said: Said,
  session: Session,
  findings: Findings,
  { levels, extras }: BundleExtras = { levels: null, extras: null },
): Promise<Uint8Array<ArrayBuffer>[]> {
  const { dense, compressed, nulls, truth, classNames, pictures } = session;
  const imageIds = writtenIds(session.imageIds);
  const classValues = positions(classNames.length);
  const called = { imageIds, classValues };
  const { ties, alpha, seed } = findings.options;
  const labels = Array.from(truth, (label, image) => `${csvCell(String(imageIds[image]))},${label}\n`);
  const json = namedFindings(findings, alignedSession({ ...session, imageIds }));
  const head: BundleHead = {
    ...said,
    title: cut(said.title, LONGEST_NAME),
    compressed: cut(said.compressed, LONGEST_NAME),
    provenance: cut(said.provenance, LONGEST_PROVENANCE),
    classes: classNames,
    settings: { ties, alpha, seed, paired: findings.paired },
    summary: { images: findings.images, networks: findings.members, pies: findings.pies.images.length },
  };
  return writeBundle(head, {
    'dense.parquet': await predictionsToParquet(dense, truth, called),
    'compressed.parquet': await predictionsToParquet(compressed, truth, called),
    ...(nulls && { 'null.parquet': await predictionsToParquet(nulls, truth, called) }),
    'labels.csv': utf8(`image_id,label\n${labels.join('')}`),
    'findings.json': utf8(`${JSON.stringify(json, null, 2)}\n`),
    ...(pictures && { 'images.npz': picturesFile(pictures, truth, classNames) }),
    ...(levels && { 'levels.json': utf8(`${JSON.stringify(levels, null, 1)}\n`) }),
    ...(extras && { 'extras.json': extras }),
  });
}

/**
 * The session of a bundle that was read. Throws one sentence, which begins with `file`, where its files do
 * not fit together.
 */
export async function readSession({ head, files }: Bundle, file: string): Promise<Session> {
  const tableOf = async (name: 'dense.parquet' | 'compressed.parquet' | 'null.parquet') => {
    const bytes = files[name];
    return bytes ? [await readLongTable(bytes, `${file} (${name})`)] : [];
  };
  const tables = [
    ...(await tableOf('dense.parquet')),
    ...(await tableOf('compressed.parquet')),
    ...(await tableOf('null.parquet')),
  ];
  const labels = await readLabelTable(files['labels.csv'], `${file} (labels.csv)`);
  const indices = head.classes.map((_, index) => `${index}`);
  const aligned = alignPredictions(tables, labels, indices);
  const from = places(tables[0].image.values, aligned.imageIds, tables[0].file);
  const inOrder = from.every((place, image) => place === image);
  const [dense, compressed, nulls = null] = aligned.predictions.map((predictions, at) => {
    const ordered = alignMembers(predictions, tables[at].model.values);
    return inOrder ? ordered : orderImages(ordered, from);
  });
  const truth = Uint16Array.from(from, (image) => aligned.truth[image]);
  return {
    dense,
    compressed,
    nulls,
    truth,
    imageIds: Array.from(from, (image) => aligned.imageIds[image]),
    classNames: head.classes,
    pictures: await picturesOf(files, truth, file),
  };
}

/**
 * The table of levels that a bundle holds; null where it has none. Throws one sentence on anything but rows
 * of short texts.
 */
export function bundleLevels({ files }: Pick<Bundle, 'files'>, file: string): ShownLevels | null {
  const bytes = files['levels.json'];
  if (!bytes) return null;
  const where = `${file} (levels.json)`;
  if (bytes.length > LARGEST_LEVELS) {
    throw new Error(`${where}: expected at most ${LARGEST_LEVELS} bytes, got ${bytes.length}.`);
  }
  return shownLevels(parseJson(new TextDecoder().decode(bytes), where), { file: where, path: '' });
}

/** A table of levels, checked. */
export function shownLevels(value: unknown, place: Place): ShownLevels {
  const { columns, rows } = asRecord(value, place);
  const short = (cell: unknown, at: Place) => {
    const text = asText(cell, at);
    if (text.length > LONGEST_NAME) throw unexpected(at, `at most ${LONGEST_NAME} characters`, text);
    return text;
  };
  const list = (of: unknown, at: Place) => asList(of, at, short);
  const names = list(columns, inside(place, 'columns'));
  const found = asList(rows, inside(place, 'rows'), (row, at) => {
    const cells = list(row, at);
    if (cells.length !== names.length) throw unexpected(at, `${names.length} texts`, row);
    return cells;
  });
  if (names.length < 1 || names.length > MOST_COLUMNS || found.length > MOST_ROWS) {
    const most = `at most ${MOST_COLUMNS} columns and ${MOST_ROWS} rows`;
    throw unexpected(place, most, `${names.length} columns and ${found.length} rows`);
  }
  return { columns: names, rows: found };
}

/** The session as the audit's JSON takes it; classes are called by their indices. */
export function alignedSession({
  dense,
  compressed,
  nulls,
  truth,
  imageIds,
  classNames,
}: Session): AlignedPredictions {
  const predictions = nulls ? [dense, compressed, nulls] : [dense, compressed];
  return { predictions, truth, imageIds, classNames, classValues: positions(classNames.length) };
}

/**
 * Whether what a bundle says was found is what `findings`, computed of its session with its settings, say.
 */
export function bundleAgreement(
  { head, files }: Bundle,
  session: Session,
  findings: Findings,
  file: string,
): Agreement {
  const where = `${file} (findings.json)`;
  const claimed = parseJson(new TextDecoder().decode(files['findings.json']), where);
  const { members, images, pies } = findings;
  const computed = namedFindings(findings, alignedSession(session));
  return compareFindings(
    { summary: head.summary, findings: claimed },
    { summary: { images, networks: members, pies: pies.images.length }, findings: computed },
  );
}

/** Findings as `lacuna audit --json --classes` prints them. */
export function namedFindings(findings: Findings, aligned: AlignedPredictions) {
  const shown = {
    named: true,
    taxicab: false,
    groups: null,
    stability: null,
    retraining: null,
    family: null,
    longTail: null,
    beyondBalanced: null,
    levels: [],
    confusions: true,
  };
  return auditJson(findings, aligned, shown);
}

function positions(count: number): number[] {
  return Array.from({ length: count }, (_, position) => position);
}

/** Ids as a column of a table holds them, and so as they are read again. */
function writtenIds(ids: (number | string)[]): (number | string)[] {
  return Array.from(idColumn('image_id', ids, positions(ids.length)).data as ArrayLike<number | string>);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** For each of `wanted`, in its order, where it stands among `ids`. */
function places(wanted: string[], ids: (number | string)[], file: string): Uint32Array {
  const index = new Map(ids.map((id, place) => [String(id), place]));
  return Uint32Array.from(wanted, (id) => {
    const place = index.get(id);
    if (place === undefined) throw new Error(`${file}: expected ids of images, got ${JSON.stringify(id)}.`);
    return place;
  });
}

function picturesFile(
  { images, height, width, channels }: BundlePictures,
  truth: Uint16Array,
  classNames: string[],
): Uint8Array<ArrayBuffer> {
  return writeNpz({
    images: { shape: [truth.length, height, width, channels], values: images },
    labels: { shape: [truth.length], values: truth },
    classes: { shape: [classNames.length], values: classNames },
  });
}

async function picturesOf(
  files: BundleFiles,
  truth: Uint16Array,
  file: string,
): Promise<BundlePictures | null> {
  const bytes = files['images.npz'];
  if (!bytes) return null;
  const where = `${file} (images.npz)`;
  const arrays = await readNpz(bytesSource(bytes, where));
  const [images, labels] = [arrays.get('images'), arrays.get('labels')];
  const [count, height, width, channels] = images?.shape ?? [];
  const pixels = images?.kind === 'numbers' ? images.values : null;
  const isPicture = images?.shape.length === 4 && [1, 3, 4].includes(channels);
  if (!(pixels instanceof Uint8Array) || !isPicture || count !== truth.length) {
    throw new Error(
      `${where}: expected an array images of bytes, ${truth.length} x height x width x channels ` +
        `(1, 3 or 4), got ${images ? `${images.shape.join(' x ')} of ${images.kind}` : 'none'}.`,
    );
  }
  const values = labels?.kind === 'numbers' ? labels.values : null;
  const wrong = truth.findIndex((label, image) => label !== Number(values?.[image]));
  if (wrong >= 0) {
    throw new Error(
      `${where}: expected the true labels of the predictions in labels, got ${values?.[wrong] ?? 'none'} ` +
        `for ${truth[wrong]} at position ${wrong}.`,
    );
  }
  return { images: pixels, height, width, channels };
}
