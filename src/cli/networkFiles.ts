/** Files of networks as `--network` names them, with the files beside them that belong to them. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { named } from '../formats/check';
import { describedBy, type FoundNetworks, readNetworkFiles } from '../formats/network/networkFiles';
import { externalFiles } from '../formats/network/onnxModel';
import type { ImportedMember } from '../formats/network/population';
import { isShown } from '../formats/tables/shownFile';
import { openFile, readBytes } from './files';
import { type Flags, UsageError } from './flags';
import { expandPaths } from './inputFiles';
import type { Note } from './telling';

/** What was found in the files, and a sentence for each that cannot run here. */
export type ReadNetworks = { found: FoundNetworks[]; problems: string[] };

/**
 * The networks of the files and folders of `--network`, however their paths are written; of each the files
 * beside it that it needs are read, too.
 */
export async function readNetworks(paths: string[]): Promise<ReadNetworks> {
  if (paths.length === 0)
    throw new UsageError('Expected a file after --network, got none; see lacuna --help.');
  const files = new Map<string, string>();
  const add = (path: string) => files.set(resolve(path).split(sep).join('/'), path);
  for (const path of paths.flatMap(filesOf)) {
    add(path);
    for (const beside of await besideOf(path)) add(beside);
  }
  const contents = await Promise.all(
    [...files].map(async ([path, written]) => ({ path, content: await openFile(written) })),
  );
  const { found, problems } = await readNetworkFiles(contents);
  if (found.length === 0 && problems.length === 0)
    throw new Error(`${paths.join(', ')}: expected files of networks, got none.`);
  return { found, problems };
}

function filesOf(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return expandPaths([path]);
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isShown(entry.name))
    .map(({ name }) => join(path, name))
    .sort();
}

/**
 * Files that a file of networks has beside it: weights of ONNX, shards, the weights of a description or the
 * description of weights.
 */
async function besideOf(path: string): Promise<string[]> {
  const folder = dirname(path);
  const here = (name: string) => join(folder, basename(name));
  const there = (candidates: string[]) => candidates.filter((each) => existsSync(each));
  if (/\.onnx$/i.test(path)) return there(externalFiles(await readBytes(path)).map(here));
  const others = existsSync(folder) ? readdirSync(folder || '.').sort() : [];
  const descriptions = others.filter((name) => name.endsWith('.json'));
  if (/\.safetensors$/i.test(path)) {
    const description = describedBy(path, descriptions);
    return description === undefined ? [] : [here(description)];
  }
  if (!/\.json$/i.test(path)) return [];
  const text = new TextDecoder().decode(await readBytes(path));
  const shards = shardsIn(text);
  if (shards.length > 0) return there(shards.map(here));
  return others
    .filter((name) => name.endsWith('.safetensors') && describedBy(name, descriptions) === basename(path))
    .map(here);
}

/** The shards that a layers model names; none where the text is another. */
function shardsIn(text: string): string[] {
  try {
    const { weightsManifest } = JSON.parse(text) as { weightsManifest?: { paths?: unknown[] }[] };
    const paths = (weightsManifest ?? []).flatMap((group) => group.paths ?? []);
    return paths.filter((path): path is string => typeof path === 'string');
  } catch {
    return [];
  }
}

/** The networks of the files, fed as the files say, or as --mean and --std do; what is assumed is noted. */
export function fedMembers(found: FoundNetworks[], flags: Flags, note: Note): ImportedMember[] {
  const isSaid = found.every(({ hasNormalisation }) => hasNormalisation);
  if (isSaid && (flags.has('mean') || flags.has('std'))) {
    throw new UsageError(
      'Expected no --mean and --std, since the files say what images are normalised by, got them.',
    );
  }
  const [one, other] = flags.has('mean') ? ['mean', 'std'] : ['std', 'mean'];
  if (!isSaid && flags.has(one) && !flags.has(other)) {
    throw new UsageError(
      `Expected --${other} beside --${one} (x = (byte / 255 - mean) / std), got none; ` +
        `--${other} ${other === 'std' ? '1' : '0'} leaves it out.`,
    );
  }
  if (!isSaid && !flags.has(one)) {
    note(
      'The files do not say what images are normalised by, and no --mean and --std were given: x ' +
        '= byte / 255.',
    );
  }
  const nameOf = memberNames(found, note);
  return found.flatMap((each): ImportedMember[] =>
    each.members.map(({ id: own, file, network }) => {
      const id = nameOf(each, own);
      const { input } = network.architecture;
      const list = (flag: 'mean' | 'std', fallback: number[]) => {
        const text = flags.get(flag);
        return text !== undefined && !each.hasNormalisation
          ? channelList(text, flag, input.channels)
          : fallback;
      };
      const fed = { ...input, mean: list('mean', input.mean), std: list('std', input.std) };
      if (!fed.std.every((value) => value > 0))
        throw new UsageError(`Expected --std above 0, got ${fed.std.join(',')}.`);
      return { id, file, network: { ...network, architecture: { ...network.architecture, input: fed } } };
    }),
  );
}

/** What networks are called: by their own ids, or, where files have the same ones, by file as well. */
function memberNames(found: FoundNetworks[], note: Note) {
  const ids = found.flatMap(({ members }) => members.map(({ id }) => id));
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice === undefined || found.length === 1) return (_: FoundNetworks, id: string) => id;
  note(`Several networks are called ${named(twice)}; all of them are called by their files, too.`);
  return ({ name, members }: FoundNetworks, id: string) => {
    const stem = name.replace(/\.[^./]*$/, '');
    return members.length === 1 ? stem : `${stem}/${id}`;
  };
}

/** Numbers after a flag, separated by commas, one or one for each channel. */
function channelList(text: string, flag: string, channels: number): number[] {
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!values.every(Number.isFinite) || (values.length !== 1 && values.length !== channels)) {
    throw new UsageError(
      `Expected --${flag} to be one number, or ${channels} separated by commas, got "${named(text)}".`,
    );
  }
  return values.length === channels ? values : new Array<number>(channels).fill(values[0]);
}
