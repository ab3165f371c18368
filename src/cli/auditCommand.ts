import { basename } from 'node:path';
import { audit } from '../audit/audit';
import type { Findings } from '../audit/findings';
import { longTail } from '../audit/groups/longTail';
import { runOut, testRetraining } from '../audit/retraining/retraining';
import { drawNetworks } from '../audit/retraining/stability';
import { alignedSession } from '../formats/bundle/bundleSession';
import { auditJson } from '../formats/findings/auditJson';
import { subgroupsJson } from '../formats/findings/groupsJson';
import type { AuditedLevel } from '../formats/findings/levelsJson';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { auditOptions } from './auditOptions';
import { auditTables } from './auditTables';
import { auditBundle, bundleBefore } from './bundleFile';
import { type FlagKinds, type Flags, integer, number, parseFlags, takeRepeated } from './flags';
import { attributesFor } from './imageAttributes';
import { pairing } from './pairing';
import { populationPaths, readPopulations } from './predictionFiles';
import { checkTaken, TAKEN, type TakenHead, writeTaken } from './takenFiles';
import { trainingCounts } from './trainingCounts';

/** Options that name files of predictions, and say what a bundle says itself. */
const FILES = ['dense', 'compressed', 'labels', 'classes', 'null', 'paired'];

const FLAGS: FlagKinds = {
  dense: 'value',
  compressed: 'value',
  labels: 'value',
  classes: 'value',
  null: 'value',
  ties: 'value',
  alpha: 'value',
  seed: 'value',
  baseline: 'value',
  paired: 'switch',
  json: 'switch',
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

/** `lacuna audit`: what to print for a bundle or two files of predictions; `root` is the project's folder, `note` takes messages for people. */
export async function auditCommand(
  args: string[],
  root: string,
  note: (message: string) => void,
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
    throw new Error('Expected --permutations with --margin, got --margin alone; it is for the test.');
  }
  for (const name of ['attributes', 'taxicab', 'draws', 'permutations', 'training', 'level']) {
    if ((name === 'level' ? levelFiles.length > 0 : flags.has(name)) && !flags.has('json')) {
      throw new Error(`Expected --json with --${name}, got --${name} alone; the tables do not show it.`);
    }
  }
  if (path !== null && levelFiles.length > 0) {
    throw new Error(`Expected --level with files of predictions, got it with the bundle ${path}.`);
  }
  const { aligned, findings, named, levels, head } =
    path === null ? await ofFiles(flags, levelFiles, note) : await ofBundle(path, flags, note);
  await writeTaken(flags, findings, aligned, head, note);
  if (!flags.has('json')) return auditTables(findings, aligned);
  const [dense, compressed, nulls = null] = aligned.predictions;
  const told = { ...findings.options, paired: findings.paired };
  const stability =
    draws === undefined ? null : runOut(drawNetworks(dense, compressed, nulls, { ...told, draws }));
  if (shuffles > 0 && told.paired) {
    note('Paired populations share their training, so there is no permutation test of retraining alone.');
  }
  const retraining = runOut(
    testRetraining(dense, compressed, nulls, { ...told, shuffles, ...(margin !== undefined && { margin }) }),
  );
  const training = flags.get('training');
  const tail =
    training === undefined
      ? null
      : longTail(findings, aligned.truth, await trainingCounts(training, aligned, root), {
          draws: TAIL_DRAWS,
          seed: told.seed,
        });
  const groups = await groupsOf(flags, findings, aligned, root);
  const shown = {
    named,
    taxicab: flags.has('taxicab'),
    groups,
    stability,
    retraining,
    longTail: tail,
    levels,
  };
  return `${JSON.stringify(auditJson(findings, aligned, shown), null, 2)}\n`;
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
};

type LevelFile = { name: string; path: string };

/** The names and files that --level gives: NAME=FILE. */
function levelFilesOf(values: string[]): LevelFile[] {
  const files = values.map((value) => {
    const [, name, path] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
    if (name === undefined) throw new Error(`Expected --level to be NAME=FILE, got "${value}".`);
    return { name, path };
  });
  const twice = files.find(({ name }, place) => files.findIndex((file) => file.name === name) !== place);
  if (twice) throw new Error(`Expected --level with names of their own, got "${twice.name}" twice.`);
  return files;
}

async function ofBundle(path: string, flags: Flags, note: (message: string) => void): Promise<Audited> {
  const { head, session, findings } = await auditBundle(path, flags, FILES, note);
  return { aligned: alignedSession(session), findings, named: true, levels: [], head };
}

async function ofFiles(
  flags: Flags,
  levelFiles: LevelFile[],
  note: (message: string) => void,
): Promise<Audited> {
  const paths = populationPaths(flags);
  const options = auditOptions(flags);
  const { named, ...all } = await readPopulations([...paths, ...levelFiles.map(({ path }) => path)], flags);
  const aligned = { ...all, predictions: all.predictions.slice(0, paths.length) };
  const [dense, compressed, nulls] = aligned.predictions;
  const paired = pairing(flags, dense, compressed, note);
  if (nulls && nulls.members.length < compressed.members.length) {
    note(
      `${basename(paths[2])} has ${nulls.members.length} models, fewer than the ${compressed.members.length} compressed ones, so the noise floor comes from split halves.`,
    );
  }
  const told = { ...options, paired };
  const findings = audit(dense, compressed, aligned.truth, told, nulls ?? null);
  const levels = levelFiles.map(({ name }, place) => {
    const predictions = all.predictions[paths.length + place];
    return { name, predictions, findings: audit(dense, predictions, aligned.truth, told, nulls ?? null) };
  });
  const files = [...paths.keys()].map(
    (place) => `${['Dense', 'Compressed', 'Dense, retrained'][place]}: ${basename(paths[place])}`,
  );
  const head = {
    title: basename(paths[0]),
    compressed: basename(paths[1]),
    query: '',
    provenance: files.join('\n'),
  };
  return { aligned, findings, named, levels, head };
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
    throw new Error('Expected --attributes with --target, got --target alone; it is for rates by group.');
  }
  const target = wanted === undefined ? null : aligned.classValues.map(String).indexOf(wanted);
  if (target === -1) {
    const known = aligned.classValues.slice(0, 12).join(', ');
    throw new Error(`Expected --target to be a class, such as ${known}, got "${wanted}".`);
  }
  const attributes = await attributesFor(path, aligned.imageIds, root);
  return subgroupsJson(findings, aligned, attributes, target);
}
