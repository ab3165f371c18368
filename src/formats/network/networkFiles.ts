import { memberValues } from '../../model/population';
import { messageOf } from '../../text/messageOf';
import { inflate, isGzip } from '../bytes/gzip';
import { blobSource, wholeSource } from '../bytes/source';
import { asRecord, named, parseJson } from '../check';
import { type FileKind, fileKind } from '../kinds/formats';
import { whatItIs } from '../kinds/whatItIs';
import { LARGEST_NETWORKS } from '../limits';
import { type NetworkDescription, readNetworkDescription, readPopulation } from './description';
import { isKerasFile, kerasSentence } from './kerasFile';
import { readOnnxNetwork } from './onnx';
import { finite, type ImportedMember } from './population';
import { readTfjsNetwork } from './tfjs';
import { type ChosenFile, unpacked } from './unpacked';

/** The networks that one file gives, or one folder of a layers model. */
export type FoundNetworks = {
  /** The file, by its path; the folder where the file is called model.json. */
  name: string;
  members: ImportedMember[];
  /** Whether the file says what is done to images before they go in. */
  hasNormalisation: boolean;
  /** Names of the outputs, where the file gives them. */
  classes: string[] | null;
};

type Content = { path: string; bytes: Uint8Array<ArrayBuffer> };
type Description = { path: string; description: NetworkDescription; used: boolean };

/**
 * The networks of chosen files. Descriptions go with safetensors: those whose names begin with the
 * description's, or, beside a single one, all. ONNX files go with weights that they keep in files beside
 * them, and layers models with their shards in the same folder. Zips of these are read too. Paths are told
 * without the folders that all of them share. What cannot be read is named in `problems`, a sentence a file;
 * weights that are not finite numbers are refused there. Throws where all files together are too large.
 */
export async function readNetworkFiles(
  chosen: ChosenFile[],
  { progress, signal }: { progress?: (path: string, done: number) => void; signal?: AbortSignal } = {},
): Promise<{ found: FoundNetworks[]; problems: string[] }> {
  const { files, problems } = await unpacked(chosen, signal);
  const total = files.reduce((sum, { content }) => sum + content.size, 0);
  if (total > LARGEST_NETWORKS) {
    throw new Error(
      `Expected files of networks of at most ${LARGEST_NETWORKS >> 20} MiB in all, got ` +
        `${Math.ceil(total / 2 ** 20)} MiB; choose fewer.`,
    );
  }
  const found: FoundNetworks[] = [];
  const attempt = async (work: () => Promise<void> | void) => {
    signal?.throwIfAborted();
    try {
      await work();
    } catch (error) {
      problems.push(messageOf(error));
    }
  };
  const contents = await readAll(withoutCommonFolder(files), progress, signal);
  const descriptions: Description[] = [];
  /** Those that could not be read: their weights are not named again. */
  const broken: string[] = [];
  const claimed = new Set<Content>();
  for (const each of contents.filter(({ bytes }) => fileKind(bytes) === 'json')) {
    claimed.add(each);
    const before = problems.length;
    await attempt(() => {
      const { path } = each;
      const text = new TextDecoder().decode(each.bytes);
      const document = asRecord(parseJson(text, path), { file: path, path: '' });
      if (document.modelTopology === undefined && document.weightsManifest === undefined) {
        descriptions.push({ path, description: readNetworkDescription(text, path), used: false });
        return;
      }
      const shards = contents.filter((other) => folderOf(other.path) === folderOf(path) && other !== each);
      const wanted = shardNames(document);
      const own = shards.filter((shard) => wanted.has(baseOf(shard.path)));
      for (const shard of own) claimed.add(shard);
      const network = readTfjsNetwork(
        text,
        new Map(own.map(({ path: shard, bytes }) => [baseOf(shard), bytes])),
        path,
      );
      const name = baseOf(path) === 'model.json' ? folderOf(path) || path : path;
      found.push(single(name, path, network));
    });
    if (problems.length > before) broken.push(each.path);
  }
  const unknown: { content: Content; kind: FileKind | null }[] = [];
  for (const each of contents.filter((content) => !claimed.has(content))) {
    const { path, bytes } = each;
    const kind = fileKind(bytes);
    const external = (name: string) => {
      const data = contents.find((other) => other.path === beside(path, name));
      if (data) claimed.add(data);
      return data?.bytes;
    };
    if (kind === 'safetensors' && descriptions.length === 0 && describedBy(path, broken)) continue;
    if (kind === 'safetensors') await attempt(() => void found.push(described(each, descriptions)));
    else if (kind === 'onnx' || /\.onnx$/i.test(path)) {
      claimed.add(each);
      await attempt(() => void found.push(single(path, path, readOnnxNetwork(bytes, path, { external }))));
    } else unknown.push({ content: each, kind });
  }
  // What looks like no network may be weights of one.
  for (const { content, kind } of unknown.filter(({ content }) => !claimed.has(content))) {
    const { path, bytes } = content;
    problems.push(isKerasFile(path, bytes, kind) ? kerasSentence(path) : unknownFile(content, kind).message);
  }
  for (const { path, used } of descriptions) {
    if (!used) problems.push(`${path}: expected its weights in a safetensors file beside it, got none.`);
  }
  return { found, problems };
}

async function readAll(
  files: ChosenFile[],
  progress: ((path: string, done: number) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<Content[]> {
  const contents: Content[] = [];
  let left = LARGEST_NETWORKS;
  for (const [at, { path, content }] of files.entries()) {
    signal?.throwIfAborted();
    progress?.(path, at / files.length);
    const bytes = await wholeSource(blobSource(content, path), LARGEST_NETWORKS);
    const inflated = isGzip(bytes) ? await inflate(bytes, left, path) : bytes;
    left = Math.max(0, left - inflated.length);
    contents.push({ path, bytes: inflated });
  }
  return contents;
}

/** The networks of a file of weights, by the description that it belongs to. */
function described({ path, bytes }: Content, descriptions: Description[]): FoundNetworks {
  const owner = ownerOf(path, descriptions);
  owner.used = true;
  const { architecture, classes, members } = owner.description;
  const read = (ids: NetworkDescription['members']) =>
    readPopulation({ architecture, classes, members: ids }, [{ file: path, bytes }]);
  const population = read(null);
  // One description may stand for several files, each of other networks; ids are of the file with as many.
  const ids =
    members?.length === population.members.length
      ? members.map(({ id }) => id)
      : population.members.map(({ id }) => id);
  return {
    name: path,
    hasNormalisation: true,
    classes,
    members: ids.map((id, member) => ({
      id,
      file: path,
      network: {
        architecture,
        tensors: new Map(
          Object.entries(population.tensors).map(([name, tensor]) => [name, memberValues(tensor, member)]),
        ),
      },
    })),
  };
}

/**
 * Of the paths of descriptions the one that describes the weights at `path` by its name. It is the longest
 * that the weights' name begins with, in whole numbers ("net1.json" does not describe "net10.safetensors").
 * Undefined where there is none.
 */
export function describedBy(path: string, descriptions: readonly string[]): string | undefined {
  const name = withoutType(baseOf(path));
  const fits = (description: string) => {
    const stem = withoutType(baseOf(description));
    return name.startsWith(stem) && !(/\d$/.test(stem) && /^\d/.test(name.slice(stem.length)));
  };
  return descriptions.filter(fits).sort((a, b) => b.length - a.length)[0];
}

function ownerOf(path: string, descriptions: Description[]): Description {
  const near = descriptions.filter((each) => folderOf(each.path) === folderOf(path));
  const there = near.length > 0 ? near : descriptions;
  if (there.length === 1) return there[0];
  const fitting = describedBy(
    path,
    there.map((each) => each.path),
  );
  const owner = there.find((each) => each.path === fitting);
  if (owner) return owner;
  throw new Error(
    `${path}: expected a description (JSON) of these ` +
      `weights${there.length > 0 ? ' whose name the file begins with' : ' beside it'}, got ` +
      `${there.map((each) => named(each.path)).join(', ') || 'none'}.`,
  );
}

function single(name: string, file: string, network: ImportedMember['network']): FoundNetworks {
  for (const [tensor, values] of network.tensors) finite(values, tensor, file);
  const id = withoutType(name);
  const hasNormalisation = network.isNormalised === true;
  return { name, members: [{ id, file, network }], hasNormalisation, classes: null };
}

function unknownFile({ path, bytes }: Content, kind: string | null): Error {
  const isCheckpoint =
    /\.(pth?|ckpt)$/i.test(path) || kind === 'pickle' || (kind === 'zip' && /torch/.test(whatItIs(bytes)));
  const what = isCheckpoint
    ? 'what may be a PyTorch checkpoint, which runs code when opened; export the network as ONNX or by ' +
      'the Python snippet that the page shows under “Description and snippet” (docs/formats.md)'
    : /\.bin$/i.test(path)
      ? 'a shard that no model.json beside it names'
      : /\.data$/i.test(path)
        ? 'weights of which no ONNX file beside it tells'
        : `${whatItIs(bytes)}; choose files of networks alone`;
  return new Error(
    `${path}: expected a network (a description with safetensors, ONNX, or a TensorFlow.js layers model), ` +
      `got ${what}.`,
  );
}

/** The files that a layers model says hold its weights. */
function shardNames(document: Record<string, unknown>): Set<string> {
  const groups = Array.isArray(document.weightsManifest) ? document.weightsManifest : [];
  const paths = groups.flatMap((group: { paths?: unknown } | null) =>
    Array.isArray(group?.paths) ? group.paths : [],
  );
  return new Set(paths.filter((path) => typeof path === 'string').map(baseOf));
}

function withoutCommonFolder(files: ChosenFile[]): ChosenFile[] {
  let folders = files[0]?.path.split('/').slice(0, -1) ?? [];
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1);
    const differs = folders.findIndex((folder, at) => folder !== parts[at]);
    if (differs >= 0) folders = folders.slice(0, differs);
  }
  const length = folders.reduce((sum, folder) => sum + folder.length + 1, 0);
  return files.map(({ path, content }) => ({ path: path.slice(length), content }));
}

function beside(path: string, name: string): string {
  const folder = folderOf(path);
  return folder === '' ? name : `${folder}/${name}`;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutType(path: string): string {
  return path.replace(/\.[^./]*$/, '') || path;
}
