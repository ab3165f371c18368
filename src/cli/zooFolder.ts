import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A zoo by name, or the folder of one; `flag` names what asked for it. */
export function zooFolder(zoo: string, root: string, flag = 'zoo'): string {
  const shipped = join(root, 'public/zoo', zoo);
  const folder = /^[\w-]+$/.test(zoo) && existsSync(shipped) ? shipped : resolve(zoo);
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new Error(
      `Expected --${flag} to name a zoo of this project or a folder with a manifest.json, got "${zoo}".`,
    );
  }
  return folder;
}
