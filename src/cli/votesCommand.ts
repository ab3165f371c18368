import { bytesSource } from '../formats/bytes/source';
import { answersIn } from '../formats/predictions/reading';
import { readVotes, type VotesShard, writeVotes } from '../formats/predictions/votesFile';
import { counted } from '../text/format';
import { readBytes, writeBytes } from './files';
import { type FlagKinds, type Flags, parseFlags, required, UsageError } from './flags';
import { expandPaths } from './inputFiles';
import { folderLines, isFolder, readFolder } from './partsFolder';
import { POPULATION_FLAGS, type PopulationFiles, populationFiles, readPopulations } from './predictionFiles';
import { reportLines } from './readReport';
import type { Context, Progress } from './telling';

const FLAGS: FlagKinds = { ...POPULATION_FLAGS, out: 'value' };

/**
 * `lacuna votes`: what the populations of a shard said, as one small file that `lacuna audit --votes` puts
 * together with others.
 */
export async function votesCommand(args: string[], { note, progress: told }: Context): Promise<void> {
  const options = args.findIndex((arg) => arg.startsWith('--'));
  const paths = options < 0 ? args : args.slice(0, options);
  const flags = parseFlags(options < 0 ? [] : args.slice(options), FLAGS);
  const out = required(flags, 'out');
  if (!out.endsWith('.npz')) throw new UsageError(`Expected --out to end in .npz, got "${out}".`);
  if (paths.length > 0 && (flags.has('dense') || flags.has('compressed'))) {
    throw new UsageError('Expected a folder with both populations, or --dense and --compressed, got both.');
  }
  const [folder] = paths;
  const { lines, ...shard } =
    paths.length === 1 && isFolder(folder)
      ? await ofFolder(folder, flags, told)
      : await ofFiles(paths.length > 0 ? bothIn(paths) : populationFiles(flags), flags, told);
  if (!flags.has('quiet')) for (const line of lines) note(line);
  const bytes = writeVotes(shard);
  const { roles, aligned } = shard;
  await writeBytes(out, bytes);
  const counts = roles.map((role, at) => `${aligned.predictions[at].members.length} ${role}`);
  note(
    `${out}: ${counts.join(' and ')} networks, ${counted(aligned.truth.length, 'image')}, ` +
      `${bytes.length} bytes.`,
  );
}

type Shard = Omit<VotesShard, 'file'> & { lines: string[] };

async function ofFolder(folder: string, flags: Flags, told: Progress): Promise<Shard> {
  const dataset = await readFolder(folder, flags, told);
  const { roles, aligned, named, answers } = dataset;
  return { roles, aligned, named, answers, lines: folderLines(folder, dataset) };
}

async function ofFiles(files: PopulationFiles[], flags: Flags, told: Progress): Promise<Shard> {
  const { report, named, ...aligned } = await readPopulations(files, flags, told);
  const answers = answersIn(report.files.map(({ reading }) => reading.answers));
  const roles = files.map(({ role }) => role);
  return { roles, aligned, named, answers, lines: reportLines(report, aligned) };
}

/** Both populations are in the same files, told apart by hive folders, columns or names. */
function bothIn(paths: string[]): PopulationFiles[] {
  const files = expandPaths(paths);
  return (['dense', 'compressed'] as const).map((role) => ({ flag: role, role, files }));
}

/** The shards that --votes names. */
export async function votesShards(paths: string[]): Promise<VotesShard[]> {
  const shards: VotesShard[] = [];
  for (const path of paths) shards.push(await readVotes(bytesSource(await readBytes(path), path)));
  return shards;
}
