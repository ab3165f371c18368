import type { Bundle } from '../../../formats/bundle/bundle';
import type { Import } from '../../../library/importData';
import type { BundleOffer } from '../protocol';
import type { AuditedImport } from './auditedImport';
import type { LookedDataset } from './datasets';
import type { ReadFiles } from './readChosen';

/** What the importer knows between two requests. */
export type ImporterState = {
  /** The bundle that was looked at last, and its file. */
  offered: { bundle: Bundle; offer: BundleOffer } | null;
  /** The dataset of parts that was looked at last. */
  dataset: LookedDataset | null;
  /** What was read, and waits to be told what its networks stand for. */
  read: ReadFiles | null;
  /** Made here, and not opened yet. */
  fresh: Import | null;
  open: AuditedImport | null;
};

export const initialImporterState: ImporterState = {
  offered: null,
  dataset: null,
  read: null,
  fresh: null,
  open: null,
};

export type ImporterChange =
  | ({ kind: 'looked' } & Pick<ImporterState, 'offered' | 'dataset'>)
  | { kind: 'read'; read: ReadFiles }
  | { kind: 'made'; imported: Import }
  /** Shown by the page. */
  | { kind: 'opened'; open: AuditedImport }
  /** Read again for what is asked of it, audited anew or added to. */
  | { kind: 'held'; open: AuditedImport };

/** The state after a change. What was looked at and read is spent once an import is made of it. */
export function reduceImporter(state: ImporterState, change: ImporterChange): ImporterState {
  switch (change.kind) {
    case 'looked':
      return { ...state, offered: change.offered, dataset: change.dataset };
    case 'read':
      return { ...state, read: change.read };
    case 'made':
      return { ...state, offered: null, dataset: null, read: null, fresh: change.imported };
    case 'opened':
      return { ...state, fresh: null, open: change.open };
    case 'held':
      return { ...state, open: change.open };
  }
}
