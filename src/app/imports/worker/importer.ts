import type { DecodeImage } from '../../../formats/images/decodeImage';
import type { Folders } from '../../../library/folders';
import { changeImport } from '../../../library/importChanges';
import type { Import, StoredImport } from '../../../library/importData';
import type { ImportOptions } from '../../../library/importOrigin';
import { listImports, openImport } from '../../../library/imports';
import { removeStored } from '../../../library/stored';
import { messageOf } from '../../../text/messageOf';
import { createAnswering } from '../../panels/answering';
import type { LentTables } from '../../takeaway/lentTables';
import type { ImportEvent, ImportRequest } from '../protocol';
import { readAdditions } from './additions';
import { type AuditedImport, auditAgain, auditImport, openedImport, withAdded } from './auditedImport';
import { importOfBundle } from './bundles';
import { comparedImport } from './comparedImport';
import { importOfDataset } from './datasets';
import { type ImporterChange, initialImporterState, reduceImporter } from './importerState';
import { createKeeper } from './keeper';
import { makeImport } from './makeImport';
import { fetchChosen, lookAtChosen, readChosen, type Tell } from './readChosen';

type Post = (event: ImportEvent, transfer?: Transferable[]) => void;
type Requested<K extends ImportRequest['kind']> = Extract<ImportRequest, { kind: K }>;

/**
 * Answers the page's requests one after the other, what figures ask beside them: looks at files, reads them,
 * makes imports of them, keeps, opens and removes them. What fails is told in one sentence and leaves all
 * else
 * as it was. `tellOthers` is called with the id of an import that was changed or removed, for the other tabs.
 */
export function createImporter(
  post: Post,
  folders: Promise<Folders>,
  decode: DecodeImage,
  tellOthers: (id: string) => void = () => {},
): (request: ImportRequest) => Promise<void> {
  let state = initialImporterState;
  let turn: Promise<void> = Promise.resolve();
  const change = (next: ImporterChange) => {
    state = reduceImporter(state, next);
  };
  const keeper = createKeeper(folders);
  const answering = createAnswering<{ id: string; options: ImportOptions }>({
    compared: async ({ id, options }) => comparedImport(await held(id, options), await folders),
    trained: () => Promise.reject(new Error('Expected populations of a zoo, got predictions alone.')),
    tell: ({ id }, answered) => post({ kind: 'answered', id, ...answered }),
  });
  const told: Tell = (doing, done = null) => post({ kind: 'progress', doing, done });

  async function list(): Promise<void> {
    const here = await folders;
    post({ kind: 'listed', imports: await listImports(here), kept: here.kept });
  }

  async function fetchFile(url: string): Promise<void> {
    const found = await fetchChosen(url, told);
    if ('file' in found) return post({ kind: 'fetched', file: found.file });
    change({ kind: 'looked', offered: null, dataset: found.dataset });
    post({ kind: 'gathering', offer: found.dataset.offer });
  }

  async function look({ files }: Requested<'look'>): Promise<void> {
    const looked = await lookAtChosen(files, told);
    const offered = looked.kind === 'bundle' ? looked.offered : null;
    const dataset = looked.kind === 'parts' ? looked.dataset : null;
    change({ kind: 'looked', offered, dataset });
    if (offered) return post({ kind: 'offered', offer: offered.offer });
    if (dataset) return post({ kind: 'gathering', offer: dataset.offer });
    if (looked.kind === 'files') post({ kind: 'looked', files: looked.files });
  }

  async function read({ files, mappings }: Requested<'read'>): Promise<void> {
    const found = await readChosen(files, mappings, told);
    change({ kind: 'read', read: found });
    const sources = found.sources.map(({ name, table }) => ({ name, networks: table.model.values }));
    post({ kind: 'read', sources });
  }

  async function make(request: Requested<'make'>): Promise<void> {
    const { imported, notes } = await makeImport(state.read, request, decode, told);
    await keep(imported, notes);
  }

  async function unpack(): Promise<void> {
    const { offered } = state;
    if (!offered) throw new Error('Expected a bundle that was looked at, got none; choose it again.');
    told('Opening the bundle and computing its findings');
    await keep(await importOfBundle(offered.bundle, offered.offer.file));
  }

  async function gather(request: Requested<'gather'>): Promise<void> {
    const { dataset } = state;
    if (!dataset) throw new Error('Expected a dataset that was looked at, got none; choose it again.');
    const { imported, notes } = await importOfDataset(dataset, request, told);
    await keep(imported, notes);
  }

  /** Offers what was made to be opened, and keeps it meanwhile. */
  async function keep(imported: Import, notes: string[] = []): Promise<void> {
    await keeper.settled();
    change({ kind: 'made', imported });
    post({ kind: 'made', id: imported.id, query: imported.origin?.query ?? null, notes });
    keeper.keep(imported, (notice) => {
      post({ kind: 'kept', id: imported.id, notice });
      return list();
    });
  }

  async function show({ id, options }: Requested<'open'>): Promise<void> {
    told('Opening the import');
    const { fresh } = state;
    const made: StoredImport | null = fresh?.id === id ? { ...fresh, notices: [], revision: 0 } : null;
    const found = made ?? (await openImport(await folders, id));
    if (!found) return post({ kind: 'absent', id });
    told('Auditing');
    // Pictures are handed over to the page, and are kept before.
    if (found.pictures) await keeper.settled();
    const open = auditImport(found, options);
    change({ kind: 'opened', open });
    answering.drop();
    const { imported, transfer } = openedImport(open, found.pictures);
    post({ kind: 'opened', imported }, transfer);
  }

  /** The open import; opened again with these settings where the worker that had it was stopped. */
  async function held(id: string, options: Partial<ImportOptions>): Promise<AuditedImport> {
    if (state.open?.imported.id === id) return state.open;
    await keeper.settled();
    const found = await openImport(await folders, id);
    if (!found) throw new Error('Expected this import in this browser, got none; bring its files again.');
    const open = auditImport(found, options);
    change({ kind: 'held', open });
    return open;
  }

  async function audit({ id, options }: Requested<'audit'>): Promise<void> {
    const before = await held(id, options);
    told('Auditing');
    const open = auditAgain(before, options);
    change({ kind: 'held', open });
    answering.drop();
    post({ kind: 'audited', id, findings: open.findings });
  }

  async function add({ id, additions, options }: Requested<'add'>): Promise<void> {
    await keeper.settled();
    const open = await held(id, options);
    const { pictures, extras: added } = await readAdditions(open.imported, additions, decode, told);
    told('Keeping it in this browser');
    const kept = await changeImport(await folders, id, { pictures, extras: added });
    if (!kept) {
      throw new Error(
        'Expected this import in this browser, got none: another tab deleted it; bring its files again.',
      );
    }
    tellOthers(id);
    if (kept.revision === open.imported.revision + 1) tellAdded(open, { pictures, ...kept });
    else await readAgain(id);
    await list();
  }

  /** To whoever writes files of the open import, past the page: they are large. */
  async function lend({ id, options, port }: Requested<'lend'>): Promise<void> {
    const tell = (lent: LentTables) => port.postMessage(lent);
    try {
      const { imported, findings } = await held(id, options);
      const { dense, compressed, nulls, truth, imageIds } = imported;
      tell({ findings, predictions: { dense, compressed }, nulls, truth, imageIds });
    } catch (error) {
      tell({ problem: messageOf(error) });
    }
  }

  /** Takes over what another tab has added to the open import meanwhile. */
  async function readAgain(id: string): Promise<void> {
    const { open } = state;
    if (open?.imported.id !== id) return;
    const found = await openImport(await folders, id);
    if (!found) return post({ kind: 'deleted', id });
    if (found.revision !== open.imported.revision) tellAdded(open, found);
  }

  function tellAdded(open: AuditedImport, added: Parameters<typeof withAdded>[1]): void {
    const { pictures, extras } = added;
    change({ kind: 'held', open: withAdded(open, added) });
    answering.drop();
    const transfer = pictures ? [pictures.images.buffer] : [];
    post({ kind: 'added', id: open.imported.id, pictures, extras }, transfer);
  }

  async function answer(request: ImportRequest): Promise<void> {
    switch (request.kind) {
      case 'list':
        return list();
      case 'fetch':
        return fetchFile(request.url);
      case 'look':
        return look(request);
      case 'read':
        return read(request);
      case 'make':
        return make(request);
      case 'open':
        return show(request);
      case 'unpack':
        return unpack();
      case 'gather':
        return gather(request);
      case 'audit':
        return audit(request);
      case 'add':
        return add(request);
      case 'lend':
        return lend(request);
      case 'unask':
        return answering.stop(request.question);
      case 'ask':
        return answering.ask(request, request);
      case 'remove':
        await keeper.settled();
        await removeStored(await folders, request.id);
        tellOthers(request.id);
        return list();
      case 'changed':
        await readAgain(request.id);
        return list();
    }
  }

  const answerOrFail = (request: ImportRequest) =>
    answer(request).catch((error: unknown) => {
      const message = messageOf(error);
      post({ kind: 'failed', asked: request.kind, message });
    });
  return (request) => {
    if (request.kind === 'ask' || request.kind === 'unask') return answerOrFail(request);
    turn = turn.then(() => answerOrFail(request));
    return turn.then(keeper.settled);
  };
}
