import { basename } from 'node:path';
import { audit } from '../audit/audit';
import type { Findings } from '../audit/findings';
import { longTail } from '../audit/longTail';
import { drawNetworks, type Stability } from '../audit/stability';
import { readAttributes } from '../formats/attributes';
import { auditJson } from '../formats/findings/auditJson';
import { subgroupsJson } from '../formats/findings/groupsJson';
import type { AlignedPredictions } from '../formats/predictions';
import { auditTables } from './auditTables';
import { readBytes } from './files';
import { choice, type FlagKinds, type Flags, integer, number, parseFlags } from './flags';
import { populationPaths, readPopulations } from './predictionFiles';
import { trainingCounts } from './trainingCounts';

const FLAGS: FlagKinds = {
  dense: 'value',
  compressed: 'value',
  labels: 'value',
  classes: 'value',
  null: 'value',
  ties: 'value',
  alpha: 'value',
  seed: 'value',
  paired: 'switch',
  json: 'switch',
  taxicab: 'switch',
  draws: 'value',
  attributes: 'value',
  target: 'value',
  training: 'value',
};

/** How often images are drawn anew for the ratios of `--training`, as the page does. */
const TAIL_DRAWS = 1000;

/** More draws of networks than this say no more. */
const MOST_DRAWS = 10_000;

/** `lacuna audit`: what to print for two files of predictions; `root` is the project's folder, `note` takes messages for people. */
export async function auditCommand(
  args: string[],
  root: string,
  note: (message: string) => void,
): Promise<string> {
  const flags = parseFlags(args, FLAGS);
  const paths = populationPaths(flags);
  const paired = flags.has('paired');
  const options = {
    ties: choice(flags, 'ties', ['largest', 'smallest'] as const, 'largest'),
    alpha: number(flags, 'alpha', 0, 1) ?? 0.05,
    seed: integer(flags, 'seed', 0, 2 ** 32 - 1) ?? 0,
    paired,
  };
  const draws = integer(flags, 'draws', 1, MOST_DRAWS);
  for (const name of ['attributes', 'taxicab', 'draws', 'training']) {
    if (flags.has(name) && !flags.has('json')) {
      throw new Error(`Expected --json with --${name}, got --${name} alone; the tables do not show it.`);
    }
  }
  const aligned = await readPopulations(paths, flags);
  const [dense, compressed, nulls] = aligned.predictions;

  if (!paired && sameIds(dense.members, compressed.members)) {
    note('Both files name the same models; if they are the same training runs, add --paired.');
  }
  if (paired && !sameIds(dense.members, compressed.members)) {
    const pairs = dense.members.slice(0, 3).map((id, index) => `${id} with ${compressed.members[index]}`);
    note(`The files name different models, so --paired takes them in order: ${pairs.join(', ')}, and so on.`);
  }
  if (nulls && nulls.members.length < compressed.members.length) {
    note(
      `${basename(paths[2])} has ${nulls.members.length} models, fewer than the ${compressed.members.length} compressed ones, so the noise floor comes from split halves.`,
    );
  }
  const findings = audit(dense, compressed, aligned.truth, options, nulls ?? null);
  if (!flags.has('json')) return auditTables(findings, aligned);
  const stability =
    draws === undefined ? null : drawn(drawNetworks(dense, compressed, nulls ?? null, { ...options, draws }));
  const training = flags.get('training');
  const tail =
    training === undefined
      ? null
      : longTail(findings, aligned.truth, await trainingCounts(training, aligned.classValues, root), {
          draws: TAIL_DRAWS,
          seed: options.seed,
        });
  const groups = await groupsOf(flags, findings, aligned);
  const shown = {
    named: flags.has('classes'),
    taxicab: flags.has('taxicab'),
    groups,
    stability,
    longTail: tail,
  };
  return `${JSON.stringify(auditJson(findings, aligned, shown), null, 2)}\n`;
}

/** The groups that `--attributes` and `--target` ask for; null where they do not. */
async function groupsOf(
  flags: Flags,
  findings: Findings,
  aligned: AlignedPredictions,
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
  const attributes = await readAttributes(await readBytes(path), path, aligned.imageIds);
  return subgroupsJson(findings, aligned, attributes, target);
}

function drawn(work: Generator<number, Stability>): Stability {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function sameIds(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
