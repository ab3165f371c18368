import type { TieRule } from '../audit/findings';
import type { Robustness } from '../audit/levels/robustness';
import { isTieRule, TIE_RULE_NAMES } from '../audit/votes/ties';
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
type Answers = { right: number[]; pies: number | null };

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
  return {
    right: asList(record.right, inside(place, 'right'), (count, at) => asInteger(count, at, 0, images)),
    pies: maybeCount(record.pies, inside(place, 'pies'), images),
  };
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
  return `{\n${entries.join('')} "clean": {\n${lines(answers)}\n },\n "cells": [\n${lines(cells.map((cell) => JSON.stringify(cell)))}\n ]\n}\n`;
}

/** One population of a table against the dense one; null when the table lacks it. */
export function robustnessOf(table: RobustnessTable, population: string): Robustness | null {
  if (!table.populations.includes(population)) return null;
  const { images, clean, cells } = table;
  const both = (answers: Record<string, Answers>) => ({
    dense: answers.dense.right,
    compressed: answers[population].right,
  });
  return {
    images,
    paired: population === 'dense',
    clean: { right: both(clean), pies: clean[population].pies },
    cells: cells.map(({ corruption, severity, answers }) => {
      const { pies, alsoClean } = answers[population];
      return {
        corruption,
        severity,
        right: both(answers),
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
