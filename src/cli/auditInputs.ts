/**
 * What lacuna audit is given: a bundle, a folder of parts, votes, or files of predictions, read and audited.
 */

import { basename } from 'node:path';
import { audit } from '../audit/audit';
import type { Both, Findings } from '../audit/findings';
import type { Predictions } from '../audit/predictions';
import { alignedSession } from '../formats/bundle/bundleSession';
import type { AuditedLevel } from '../formats/findings/levelsJson';
import { mergeVotes } from '../formats/predictions/mergeVotes';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import { answersIn } from '../formats/predictions/reading';
import { counted } from '../text/format';
import { auditOptions } from './auditOptions';
import { auditBundle } from './bundleFile';
import { type Flags, listOf, UsageError } from './flags';
import { expandPaths } from './inputFiles';
import { pairing } from './pairing';
import { folderLines, readFolder } from './partsFolder';
import {
  calledAs,
  POPULATION_FLAGS,
  type PopulationFiles,
  populationFiles,
  readPopulations,
} from './predictionFiles';
import { type ReadReport, reportLines } from './readReport';
import type { TakenHead } from './takenFiles';
import type { Note, Progress } from './telling';
import { votesShards } from './votesCommand';

/** Options that name files of predictions, and say what a bundle says itself. */
const FILES = [...Object.keys(POPULATION_FLAGS).filter((name) => name !== 'quiet'), 'paired'];

/** Options that name two populations trained on as many images of every class. */
export const BALANCED = ['balanced-dense', 'balanced-compressed'] as const;

type Audited = {
  /** Dense, compressed and, where there is one, the null population. */
  aligned: AlignedPredictions;
  findings: Findings;
  /** Whether classes have names beside their values. */
  named: boolean;
  /** What --level names. */
  levels: AuditedLevel[];
  /** What --balanced-dense and --balanced-compressed name, on the same images. */
  balanced: Both<Predictions> | null;
  /** What a bundle of it says of itself. */
  head: TakenHead;
  /** What files were taken for; null of a bundle. */
  report: ReadReport | null;
};

type LevelFile = { name: string; path: string };

/** The names and files that --level gives: NAME=FILE. */
export function levelFilesOf(values: string[]): LevelFile[] {
  const files = values.map((value) => {
    const [, name, path] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
    if (name === undefined) throw new UsageError(`Expected --level to be NAME=FILE, got "${value}".`);
    return { name, path };
  });
  const twice = files.find(({ name }, place) => files.findIndex((file) => file.name === name) !== place);
  if (twice) throw new UsageError(`Expected --level with names of their own, got "${twice.name}" twice.`);
  return files;
}

export async function ofBundle(path: string, flags: Flags, note: Note): Promise<Audited> {
  const { head, session, findings } = await auditBundle(path, flags, FILES, note);
  return {
    aligned: alignedSession(session),
    findings,
    named: true,
    levels: [],
    balanced: null,
    head,
    report: null,
  };
}

/** A folder of parts, as a cluster leaves it. */
export async function ofFolder(path: string, flags: Flags, note: Note, told: Progress): Promise<Audited> {
  const other = ['dense', 'compressed', 'null', 'votes'].find((name) => flags.has(name));
  if (other) throw new UsageError(`Expected ${path} alone, a folder of parts, got --${other} too.`);
  const dataset = await readFolder(path, flags, told);
  if (!flags.has('quiet')) for (const line of folderLines(path, dataset)) note(line);
  told('Auditing', 0);
  const said = saidOf([`Parts in ${basename(path)}`], dataset.answers);
  const audited = auditedBoth(dataset, flags, note, said);
  told('Auditing', 1);
  return audited;
}

/** Where predictions come from, and who gave the answers, a line each. */
function saidOf(from: string[], answers: string | null): string {
  return [...from, ...(answers === null ? [] : [`Answers: ${answers}`])].join('\n');
}

/** Both populations audited as the flags say. */
function auditedBoth(
  { aligned, named }: Pick<Audited, 'aligned' | 'named'>,
  flags: Flags,
  note: Note,
  provenance: string,
): Audited {
  const [dense, compressed, nulls = null] = aligned.predictions;
  const rules = { ...auditOptions(flags), paired: pairing(flags, dense, compressed, note) };
  const findings = audit(dense, compressed, aligned.truth, rules, nulls);
  const head = { title: 'dense', compressed: 'compressed', query: '', provenance };
  return { aligned, findings, named, levels: [], balanced: null, head, report: null };
}

/** Shards that `lacuna votes` wrote, put together. */
export async function ofVotes(flags: Flags, levelFiles: LevelFile[], note: Note): Promise<Audited> {
  const other = ['dense', 'compressed', 'null', 'labels', 'classes', 'columns', 'population'].find((name) =>
    flags.has(name),
  );
  if (other || levelFiles.length > 0) {
    throw new UsageError(
      `Expected --votes alone, got --${other ?? 'level'} beside it; votes hold all populations.`,
    );
  }
  const paths = listOf(flags, 'votes');
  const merged = mergeVotes(await votesShards(paths));
  const { roles, aligned, answers } = merged;
  if (!flags.has('quiet')) {
    const networks = aligned.predictions.map(({ members }, at) => `${members.length} ${roles[at]}`);
    note(
      `votes: ${paths.length} ${paths.length === 1 ? 'shard' : 'shards'}, together ` +
        `${networks.join(' and ')} networks, ${counted(aligned.truth.length, 'image')}, ` +
        `${counted(aligned.classNames.length, 'class', 'classes')}.` +
        (answers === null ? '' : ` Answers: ${answers}.`),
    );
  }
  const from = `Votes of ${paths.map((path) => basename(path)).join(', ')}`;
  return auditedBoth(merged, flags, note, saidOf([from], answers));
}

export async function ofFiles(
  flags: Flags,
  levelFiles: LevelFile[],
  note: Note,
  told: Progress,
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
  const even = BALANCED.flatMap((flag, side): PopulationFiles[] => {
    const paths = listOf(flags, flag);
    const role = side === 0 ? 'dense' : 'compressed';
    return paths.length === 0 ? [] : [{ flag, role, files: expandPaths(paths) }];
  });
  const { named, report, ...all } = await readPopulations([...files, ...more, ...even], flags, told);
  if (!flags.has('quiet')) for (const line of reportLines(report, all)) note(line);
  const aligned = { ...all, predictions: all.predictions.slice(0, files.length) };
  const [dense, compressed, nulls] = aligned.predictions;
  const paired = pairing(flags, dense, compressed, note);
  if (nulls && nulls.members.length < compressed.members.length && !flags.has('quiet')) {
    note(
      `${basename(calledAs(files[2]))} has ${counted(nulls.members.length, 'model')}, fewer than the ` +
        `${compressed.members.length} compressed ones, so the noise floor comes from split halves.`,
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
  const [evenDense, evenCompressed] = all.predictions.slice(files.length + more.length);
  const balanced = evenCompressed ? { dense: evenDense, compressed: evenCompressed } : null;
  const called = files.map((each) => basename(calledAs(each)));
  const head = {
    title: called[0],
    compressed: called[1],
    query: '',
    provenance: saidOf(
      called.map((name, place) => `${['Dense', 'Compressed', 'Dense, retrained'][place]}: ${name}`),
      answersIn(report.files.map(({ reading }) => reading.answers)),
    ),
  };
  return { aligned, findings, named, levels, balanced, head, report };
}
