import type { DecodeImage } from '../../../formats/images/decodeImage';
import type { Folders } from '../../../library/folders';
import { listImports } from '../../../library/imports';
import type { Store } from '../../loading/store';
import type { ImportEvent, ImportRequest } from '../protocol';
import type { ImporterChange, ImporterState } from './importerState';
import type { Keeper } from './keeper';
import type { Tell } from './readChosen';
import type { Readers } from './readTogether';

/** What all services of the importer work with. */
export type Core = {
  store: Store<ImporterState, ImporterChange>;
  post: (event: ImportEvent, transfer?: Transferable[]) => void;
  folders: Promise<Folders>;
  decode: DecodeImage;
  /** Who reads chosen files side by side. */
  readers: Readers;
  keeper: Keeper;
  told: Tell;
  /** Told the id of an import that was changed or removed, for the other tabs. */
  tellOthers: (id: string) => void;
  /** Drops what was asked of the open import as it was. */
  forget: () => void;
};

export type Requested<K extends ImportRequest['kind']> = Extract<ImportRequest, { kind: K }>;

export async function list({ folders, post }: Core): Promise<void> {
  const here = await folders;
  post({ kind: 'listed', imports: await listImports(here), kept: here.kept });
}
