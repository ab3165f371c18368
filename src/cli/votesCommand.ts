import { bytesSource } from '../formats/bytes/source';
import { readVotes, type VotesShard, writeVotes } from '../formats/predictions/votesFile';
import { readBytes, writeBytes } from './files';
import { type FlagKinds, parseFlags, required, UsageError } from './flags';
import { expandPaths } from './inputFiles';
import { POPULATION_FLAGS, type PopulationFiles, populationFiles, readPopulations } from './predictionFiles';
import { reportLines } from './readReport';

const FLAGS: FlagKinds = { ...POPULATION_FLAGS, out: 'value' };

/** `lacuna votes`: what the populations of a shard said, as one small file that `lacuna audit --votes` puts together with others. */
export async function votesCommand(
  args: string[],
  note: (message: string) => void,
  told: (doing: string, share: number) => void,
): Promise<void> {
  const options = args.findIndex((arg) => arg.startsWith('--'));
  const paths = options < 0 ? args : args.slice(0, options);
  const flags = parseFlags(options < 0 ? [] : args.slice(options), FLAGS);
  const out = required(flags, 'out');
  if (!out.endsWith('.npz')) throw new UsageError(`Expected --out to end in .npz, got "${out}".`);
  if (paths.length > 0 && (flags.has('dense') || flags.has('compressed'))) {
    throw new UsageError('Expected a folder with both populations, or --dense and --compressed, got both.');
  }
  const files = paths.length > 0 ? ofFolder(paths) : populationFiles(flags);
  const { report, named: _, ...aligned } = await readPopulations(files, flags, told);
  if (!flags.has('quiet')) for (const line of reportLines(report, aligned)) note(line);
  const bytes = writeVotes(
    files.map(({ role }) => role),
    aligned,
  );
  await writeBytes(out, bytes);
  const counts = files.map(({ role }, at) => `${aligned.predictions[at].members.length} ${role}`);
  note(`${out}: ${counts.join(' and ')} networks, ${aligned.truth.length} images, ${bytes.length} bytes.`);
}

/** Both populations are in the files of a folder, told apart by hive folders, columns or names. */
function ofFolder(paths: string[]): PopulationFiles[] {
  const files = expandPaths(paths);
  return (['dense', 'compressed'] as const).map((role) => ({ flag: role, role, files }));
}

/** The shards that --votes names. */
export async function votesShards(paths: string[]): Promise<VotesShard[]> {
  const shards: VotesShard[] = [];
  for (const path of paths) shards.push(await readVotes(bytesSource(await readBytes(path), path)));
  return shards;
}
