import { audit } from '../../../audit/audit';
import type { Findings } from '../../../audit/findings';
import { pairUp } from '../../../audit/votes/matrix';
import type { Pictures, StoredImport } from '../../../library/importData';
import type { ImportExtras } from '../../../library/importExtras';
import { picturesHead } from '../../../library/importManifest';
import type { ImportOptions } from '../../../library/importOrigin';
import type { ChangedFindings, OpenedImport } from '../protocol';
import { handedOver } from './handedOver';

/**
 * An import with its audit. Its pictures are described alone: their bytes lie in the page, and in the folder.
 */
export type AuditedImport = {
  imported: Omit<StoredImport, 'pictures'> & { pictures: Omit<Pictures, 'images'> | null };
  findings: Findings;
};

/** An import, audited with its own settings or with those given in their place. */
export function auditImport(found: StoredImport, given: Partial<ImportOptions>): AuditedImport {
  const imported = { ...inOrder(found), pictures: found.pictures && picturesHead(found.pictures) };
  return { imported, findings: findingsOf(imported, given) };
}

/** The same import with other settings. */
export function auditAgain(
  { imported, findings }: AuditedImport,
  given: Partial<ImportOptions>,
): AuditedImport {
  return { imported, findings: findingsOf(imported, given, findings) };
}

/** What other settings may change of findings, for a page that has the rest: votes are large. */
export function changedFindings({ findings }: AuditedImport): {
  findings: ChangedFindings;
  transfer: Transferable[];
} {
  const { votes: _, taxicab: __, ...changed } = findings;
  const { copy, transfer } = handedOver(changed);
  return { findings: copy, transfer };
}

/** What is added to it now; `pictures` is undefined where they stay as they are. */
export function withAdded(
  { imported, findings }: AuditedImport,
  added: { pictures: Pictures | null | undefined; extras: ImportExtras; revision: number },
): AuditedImport {
  const { pictures, extras, revision } = added;
  const head = pictures === undefined ? imported.pictures : pictures && picturesHead(pictures);
  return { imported: { ...imported, pictures: head, extras, revision }, findings };
}

/**
 * An import as the page shows it, and what is handed over: the pictures, and copies of predictions and
 * votes. Both are asked about here too.
 */
export function openedImport(
  { imported, findings }: AuditedImport,
  pictures: Pictures | null,
): { imported: OpenedImport; transfer: Transferable[] } {
  const { revision: _, paired: __, ...shown } = imported;
  const { copy, transfer } = handedOver({ ...shown, findings });
  return {
    imported: { ...copy, pictures },
    transfer: pictures ? [...transfer, pictures.images.buffer] : transfer,
  };
}

/**
 * An import whose compressed networks, where they are pairs, stand in the order of the dense ones, as its
 * findings do.
 */
function inOrder(imported: StoredImport): StoredImport {
  const { dense, compressed, paired } = imported;
  return paired ? { ...imported, compressed: pairUp(dense, compressed) } : imported;
}

function findingsOf(
  imported: AuditedImport['imported'],
  given: Partial<ImportOptions>,
  known: Findings | null = null,
): Findings {
  const { dense, compressed, nulls, truth, paired, options } = imported;
  return audit(dense, compressed, truth, { ...options, ...given, paired }, nulls, known);
}
