import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { robustnessCell, type SideAnswers, sideAnswers } from '../audit/levels/robustness';
import type { Predictions } from '../audit/predictions';
import { differingImages } from '../audit/votes/pies';
import { DEFAULT_TIE_RULE, TIE_RULE_NAMES } from '../audit/votes/ties';
import { type CorruptionId, corrupt, corruptionIds, severities } from '../corruptions/corrupt';
import type { Device } from '../engine/device';
import { sha256 } from '../formats/bytes/sha256';
import type { FileRef } from '../library/manifest';
import {
  packHits,
  ROBUSTNESS_FILE,
  type RobustnessTable,
  readRobustnessTable,
  writeRobustnessTable,
} from '../library/robustness';
import { openZoo, type Zoo } from '../library/zoo';
import type { Population } from '../model/population';
import { firstImages, type Shard } from '../model/shard';
import { counted } from '../text/format';
import { collectPredictions } from './collect';
import { fileSource, readBytes, writeWhole } from './files';
import { choice, each, type FlagKinds, type Flags, integer, parseFlags, required, UsageError } from './flags';
import { listInManifest, zooFolder } from './namedZoo';
import { robustnessText } from './robustnessText';
import type { Context } from './telling';
import { createNodeWasmDevice } from './wasmDevice';
import { imagesAsked, requireImages, withOwnImages } from './zooImages';

const FLAGS: FlagKinds = {
  ...each('value', 'zoo variants corruptions severities members images images-count seed ties out'),
};

/** A comma-separated flag whose entries are among `known`. */
function several<T extends string | number>(
  flags: Flags,
  name: string,
  known: readonly T[],
  fallback: readonly T[],
): T[] {
  const text = flags.get(name);
  if (text === undefined) return [...fallback];
  return text.split(',').map((entry) => {
    const found = known.find((candidate) => String(candidate) === entry.trim());
    if (found === undefined) {
      throw new UsageError(`Expected --${name} to be some of ${known.join(',')}, got "${entry}".`);
    }
    return found;
  });
}

/**
 * `lacuna robustness`: runs the dense population of a zoo and others over corrupted copies of its test
 * images, and returns a table for people. It writes the counts to a file cell by cell, so that a run that was
 * stopped goes on from there. The manifest of the zoo lists the file where it is the one that the zoo ships.
 */
export async function robustnessCommand(args: string[], { root, note, progress }: Context): Promise<string> {
  const flags = parseFlags(args, FLAGS);
  const folder = zooFolder(required(flags, 'zoo'), root);
  const zoo = await withOwnImages(await openZoo(folder, fileSource), flags, note);
  requireImages(zoo);
  const trained = zoo.manifest.variants.filter(({ id }) => zoo.memberCount(id) > 0);
  const known = trained.map(({ id }) => id).filter((id) => id !== 'dense');
  const sparse = trained.filter(({ kind }) => kind === 'sparse').map(({ id }) => id);
  const populations = ['dense', ...several(flags, 'variants', known, sparse)];
  const chosen = several<CorruptionId>(flags, 'corruptions', corruptionIds, corruptionIds);
  const levels = several(flags, 'severities', severities, [1, 3, 5] as const);
  const { count } = zoo.manifest.dataset.test;
  const images = imagesAsked(zoo, flags) ?? Math.min(1000, count);
  const least = Math.min(...populations.map((id) => zoo.memberCount(id)));
  const members = integer(flags, 'members', 1, least) ?? least;
  const out = flags.get('out');
  const settings = {
    schemaVersion: 1 as const,
    command: `npm run -s lacuna -- robustness ${args.join(' ')}`,
    data: zoo.manifest.dataset.id,
    images,
    seed: integer(flags, 'seed', 0, 2 ** 32 - 1) ?? 0,
    ties: choice(flags, 'ties', TIE_RULE_NAMES, DEFAULT_TIE_RULE),
    populations,
  };
  const { device: engine } = await createNodeWasmDevice(root, members);
  try {
    const shard = firstImages(await zoo.testShard(), images);
    const run = createRunner(engine, zoo, members, settings);
    const clean = await run(shard);
    const fresh: RobustnessTable = { ...settings, clean: cleanOf(clean), cells: [] };
    const table = (out && (await unfinished(out, fresh))) || fresh;
    const wanted = levels.flatMap((severity) => chosen.map((corruption) => ({ corruption, severity })));
    for (const [index, { corruption, severity }] of wanted.entries()) {
      progress(`${corruption} ${severity}`, index / wanted.length);
      if (table.cells.some((cell) => cell.corruption === corruption && cell.severity === severity)) continue;
      const answers = await run(corrupt(shard, corruption, severity, settings.seed));
      table.cells.push({ corruption, severity, answers: answersOf(answers, clean) });
      if (out) await writeTable(out, table, folder);
    }
    progress('done', 1);
    if (out) {
      await writeTable(out, table, folder);
      note(
        `${out}: ${counted(table.cells.length, 'cell')}, ` +
          `${counted(populations.length, 'population')} of ${members}, ${counted(images, 'image')}.`,
      );
    }
    return robustnessText(table);
  } finally {
    engine.close();
  }
}

/** Runs every population over a shard and counts its answers. */
function createRunner(
  engine: Device,
  zoo: Zoo,
  members: number,
  { populations, ties }: Pick<RobustnessTable, 'populations' | 'ties'>,
): (shard: Shard) => Promise<Record<string, SideAnswers>> {
  const loaded = new Map<string, Population>();
  return async (shard) => {
    const answers: Record<string, SideAnswers> = {};
    for (const id of populations) {
      const population = loaded.get(id) ?? (await zoo.population(id, members));
      loaded.set(id, population);
      const predictions: Predictions = await collectPredictions(
        engine.run(population, shard),
        population,
        shard,
        () => {},
      );
      answers[id] = sideAnswers(predictions, shard.labels, ties);
    }
    return answers;
  };
}

function answersOf(
  answers: Record<string, SideAnswers>,
  clean: Record<string, SideAnswers>,
): RobustnessTable['cells'][number]['answers'] {
  return Object.fromEntries(
    Object.entries(answers).map(([id, compressed]) => {
      const hits = packHits(compressed.hits);
      const said = { right: compressed.right, ...(hits && { hits }) };
      if (id === 'dense') return [id, { ...said, pies: null, alsoClean: null }];
      const before = differingImages(clean.dense.modal, clean[id].modal);
      const { pies } = robustnessCell('', 0, { dense: answers.dense, compressed }, before);
      return [id, { ...said, pies: pies?.count ?? null, alsoClean: pies?.alsoClean ?? null }];
    }),
  );
}

function cleanOf(clean: Record<string, SideAnswers>): RobustnessTable['clean'] {
  const entries = Object.entries(answersOf(clean, clean));
  return Object.fromEntries(entries.map(([id, { alsoClean: _, ...said }]) => [id, said]));
}

/**
 * The table of a run that was stopped, if the file at `path` holds one of the same populations, images and
 * networks.
 */
async function unfinished(path: string, fresh: RobustnessTable): Promise<RobustnessTable | null> {
  if (!existsSync(path)) return null;
  const found = readRobustnessTable(await readFile(path, 'utf8'), path);
  const same = (table: RobustnessTable) => {
    const { populations, images, seed, ties, data, clean } = table;
    return JSON.stringify([data, images, seed, ties, populations.map((id) => [id, clean[id].right])]);
  };
  if (same(found) !== same(fresh)) {
    throw new Error(
      `${path}: expected a table of the same populations, networks, images, seed and tie rule to ` +
        'go on with, got another; name another file.',
    );
  }
  return { ...found, command: fresh.command };
}

async function writeTable(path: string, table: RobustnessTable, folder: string): Promise<void> {
  const place = ({ corruption, severity }: RobustnessTable['cells'][number]) =>
    8 * (corruptionIds as string[]).indexOf(corruption) + severity;
  table.cells.sort((a, b) => place(a) - place(b));
  await writeWhole(path, [writeRobustnessTable(table)]);
  if (resolve(path) === resolve(folder, ROBUSTNESS_FILE)) await listTable(folder);
}

/** States the table of robustness in a zoo's folder, its size and SHA-256 in the zoo's manifest. */
async function listTable(folder: string): Promise<void> {
  const bytes = await readBytes(join(folder, ROBUSTNESS_FILE));
  const size = { bytes: bytes.length, inflatedBytes: bytes.length };
  const robustness: FileRef = { path: ROBUSTNESS_FILE, ...size, sha256: await sha256(bytes) };
  await listInManifest(folder, { robustness });
}
