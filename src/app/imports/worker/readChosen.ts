/** Files that the reader chose: fetched, looked at and read. */
import type { Bundle } from '../../../formats/bundle/bundle';
import { LARGEST_TABLE } from '../../../formats/limits';
import type { ArrayPopulation } from '../../../formats/predictions/predictionArrays';
import { sharedClasses } from '../../../formats/predictions/predictionFile';
import { answersIn } from '../../../formats/predictions/reading';
import type { LabelTable, LongTable } from '../../../formats/tables/longTable';
import { isShown } from '../../../formats/tables/shownFile';
import { URL_PIECE, urlSource } from '../../../library/urlSource';
import type { BundleOffer, FileMapping, LookedFile, OwnFile } from '../protocol';
import { bundleAmong } from './bundles';
import { datasetAmong, datasetAt, type LookedDataset } from './datasets';
import { lookAt } from './lookAt';
import { type Readers, readTogether } from './readTogether';

/** Says what is being done, and how much of it is (0..1, null where it cannot be told). */
export type Tell = (doing: string, done?: number | null) => void;

/** What chosen files were found to be. */
type Looked =
  | { kind: 'bundle'; offered: { bundle: Bundle; offer: BundleOffer } }
  | { kind: 'parts'; dataset: LookedDataset }
  | { kind: 'files'; files: LookedFile[] };

/** Predictions that were read from files, and the true labels and names of classes where files hold them. */
export type ReadFiles = {
  sources: { name: string; table: LongTable }[];
  labels: LabelTable | null;
  classes: string[] | null;
  /** The files, by name. */
  files: string[];
  /** Who gave the answers in them, on what; null where that is not said. */
  answers: string | null;
};

/** What lies at an address: the manifest of a dataset of parts, or a file, which comes piece by piece. */
export async function fetchChosen(
  url: string,
  told: Tell,
): Promise<{ dataset: LookedDataset } | { file: OwnFile }> {
  const { host, pathname } = new URL(url);
  const source = await urlSource(url, {
    limit: LARGEST_TABLE,
    progress: (received, size) => told(`Loading from ${host}`, size && received / size),
  });
  if (pathname.endsWith('.json')) {
    const content = await source.read(0, source.size);
    const dataset = datasetAt(url, content, (path) => told(`Loading ${path} from ${host}`));
    if (dataset) return { dataset };
  }
  const pieces: Blob[] = [];
  for (let at = 0; at < source.size; at += URL_PIECE) {
    pieces.push(new Blob([await source.read(at, Math.min(at + URL_PIECE, source.size))]));
  }
  return { file: { path: source.file, content: new Blob(pieces) } };
}

/** What chosen files hold together: a bundle, a dataset of parts, or tables and arrays, one by one. */
export async function lookAtChosen(chosen: OwnFile[], told: Tell): Promise<Looked> {
  const files = chosen.filter(({ path }) => isShown(path));
  if (files.length === 0) throw new Error('Expected files of predictions, got none; choose some.');
  told(`Looking at ${files[0].path}`);
  const offered = await bundleAmong(files);
  if (offered) return { kind: 'bundle', offered };
  const dataset = await datasetAmong(files);
  if (dataset) return { kind: 'parts', dataset };
  const looked: LookedFile[] = [];
  for (const [at, file] of files.entries()) {
    told(`Looking at ${file.path}`, at / files.length);
    looked.push(await lookAt(file));
  }
  return { kind: 'files', files: looked };
}

/**
 * Reads predictions and, from one file at most, true labels; `mappings` says what the columns of tables mean.
 */
export async function readChosen(
  files: OwnFile[],
  mappings: (FileMapping | null)[],
  told: Tell,
  readers: Readers,
): Promise<ReadFiles> {
  const total = files.reduce((sum, { content }) => sum + content.size, 0);
  const all = await readTogether(
    files.map((file, at) => ({ ...file, mapping: mappings[at] })),
    (at, bytes) => {
      const which = files.length > 1 ? `, file ${at + 1} of ${files.length}` : '';
      told(`Reading ${files[at].path}${which}`, bytes / Math.max(1, total));
    },
    readers,
  );
  const sources: ReadFiles['sources'] = [];
  const named: Parameters<typeof sharedClasses>[0] = [];
  const answers: (string | null)[] = [];
  let labels: LabelTable | null = null;
  for (const [at, read] of all.entries()) {
    const { path } = files[at];
    if (read.labels) {
      if (labels) throw secondLabels(path, labels.file);
      labels = read.labels;
    } else {
      named.push({ file: path, ...read });
      sources.push(...sourcesOf(path, read.populations));
      answers.push(read.answers);
    }
  }
  if (sources.length === 0) {
    throw new Error(
      `${labels?.file ?? 'The files'}: expected predictions beside the true labels, got labels alone; ` +
        'choose the files of predictions too.',
    );
  }
  return {
    ...{ sources, labels, classes: sharedClasses(named) },
    files: files.map(({ path }) => path),
    answers: answersIn(answers),
  };
}

function secondLabels(path: string, first: string): Error {
  return new Error(
    `${path}: expected one file of true labels, got ${first} too; put the files away and choose one of them.`,
  );
}

/** The populations of a file, by its name and, where they have any, their own. */
function sourcesOf(path: string, populations: ArrayPopulation[]): ReadFiles['sources'] {
  const areCalled = populations.length > 1;
  return populations.map(({ name, table }) => ({ name: areCalled ? `${path} (${name})` : path, table }));
}
