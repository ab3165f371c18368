/** From files that a reader chose to an import that is kept: looked at, read, made. */
import type { Import } from '../../../library/importData';
import { importOfBundle } from './bundles';
import { type Core, list, type Requested } from './core';
import { importOfDataset } from './datasets';
import { makeImport } from './makeImport';
import { fetchChosen, lookAtChosen, readChosen } from './readChosen';

export async function fetchFile({ store, post, told }: Core, url: string): Promise<void> {
  const found = await fetchChosen(url, told);
  if ('file' in found) return post({ kind: 'fetched', file: found.file });
  store.change({ kind: 'looked', offered: null, dataset: found.dataset });
  post({ kind: 'gathering', offer: found.dataset.offer });
}

export async function look({ store, post, told }: Core, { files }: Requested<'look'>): Promise<void> {
  const looked = await lookAtChosen(files, told);
  const offered = looked.kind === 'bundle' ? looked.offered : null;
  const dataset = looked.kind === 'parts' ? looked.dataset : null;
  store.change({ kind: 'looked', offered, dataset });
  if (offered) return post({ kind: 'offered', offer: offered.offer });
  if (dataset) return post({ kind: 'gathering', offer: dataset.offer });
  if (looked.kind === 'files') post({ kind: 'looked', files: looked.files });
}

export async function read({ store, post, told, readers }: Core, request: Requested<'read'>): Promise<void> {
  const found = await readChosen(request.files, request.mappings, told, readers);
  store.change({ kind: 'read', read: found });
  const sources = found.sources.map(({ name, table }) => ({ name, networks: table.model.values }));
  post({ kind: 'read', sources });
}

export async function make(core: Core, request: Requested<'make'>): Promise<void> {
  const { imported, notes } = await makeImport(core.store.now.read, request, core.decode, core.told);
  await keep(core, imported, notes);
}

export async function unpack(core: Core): Promise<void> {
  const { offered } = core.store.now;
  if (!offered) throw new Error('Expected a bundle that was looked at, got none; choose it again.');
  core.told('Opening the bundle and computing its findings');
  await keep(core, await importOfBundle(offered.bundle, offered.offer.file));
}

export async function gather(core: Core, request: Requested<'gather'>): Promise<void> {
  const { dataset } = core.store.now;
  if (!dataset) throw new Error('Expected a dataset that was looked at, got none; choose it again.');
  const { imported, notes } = await importOfDataset(dataset, request, core.told);
  await keep(core, imported, notes);
}

/** Offers what was made to be opened, and keeps it meanwhile. */
async function keep(core: Core, imported: Import, notes: string[] = []): Promise<void> {
  const { store, post, keeper } = core;
  await keeper.settled();
  store.change({ kind: 'made', imported });
  post({ kind: 'made', id: imported.id, query: imported.origin?.query ?? null, notes });
  keeper.keep(imported, (notice) => {
    post({ kind: 'kept', id: imported.id, notice });
    return list(core);
  });
}
