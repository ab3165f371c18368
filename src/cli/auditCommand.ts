import type { Both, Findings } from '../audit/findings';
import { type LongTail, longTail } from '../audit/groups/longTail';
import { type TailContrast, tailBeyondBalanced } from '../audit/groups/tailContrast';
import type { Predictions } from '../audit/predictions';
import { testRetraining } from '../audit/retraining/retraining';
import { drawNetworks } from '../audit/retraining/stability';
import { bundleAnswers } from '../formats/bundle/bundleOrigin';
import { auditJson, SCHEMA_VERSION } from '../formats/findings/auditJson';
import { familyJson } from '../formats/findings/familyJson';
import { subgroupsJson } from '../formats/findings/groupsJson';
import { peopleJson } from '../formats/findings/peopleJson';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { BALANCED, levelFilesOf, ofBundle, ofFiles, ofFolder, ofVotes } from './auditInputs';
import { auditTables } from './auditTables';
import { bundleBefore } from './bundleFile';
import {
  each,
  type FlagKinds,
  type Flags,
  integer,
  number,
  parseFlags,
  takeRepeated,
  UsageError,
} from './flags';
import { attributesFor } from './imageAttributes';
import { isFolder } from './partsFolder';
import { checkPeople, PEOPLE_FLAGS, peopleFor, peopleTable } from './peopleVotes';
import { POPULATION_FLAGS } from './predictionFiles';
import { reportJson } from './readReport';
import { checkTaken, TAKEN, writeTaken } from './takenFiles';
import type { Context, Note, Progress } from './telling';
import { trainingCounts } from './trainingCounts';

const FLAGS: FlagKinds = {
  ...POPULATION_FLAGS,
  votes: 'list',
  ...each('value', 'ties alpha seed baseline'),
  ...each('switch', 'paired json confusions taxicab'),
  ...each('value', 'draws permutations margin attributes target training'),
  ...each('list', 'balanced-dense balanced-compressed'),
  ...TAKEN,
  ...PEOPLE_FLAGS,
};

/** How often images are drawn anew for the ratios of `--training`, as the page does. */
const TAIL_DRAWS = 1000;

/** More draws of networks than this say no more. */
const MOST_DRAWS = 10_000;

/** More shuffles than this say no more. */
const MOST_SHUFFLES = 100_000;

/** `lacuna audit`: what to print for a bundle or two files of predictions. */
export async function auditCommand(args: string[], { root, note, progress: told }: Context): Promise<string> {
  const { path, options } = bundleBefore(args);
  const { values, rest } = takeRepeated(options, 'level');
  const flags = parseFlags(rest, FLAGS);
  const levelFiles = levelFilesOf(values);
  checkTaken(flags);
  checkPeople(flags);
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
      'Expected --level with files of predictions, got it with ' +
        `${isFolder(path) ? 'the folder' : 'the bundle'} ${path}.`,
    );
  }
  checkBalanced(flags, path);
  const { aligned, findings, named, levels, balanced, head, report } =
    path !== null
      ? isFolder(path)
        ? await ofFolder(path, flags, note, told)
        : await ofBundle(path, flags, note)
      : flags.has('votes')
        ? await ofVotes(flags, levelFiles, note)
        : await ofFiles(flags, levelFiles, note, told);
  await writeTaken(flags, findings, aligned, head, note);
  const people = await peopleFor(flags, findings, aligned, root, note);
  if (!flags.has('json')) {
    return `${auditTables(findings, aligned)}${people ? `\n${peopleTable(people)}\n` : ''}`;
  }
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
  const groups = await groupsOf(flags, findings, aligned, root, note);
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
    beyondBalanced: tail && balanced && beyondOf(tail, balanced, aligned),
    levels,
    people: people && peopleJson(people.people, people.source),
    confusions: flags.has('confusions'),
  };
  const read = report && { read: reportJson(report, aligned) };
  const answers = bundleAnswers(head);
  const said = answers !== null && { answers };
  const json = { schemaVersion: SCHEMA_VERSION, ...read, ...said, ...auditJson(findings, aligned, shown) };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** That the balanced pair is whole, and that there are head and tail to compare with it. */
function checkBalanced(flags: Flags, path: string | null): void {
  const [first] = BALANCED.filter((name) => flags.has(name));
  if (!first) return;
  const missing = [...BALANCED, 'training'].find((name) => !flags.has(name));
  if (missing) {
    throw new UsageError(
      `Expected --${missing} with --${first}, got none: the tail is compared with the head, in networks ` +
        'trained on the long tail and on a balanced set.',
    );
  }
  const other = path ?? (flags.has('votes') ? '--votes' : flags.has('paired') ? '--paired' : null);
  if (other !== null) {
    throw new UsageError(
      `Expected --${first} with four files of predictions of networks trained apart, got it with ${other}.`,
    );
  }
}

/** How much more the tail loses than the head than the same classes do in the balanced pair. */
function beyondOf(
  tail: LongTail,
  balanced: Both<Predictions>,
  { predictions: [dense, compressed], truth }: AlignedPredictions,
): TailContrast {
  const beyond = tailBeyondBalanced(tail.classes, { dense, compressed }, balanced, truth);
  if (!beyond) {
    throw new UsageError(
      'Expected --training with more images of some of three classes or more, and an image of each, with ' +
        '--balanced-dense, got no head and tail to compare.',
    );
  }
  return beyond;
}

/** The groups that `--attributes` and `--target` ask for; null where they do not. */
async function groupsOf(
  flags: Flags,
  findings: Findings,
  aligned: AlignedPredictions,
  root: string,
  note: Note,
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
  const attributes = await attributesFor(path, aligned.imageIds, root, flags, note);
  return subgroupsJson(findings, aligned, attributes, target);
}

/** What a generator that can be paused comes to, without a pause; `told` hears the shares that it yields. */
function drawn<T>(work: Generator<unknown, T>, doing: string, told: Progress): T {
  for (;;) {
    const step = work.next();
    if (step.done) {
      told(doing, 1);
      return step.value;
    }
    if (typeof step.value === 'number') told(doing, step.value);
  }
}
