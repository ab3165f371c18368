// A zoo as a flag names it: one of this project, a folder, or an address.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { httpSource } from '../library/fetchFile';
import type { Manifest } from '../library/manifest';
import { openZoo, type Zoo } from '../library/zoo';
import { fileSource, readBytes, writeWhole } from './files';
import { UsageError } from './flags';

/** The folder of a zoo by its name or path; `flag` names what asked for it. */
export function zooFolder(zoo: string, root: string, flag = 'zoo'): string {
  const shipped = join(root, 'public/zoo', zoo);
  const folder = /^[\w-]+$/.test(zoo) && existsSync(shipped) ? shipped : resolve(zoo);
  if (!existsSync(join(folder, 'manifest.json'))) {
    throw new UsageError(
      `Expected --${flag} to name a zoo that is here, a folder with a manifest.json or the address ` +
        `of one, got "${zoo}".`,
    );
  }
  return folder;
}

/** States in the manifest of a zoo's folder what else the folder holds. */
export async function listInManifest(folder: string, listed: object): Promise<void> {
  const path = join(folder, 'manifest.json');
  const manifest: object = JSON.parse(new TextDecoder().decode(await readBytes(path)));
  await writeWhole(path, [`${JSON.stringify({ ...manifest, ...listed }, null, 1)}\n`]);
}

/** Opens a zoo by its name, its folder, or the address of its folder (https://…/zoo/fashion-mnist/). */
export async function namedZoo(zoo: string, root: string, flag = 'zoo'): Promise<Zoo<Manifest>> {
  if (!/^https?:\/\//i.test(zoo)) return openZoo(zooFolder(zoo, root, flag), fileSource);
  const address = zoo.replace(/(manifest\.json)?$/, '').replace(/\/?$/, '/');
  return openZoo(address, httpSource);
}
