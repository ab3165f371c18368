import type { Folders } from '../../../library/folders';
import type { Import } from '../../../library/importData';
import { saveImport } from '../../../library/imports';
import { messageOf } from '../../../text/messageOf';

/** Keeps imports one after the other, beside all else; `settled` waits for the last of them. */
export type Keeper = {
  keep(imported: Import, then: (notice: string | null) => Promise<void>): void;
  settled(): Promise<void>;
};

/** `then` hears why an import could not be kept, null where it was. */
export function createKeeper(folders: Promise<Folders>): Keeper {
  let saving: Promise<void> = Promise.resolve();
  return {
    keep(imported, then) {
      saving = folders
        .then((here) => saveImport(here, imported))
        .then(() => null, messageOf)
        .then(then);
    },
    settled: () => saving,
  };
}
