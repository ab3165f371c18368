import type { Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import type { BundleHead } from '../../formats/bundle/bundle';
import type { ColumnGuess } from '../../formats/tables/columnGuess';
import type { LabelMapping, TableMapping } from '../../formats/tables/mapping';
import type { PopulationRole } from '../../formats/tables/populationNames';
import type { TablePreview } from '../../formats/tables/tablePreview';
import type { Pictures } from '../../library/importData';
import type { ImportExtras } from '../../library/importExtras';
import type { ImportOptions, ImportOrigin } from '../../library/importOrigin';
import type { ImportEntry } from '../../library/imports';
import type { NetworkSource, Role } from '../bring/roles';
import type { Answered, Ask, QuestionId } from '../panels/questions';

/** A file of the reader's, by its path where it is in a folder. */
export type OwnFile = { path: string; content: Blob };

/** What a file holds, as far as its first bytes and rows tell. */
export type LookedFile =
  | { kind: 'table'; file: string; preview: TablePreview; guess: ColumnGuess }
  | { kind: 'arrays'; file: string }
  /** True labels alone. */
  | { kind: 'labels'; file: string };

/** What the columns of a chosen table mean, be it predictions or true labels. */
export type FileMapping = TableMapping | LabelMapping;

/** A bundle as it is shown before it is opened: what it says of itself, and its files with their bytes. */
export type BundleOffer = { file: string; head: BundleHead; files: { name: string; bytes: number }[] };

/** A dataset of parts as it is shown before it is read; what only its parts say is null. */
export type DatasetOffer = {
  /** The folder, or the host. */
  place: string;
  dataset: string;
  images: number | null;
  classes: number | null;
  populations: { name: string; what: string; networks: number | null }[];
  parts: number;
  bytes: number;
  /** Networks that gave no answers, and why. */
  failed: string[];
};

/** Which networks stand for what: positions in the sources that were read, and ids. */
export type RoleChoice = { source: number; id: string; role: Role };

/** An import as the page shows it. */
export type OpenedImport = {
  id: string;
  name: string;
  created: string;
  files: string[];
  classNames: string[];
  imageIds: (number | string)[];
  truth: Uint16Array;
  dense: Predictions;
  compressed: Predictions;
  nulls: Predictions | null;
  findings: Findings;
  pictures: Pictures | null;
  extras: ImportExtras;
  /** Its own settings; those of the findings may be others. */
  options: ImportOptions;
  origin: ImportOrigin | null;
  /** Who gave the answers, on what, where its files say so. */
  answers?: string;
  /** What of it was lost in the browser's storage, a sentence each. */
  notices: string[];
};

/** Findings without what no setting of an import changes. */
export type ChangedFindings = Omit<Findings, 'votes' | 'taxicab'>;

/**
 * What is added to predictions: files to be read, null for what is taken away; what is not named stays as
 * it is.
 */
export type Additions = {
  /** One archive, or the files of a folder. */
  pictures?: OwnFile[] | null;
  /** As `pictureTemplate` gives it. */
  template?: string | null;
  attributes?: OwnFile | null;
  training?: OwnFile | null;
};

/**
 * Requests of the page; each is answered in turn. What is asked of the open import says with which settings
 * the page shows it. A worker that took the place of one that was stopped audits it with them.
 */
export type ImportRequest =
  | { kind: 'list' }
  | { kind: 'fetch'; url: string }
  | { kind: 'look'; files: OwnFile[] }
  /** Read the files that were looked at; a mapping for each that is a table. */
  | { kind: 'read'; files: OwnFile[]; mappings: (FileMapping | null)[] }
  /** Make an import of what was read, and keep it. */
  | {
      kind: 'make';
      name: string;
      choices: RoleChoice[];
      paired: boolean;
      additions: Additions;
    }
  /** Add to the open import, and keep it. */
  | { kind: 'add'; id: string; additions: Additions; options: ImportOptions }
  /** What a panel asks of the open import; answered beside all else. */
  | ({ kind: 'ask'; id: string; options: ImportOptions } & Ask)
  | { kind: 'unask'; question: QuestionId }
  /** Send through `port` the tables that files are written of (`LentTables`). */
  | { kind: 'lend'; id: string; options: ImportOptions; port: MessagePort }
  /** Make an import of the bundle that was looked at, and keep it. */
  | { kind: 'unpack' }
  /**
   * Make an import of the dataset of parts that was looked at, and keep it; `roles` are names of populations.
   */
  | { kind: 'gather'; name: string; roles: Partial<Record<PopulationRole, string>>; paired: boolean }
  /** `options` take the place of the import's own settings. */
  | { kind: 'open'; id: string; options: Partial<ImportOptions> }
  /** Audit the open import with other settings. */
  | { kind: 'audit'; id: string; options: Partial<ImportOptions> }
  | { kind: 'remove'; id: string }
  /** Another tab has changed or removed an import. */
  | { kind: 'changed'; id: string };

export type ImportEvent =
  /** `kept`: whether imports outlast the page. */
  | { kind: 'listed'; imports: ImportEntry[]; kept: boolean }
  | { kind: 'fetched'; file: OwnFile }
  /** The chosen files that are shown (`isShown`), in their order. */
  | { kind: 'looked'; files: LookedFile[] }
  /** What was looked at is a bundle, whole. */
  | { kind: 'offered'; offer: BundleOffer }
  /** What was looked at is a dataset of parts. */
  | { kind: 'gathering'; offer: DatasetOffer }
  | { kind: 'read'; sources: NetworkSource[] }
  /**
   * It can be opened, and is being kept; `query`: of the bundle it was; `notes`: what files write
   * differently and was made equal.
   */
  | { kind: 'made'; id: string; query: string | null; notes: string[] }
  /** `notice`: why it could not be kept. */
  | { kind: 'kept'; id: string; notice: string | null }
  | { kind: 'opened'; imported: OpenedImport }
  | { kind: 'audited'; id: string; findings: ChangedFindings }
  /** `pictures` is undefined where they stay as they are. */
  | { kind: 'added'; id: string; pictures: Pictures | null | undefined; extras: ImportExtras }
  | ({ kind: 'answered'; id: string } & Answered)
  | { kind: 'absent'; id: string }
  /** The open import was deleted in another tab. */
  | { kind: 'deleted'; id: string }
  /** `done` is 0..1, null where it cannot be told. */
  | { kind: 'progress'; doing: string; done: number | null }
  | { kind: 'failed'; asked: ImportRequest['kind']; message: string };
