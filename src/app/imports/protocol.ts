import type { Findings } from '../../audit/findings';
import type { Predictions } from '../../audit/predictions';
import type { Stability } from '../../audit/stability';
import type { ColumnGuess } from '../../formats/columnGuess';
import type { TableMapping } from '../../formats/mappedTable';
import type { TablePreview } from '../../formats/tablePreview';
import type { ImportEntry, Pictures } from '../../library/imports';
import type { NetworkSource, Role } from './roles';

/** A file of the reader's, by its path where it is in a folder. */
export type OwnFile = { path: string; content: Blob };

/** What a file holds, as far as its first bytes and rows tell. */
export type LookedFile =
  | { kind: 'table'; file: string; preview: TablePreview; guess: ColumnGuess }
  | { kind: 'arrays'; file: string }
  /** True labels alone. */
  | { kind: 'labels'; file: string };

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
  findings: Findings;
  pictures: Pictures | null;
};

/** Requests of the page; each is answered in turn. */
export type ImportRequest =
  | { kind: 'list' }
  | { kind: 'fetch'; url: string }
  | { kind: 'look'; files: OwnFile[] }
  /** Read the files that were looked at; a mapping for each that is a table. */
  | { kind: 'read'; files: OwnFile[]; mappings: (TableMapping | null)[] }
  /** Make an import of what was read, and keep it. */
  | { kind: 'make'; name: string; choices: RoleChoice[]; paired: boolean; pictures: OwnFile[] }
  | { kind: 'open'; id: string }
  /** How the PIEs of the open import depend on the networks drawn. */
  | { kind: 'draw'; id: string }
  | { kind: 'remove'; id: string };

export type ImportEvent =
  /** `kept`: whether imports outlast the page. */
  | { kind: 'listed'; imports: ImportEntry[]; kept: boolean }
  | { kind: 'fetched'; file: OwnFile }
  | { kind: 'looked'; files: LookedFile[] }
  | { kind: 'read'; sources: NetworkSource[] }
  /** `notice`: why it could not be kept. */
  | { kind: 'made'; id: string; notice: string | null }
  | { kind: 'opened'; imported: OpenedImport }
  | { kind: 'absent'; id: string }
  | { kind: 'drawn'; id: string; done: number; stability: Stability | null }
  /** `done` is 0..1, null where it cannot be told. */
  | { kind: 'progress'; doing: string; done: number | null }
  | { kind: 'failed'; asked: ImportRequest['kind']; message: string };
