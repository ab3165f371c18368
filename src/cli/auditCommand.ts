import { basename } from 'node:path';
import { audit } from '../audit/audit';
import type { Findings } from '../audit/findings';
import { longTail } from '../audit/groups/longTail';
import { testRetraining } from '../audit/retraining/retraining';
import { drawNetworks } from '../audit/retraining/stability';
import { alignedSession } from '../formats/bundle/bundleSession';
import { auditJson, SCHEMA_VERSION } from '../formats/findings/auditJson';
import { familyJson } from '../formats/findings/familyJson';
import { subgroupsJson } from '../formats/findings/groupsJson';
import type { AuditedLevel } from '../formats/findings/levelsJson';
import { mergeVotes } from '../formats/predictions/mergeVotes';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { auditOptions } from './auditOptions';
import { auditTables } from './auditTables';
import { auditBundle, bundleBefore } from './bundleFile';
import {
  type FlagKinds,
  type Flags,
  integer,
  listOf,
  number,
  parseFlags,
  takeRepeated,
  UsageError,
} from './flags';
import { attributesFor } from './imageAttributes';
import { expandPaths } from './inputFiles';
import { pairing } from './pairing';
import { folderLines, isFolder, readFolder } from './partsFolder';
import {
  calledAs,
  POPULATION_FLAGS,
  type PopulationFiles,
  populationFiles,
  readPopulations,
} from './predictionFiles';
import { type ReadReport, reportJson, reportLines } from './readReport';
import { checkTaken, TAKEN, type TakenHead, writeTaken } from './takenFiles';
import { trainingCounts } from './trainingCounts';
import { votesShards } from './votesCommand';

/** Options that name files of predictions, and say what a bundle says itself. */
const FILES = [...Object.keys(POPULATION_FLAGS).filter((name) => name !== 'quiet'), 'paired'];

const FLAGS: FlagKinds = {
  ...POPULATION_FLAGS,
  votes: 'list',
  ties: 'value',
  alpha: 'value',
  seed: 'value',
  baseline: 'value',
  paired: 'switch',
  json: 'switch',
  confusions: 'switch',
  taxicab: 'switch',
  draws: 'value',
  permutations: 'value',
  margin: 'value',
  attributes: 'value',
  target: 'value',
  training: 'value',
  ...TAKEN,
};

/** How often images are drawn anew for the ratios of `--training`, as the page does. */
const TAIL_DRAWS = 1000;

/** More draws of networks than this say no more. */
const MOST_DRAWS = 10_000;

/** More shuffles than this say no more. */
const MOST_SHUFFLES = 100_000;

/** `lacuna audit`: what to print for a bundle or two files of predictions; `root` is the project's folder, `note` takes messages for people, `told` how far it is. */
export async function auditCommand(
  args: string[],
  root: string,
  note: (message: string) => void,
  told: (doing: string, share: number) => void,
): Promise<string> {
  const { path, options } = bundleBefore(args);
  const { values, rest } = takeRepeated(options, 'level');
  const flags = parseFlags(rest, FLAGS);
  const levelFiles = levelFilesOf(values);
  checkTaken(flags);
  const draws = integer(flags, 'draws', 1, MOST_DRAWS);
  const shuffles = integer(flags, 'permutations', 1, MOST_SHUFFLES) ?? 0;
  const margin = number(flags, 'margin', 0, 1);
  if (margin !== undefined && shuffles === 0) {
    throw new UsageError('Expected --permutations with --margin, got --margin alone; it is for the test.');
  }
  for (const name of ['attributes', 'confusions', 'taxicab', 'draws', 'permutations', 'training', 'level']) {
    if ((name === 'level' ? levelFiles.length > 0 : flags.has(name)) && !flags.has('json')) {
      throw new UsageError(`Expected --json with --${name}, got --${name} alone; the tables do not show it.`);
    }
  }
  if (path !== null && levelFiles.length > 0) {
    throw new UsageError(
      `Expected --level with files of predictions, got it with ${isFolder(path) ? 'the folder' : 'the bundle'} ${path}.`,
    );
  }
  const { aligned, findings, named, levels, head, report } =
    path !== null
      ? isFolder(path)
        ? await ofFolder(path, flags, note, told)
        : await ofBundle(path, flags, note)
      : flags.has('votes')
        ? await ofVotes(flags, levelFiles, note)
        : await ofFiles(flags, levelFiles, note, told);
  await writeTaken(flags, findings, aligned, head, note);
  if (!flags.has('json')) return auditTables(findings, aligned);
  const [dense, compressed, nulls = null] = aligned.predictions;
  const rules = { ...findings.options, paired: findings.paired };
  const stability =
    draws === undefined
      ? null
      : drawn(drawNetworks(dense, compressed, nulls, { ...rules, draws }), 'Drawing networks', told);
  if (shuffles > 0 && rules.paired) {
    note('Paired populations share their training, so there is no permutation test of retraining alone.');
  }
  const retraining = drawn(
    testRetraining(dense, compressed, nulls, { ...rules, shuffles, ...(margin !== undefined && { margin }) }),
    'Shuffling networks',
    told,
  );
  const training = flags.get('training');
  const tail =
    training === undefined
      ? null
      : longTail(findings, aligned.truth, await trainingCounts(training, aligned, root), {
          draws: TAIL_DRAWS,
          seed: rules.seed,
        });
  const groups = await groupsOf(flags, findings, aligned, root);
  const shown = {
    named,
    taxicab: flags.has('taxicab'),
    groups,
    stability,
    retraining,
    family: familyJson(
      aligned.predictions,
      aligned.truth,
      levels,
      { ...rules, shuffles },
      aligned.classValues,
    ),
    longTail: tail,
    levels,
    confusions: flags.has('confusions'),
  };
  const read = report && { read: reportJson(report, aligned) };
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...read, ...auditJson(findings, aligned, shown) }, null, 2)}\n`;
}

type Audited = {
  /** Dense, compressed and, where there is one, the second dense population. */
  aligned: AlignedPredictions;
  findings: Findings;
  /** Whether classes have names beside their values. */
  named: boolean;
  /** What --level names. */
  levels: AuditedLevel[];
  /** What a bundle of it says of itself. */
  head: TakenHead;
  /** What files were taken for; null of a bundle. */
  report: ReadReport | null;
};

type LevelFile = { name: string; path: string };

/** The names and files that --level gives: NAME=FILE. */
function levelFilesOf(values: string[]): LevelFile[] {
  const files = values.map((value) => {
    const [, name, path] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
    if (name === undefined) throw new UsageError(`Expected --level to be NAME=FILE, got "${value}".`);
    return { name, path };
  });
  const twice = files.find(({ name }, place) => files.findIndex((file) => file.name === name) !== place);
  if (twice) throw new UsageError(`Expected --level with names of their own, got "${twice.name}" twice.`);
  return files;
}

async function ofBundle(path: string, flags: Flags, note: (message: string) => void): Promise<Audited> {
  const { head, session, findings } = await auditBundle(path, flags, FILES, note);
  return { aligned: alignedSession(session), findings, named: true, levels: [], head, report: null };
}

/** A folder of parts, as a cluster leaves it. */
async function ofFolder(
  path: string,
  flags: Flags,
  note: (message: string) => void,
  told: (doing: string, share: number) => void,
): Promise<Audited> {
  const other = ['dense', 'compressed', 'null', 'votes'].find((name) => flags.has(name));
  if (other) throw new UsageError(`Expected ${path} alone, a folder of parts, got --${other} too.`);
  const dataset = await readFolder(path, flags, told);
  const { aligned, named } = dataset;
  if (!flags.has('quiet')) for (const line of folderLines(path, dataset)) note(line);
  const [dense, compressed, nulls = null] = aligned.predictions;
  told('Auditing', 0);
  const rules = { ...auditOptions(flags), paired: pairing(flags, dense, compressed, note) };
  const findings = audit(dense, compressed, aligned.truth, rules, nulls);
  told('Auditing', 1);
  const head = {
    title: 'dense',
    compressed: 'compressed',
    query: '',
    provenance: `Parts in ${basename(path)}`,
  };
  return { aligned, findings, named, levels: [], head, report: null };
}

/** Shards that `lacuna votes` wrote, put together. */
async function ofVotes(
  flags: Flags,
  levelFiles: LevelFile[],
  note: (message: string) => void,
): Promise<Audited> {
  const other = ['dense', 'compressed', 'null', 'labels', 'classes', 'columns', 'population'].find((name) =>
    flags.has(name),
  );
  if (other || levelFiles.length > 0) {
    throw new UsageError(
      `Expected --votes alone, got --${other ?? 'level'} beside it; votes hold all populations.`,
    );
  }
  const paths = listOf(flags, 'votes');
  const { roles, aligned } = mergeVotes(await votesShards(paths));
  const [dense, compressed, nulls] = aligned.predictions;
  if (!flags.has('quiet')) {
    const networks = aligned.predictions.map(({ members }, at) => `${members.length} ${roles[at]}`);
    note(
      `votes: ${paths.length} ${paths.length === 1 ? 'shard' : 'shards'}, together ${networks.join(' and ')} networks, ${aligned.truth.length} images, ${aligned.classNames.length} classes.`,
    );
  }
  const rules = { ...auditOptions(flags), paired: pairing(flags, dense, compressed, note) };
  const findings = audit(dense, compressed, aligned.truth, rules, nulls ?? null);
  const head = {
    title: 'dense',
    compressed: 'compressed',
    query: '',
    provenance: `Votes of ${paths.map((path) => basename(path)).join(', ')}`,
  };
  const named = aligned.classValues.some((value) => typeof value !== 'number');
  return { aligned, findings, named, levels: [], head, report: null };
}

async function ofFiles(
  flags: Flags,
  levelFiles: LevelFile[],
  note: (message: string) => void,
  told: (doing: string, share: number) => void,
): Promise<Audited> {
  const files = populationFiles(flags);
  const options = auditOptions(flags);
  const more = levelFiles.map(
    ({ name, path }): PopulationFiles => ({
      flag: `level ${name}`,
      role: 'compressed',
      files: expandPaths([path]),
    }),
  );
  const { named, report, ...all } = await readPopulations([...files, ...more], flags, told);
  if (!flags.has('quiet')) for (const line of reportLines(report, all)) note(line);
  const aligned = { ...all, predictions: all.predictions.slice(0, files.length) };
  const [dense, compressed, nulls] = aligned.predictions;
  const paired = pairing(flags, dense, compressed, note);
  if (nulls && nulls.members.length < compressed.members.length) {
    note(
      `${basename(calledAs(files[2]))} has ${nulls.members.length} models, fewer than the ${compressed.members.length} compressed ones, so the noise floor comes from split halves.`,
    );
  }
  const rules = { ...options, paired };
  const audits = 1 + levelFiles.length;
  told('Auditing', 0);
  const findings = audit(dense, compressed, aligned.truth, rules, nulls ?? null);
  const levels = levelFiles.map(({ name }, place) => {
    told('Auditing', (1 + place) / audits);
    const predictions = all.predictions[files.length + place];
    return { name, predictions, findings: audit(dense, predictions, aligned.truth, rules, nulls ?? null) };
  });
  told('Auditing', 1);
  const called = files.map((each) => basename(calledAs(each)));
  const head = {
    title: called[0],
    compressed: called[1],
    query: '',
    provenance: called
      .map((name, place) => `${['Dense', 'Compressed', 'Dense, retrained'][place]}: ${name}`)
      .join('\n'),
  };
  return { aligned, findings, named, levels, head, report };
}

/** The groups that `--attributes` and `--target` ask for; null where they do not. */
async function groupsOf(
  flags: Flags,
  findings: Findings,
  aligned: AlignedPredictions,
  root: string,
): Promise<ReturnType<typeof subgroupsJson> | null> {
  const path = flags.get('attributes');
  const wanted = flags.get('target');
  if (path === undefined) {
    if (wanted === undefined) return null;
    throw new UsageError(
      'Expected --attributes with --target, got --target alone; it is for rates by group.',
    );
  }
  const target = wanted === undefined ? null : aligned.classValues.map(String).indexOf(wanted);
  if (target === -1) {
    const known = aligned.classValues.slice(0, 12).join(', ');
    throw new UsageError(`Expected --target to be a class, such as ${known}, got "${wanted}".`);
  }
  const attributes = await attributesFor(path, aligned.imageIds, root);
  return subgroupsJson(findings, aligned, attributes, target);
}

/** What a generator that can be paused comes to, without a pause; `told` hears the shares that it yields. */
function drawn<T>(
  work: Generator<unknown, T>,
  doing: string,
  told: (doing: string, share: number) => void,
): T {
  for (;;) {
    const step = work.next();
    if (step.done) {
      told(doing, 1);
      return step.value;
    }
    if (typeof step.value === 'number') told(doing, step.value);
  }
}
