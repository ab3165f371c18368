/** The open import: audited, added to, lent, and taken over where another tab changed it. */
import { changeImport } from '../../../library/importChanges';
import type { StoredImport } from '../../../library/importData';
import type { ImportOptions } from '../../../library/importOrigin';
import { openImport } from '../../../library/imports';
import { messageOf } from '../../../text/messageOf';
import type { LentTables } from '../../takeaway/lentTables';
import { readAdditions } from './additions';
import {
  type AuditedImport,
  auditAgain,
  auditImport,
  changedFindings,
  openedImport,
  withAdded,
} from './auditedImport';
import { type Core, list, type Requested } from './core';

export async function open(core: Core, { id, options }: Requested<'open'>): Promise<void> {
  const { store, post, folders, keeper, told } = core;
  told('Opening the import');
  const { fresh } = store.now;
  const made: StoredImport | null = fresh?.id === id ? { ...fresh, notices: [], revision: 0 } : null;
  const found = made ?? (await openImport(await folders, id));
  if (!found) return post({ kind: 'absent', id });
  told('Auditing');
  // Pictures are handed over to the page, and are kept before.
  if (found.pictures) await keeper.settled();
  const audited = auditImport(found, options);
  store.change({ kind: 'opened', open: audited });
  core.forget();
  const { imported, transfer } = openedImport(audited, found.pictures);
  post({ kind: 'opened', imported }, transfer);
}

/** The open import; opened again with these settings where the worker that had it was stopped. */
export async function held(
  { store, folders, keeper }: Core,
  id: string,
  options: Partial<ImportOptions>,
): Promise<AuditedImport> {
  const known = store.now.open;
  if (known?.imported.id === id) return known;
  await keeper.settled();
  const found = await openImport(await folders, id);
  if (!found) throw new Error('Expected this import in this browser, got none; bring its files again.');
  const audited = auditImport(found, options);
  store.change({ kind: 'held', open: audited });
  return audited;
}

export async function audit(core: Core, { id, options }: Requested<'audit'>): Promise<void> {
  const before = await held(core, id, options);
  core.told('Auditing');
  const audited = auditAgain(before, options);
  core.store.change({ kind: 'held', open: audited });
  core.forget();
  const { findings, transfer } = changedFindings(audited);
  core.post({ kind: 'audited', id, findings }, transfer);
}

export async function add(core: Core, { id, additions, options }: Requested<'add'>): Promise<void> {
  const { folders, keeper, decode, told } = core;
  await keeper.settled();
  const before = await held(core, id, options);
  const { pictures, extras: added } = await readAdditions(before.imported, additions, decode, told);
  told('Keeping it in this browser');
  const kept = await changeImport(await folders, id, { pictures, extras: added });
  if (!kept) {
    throw new Error(
      'Expected this import in this browser, got none: another tab deleted it; bring its files again.',
    );
  }
  core.tellOthers(id);
  if (kept.revision === before.imported.revision + 1) tellAdded(core, before, { pictures, ...kept });
  else await readAgain(core, id);
  await list(core);
}

/** To whoever writes files of the open import, past the page: they are large. */
export async function lend(core: Core, { id, options, port }: Requested<'lend'>): Promise<void> {
  const tell = (lent: LentTables) => port.postMessage(lent);
  try {
    const { imported, findings } = await held(core, id, options);
    const { dense, compressed, nulls, truth, imageIds } = imported;
    tell({ findings, predictions: { dense, compressed }, nulls, truth, imageIds });
  } catch (error) {
    tell({ problem: messageOf(error) });
  }
}

/** Takes over what another tab has added to the open import meanwhile. */
export async function readAgain(core: Core, id: string): Promise<void> {
  const known = core.store.now.open;
  if (known?.imported.id !== id) return;
  const found = await openImport(await core.folders, id);
  if (!found) return core.post({ kind: 'deleted', id });
  if (found.revision !== known.imported.revision) tellAdded(core, known, found);
}

function tellAdded(core: Core, before: AuditedImport, added: Parameters<typeof withAdded>[1]): void {
  const { pictures, extras } = added;
  core.store.change({ kind: 'held', open: withAdded(before, added) });
  core.forget();
  const transfer = pictures ? [pictures.images.buffer] : [];
  core.post({ kind: 'added', id: before.imported.id, pictures, extras }, transfer);
}
