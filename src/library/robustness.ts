import type { Robustness } from '../audit/levels/robustness';
import { isTieRule, TIE_RULE_NAMES, type TieRule } from '../audit/votes/ties';
import {
  asInteger,
  asList,
  asRecord,
  asText,
  checkVersion,
  inside,
  type Place,
  parseJson,
  unexpected,
} from '../formats/check';
import type { Zoo } from './zoo';

/**
 * One population on one set of images: right answers of each network; PIEs against the dense one, null for
 * itself.
 */
type Answers = {
  right: number[];
  pies: number | null;
  /** How many networks are right on each image, a byte each, as base64; absent where it was not kept. */
  hits?: string;
};

/**
 * Populations of a zoo on its first `images` test images, clean and corrupted, as the command line computed
 * them.
 */
export type RobustnessTable = {
  schemaVersion: 1;
  /** What made it. */
  command: string;
  data: string;
  images: number;
  /** Seed of the corruptions. */
  seed: number;
  ties: TieRule;
  /** Ids of the populations in every cell, dense first. */
  populations: string[];
  clean: Record<string, Answers>;
  cells: {
    corruption: string;
    severity: number;
    answers: Record<string, Answers & { alsoClean: number | null }>;
  }[];
};

/** What the file of such a table is called in a zoo's folder. */
export const ROBUSTNESS_FILE = 'robustness.json';

function maybeCount(value: unknown, place: Place, most: number): number | null {
  return value === null ? null : asInteger(value, place, 0, most);
}

function readAnswers(value: unknown, place: Place, images: number): Answers {
  const record = asRecord(value, place);
  const right = asList(record.right, inside(place, 'right'), (count, at) => asInteger(count, at, 0, images));
  const hits = record.hits === undefined ? undefined : asText(record.hits, inside(place, 'hits'));
  if (hits !== undefined) checkHits(hits, right, images, inside(place, 'hits'));
  return { right, pies: maybeCount(record.pies, inside(place, 'pies'), images), ...(hits && { hits }) };
}

/** As many right answers image by image as network by network, or the two are of different runs. */
function checkHits(text: string, right: number[], images: number, place: Place): void {
  const expected = `base64 of ${images} bytes, together as many right answers as the networks have`;
  const sum = (counts: ArrayLike<number>) => Array.from(counts).reduce((all, count) => all + count, 0);
  const hits = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? hitsOf(text) : [];
  if (hits.length !== images || sum(hits) !== sum(right)) throw unexpected(place, expected, text);
}

function hitsOf(text: string): Uint8Array {
  const letters = atob(text);
  const hits = new Uint8Array(letters.length);
  for (let image = 0; image < hits.length; image++) hits[image] = letters.charCodeAt(image);
  return hits;
}

/** Counts below 256 as base64, for `hits`; undefined where there are more networks. */
export function packHits(hits: ArrayLike<number>): string | undefined {
  const bytes = Array.from(hits);
  if (bytes.some((count) => count > 255)) return undefined;
  return btoa(bytes.map((count) => String.fromCharCode(count)).join(''));
}

function eachOf<T>(
  populations: string[],
  value: unknown,
  place: Place,
  read: (answers: unknown, place: Place) => T,
): Record<string, T> {
  const record = asRecord(value, place);
  return Object.fromEntries(populations.map((id) => [id, read(record[id], inside(place, id))]));
}

/** A table from the text of a file, every field checked; `file` names it in errors. */
export function readRobustnessTable(text: string, file: string): RobustnessTable {
  const root: Place = { file, path: '' };
  const document = asRecord(parseJson(text, file), root);
  checkVersion(document.schemaVersion, inside(root, 'schemaVersion'));
  const images = asInteger(document.images, inside(root, 'images'), 1);
  const { ties } = document;
  if (!isTieRule(ties))
    throw unexpected(inside(root, 'ties'), TIE_RULE_NAMES.map((name) => `"${name}"`).join(' or '), ties);
  const populations = asList(document.populations, inside(root, 'populations'), asText);
  if (populations[0] !== 'dense') {
    throw unexpected(inside(root, 'populations'), 'a list that begins with "dense"', populations[0]);
  }
  return {
    schemaVersion: 1,
    command: asText(document.command, inside(root, 'command')),
    data: asText(document.data, inside(root, 'data')),
    images,
    seed: asInteger(document.seed, inside(root, 'seed'), 0, 2 ** 32 - 1),
    ties,
    populations,
    clean: eachOf(populations, document.clean, inside(root, 'clean'), (answers, place) =>
      readAnswers(answers, place, images),
    ),
    cells: asList(document.cells, inside(root, 'cells'), (cell, place) => {
      const record = asRecord(cell, place);
      return {
        corruption: asText(record.corruption, inside(place, 'corruption')),
        severity: asInteger(record.severity, inside(place, 'severity'), 1, 5),
        answers: eachOf(populations, record.answers, inside(place, 'answers'), (answers, at) => ({
          ...readAnswers(answers, at, images),
          alsoClean: maybeCount(asRecord(answers, at).alsoClean, inside(at, 'alsoClean'), images),
        })),
      };
    }),
  };
}

/** A table as text: a line for each cell. */
export function writeRobustnessTable({ clean, cells, ...head }: RobustnessTable): string {
  const lines = (rows: string[]) => rows.map((row) => `  ${row}`).join(',\n');
  const entries = Object.entries(head).map(
    ([name, value]) => ` ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`,
  );
  const answers = Object.entries(clean).map(
    ([id, value]) => `${JSON.stringify(id)}: ${JSON.stringify(value)}`,
  );
  return (
    `{\n${entries.join('')} "clean": {\n${lines(answers)}\n },\n "cells": ` +
    `[\n${lines(cells.map((cell) => JSON.stringify(cell)))}\n ]\n}\n`
  );
}

/** One population of a table against the dense one; null when the table lacks it. */
export function robustnessOf(table: RobustnessTable, population: string): Robustness | null {
  if (!table.populations.includes(population)) return null;
  const { images, clean, cells } = table;
  const both = (answers: Record<string, Answers>) => ({
    dense: answers.dense.right,
    compressed: answers[population].right,
  });
  const hits = ({ dense, [population]: own }: Record<string, Answers>) =>
    dense.hits && own.hits ? { dense: hitsOf(dense.hits), compressed: hitsOf(own.hits) } : undefined;
  return {
    images,
    paired: population === 'dense',
    clean: { right: both(clean), hits: hits(clean), pies: clean[population].pies },
    cells: cells.map(({ corruption, severity, answers }) => {
      const { pies, alsoClean } = answers[population];
      return {
        corruption,
        severity,
        right: both(answers),
        hits: hits(answers),
        pies: pies === null || alsoClean === null ? null : { count: pies, alsoClean },
      };
    }),
  };
}

/** The table that a zoo's manifest lists, its checksum compared; null where it lists none. */
export async function shippedRobustness(zoo: Pick<Zoo, 'robustnessFile'>): Promise<RobustnessTable | null> {
  const bytes = await zoo.robustnessFile();
  return bytes && readRobustnessTable(new TextDecoder().decode(bytes), ROBUSTNESS_FILE);
}
