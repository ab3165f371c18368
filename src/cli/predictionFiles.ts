import { named } from '../formats/check';
import {
  type ChosenPopulation,
  choosePopulation,
  type FilePopulations,
} from '../formats/predictions/chosenPopulation';
import { checkGiven, type GivenColumns, parseGivenColumns } from '../formats/predictions/givenColumns';
import { readLabelFile } from '../formats/predictions/labelFile';
import { alignFiles } from '../formats/predictions/plausible';
import { readPredictionFile, sharedClasses } from '../formats/predictions/predictionFile';
import type { AlignedPredictions } from '../formats/predictions/predictions';
import type { FileReading } from '../formats/predictions/reading';
import type { LabelTable, LongTable } from '../formats/tables/longTable';
import { mergeTables } from '../formats/tables/mergeTables';
import type { PopulationRole } from '../formats/tables/populationNames';
import { readClasses } from './classNames';
import { readBytes } from './files';
import { each, type FlagKinds, type Flags, listOf, UsageError } from './flags';
import { expandPaths } from './inputFiles';
import { withinLimit } from './readingLimit';
import type { ReadReport } from './readReport';
import type { Progress } from './telling';

/** Options that say which files hold predictions, and how they are read. */
export const POPULATION_FLAGS: FlagKinds = {
  ...each('list', 'dense compressed null'),
  ...each('value', 'labels classes columns population'),
  quiet: 'switch',
};

/** A flag that names the files of one population, and what these stand for. */
export type PopulationFiles = { flag: string; role: PopulationRole; files: string[] };

/** The files that --dense, --compressed and, if given, --null name, in this order. */
export function populationFiles(flags: Flags): PopulationFiles[] {
  return (['dense', 'compressed', 'null'] as const).flatMap((role) => {
    const paths = listOf(flags, role);
    if (paths.length === 0 && role !== 'null') {
      throw new UsageError(`Expected --${role} with a value, got none; see lacuna --help.`);
    }
    return paths.length === 0 ? [] : [{ flag: role, role, files: expandPaths(paths) }];
  });
}

/** What to call the files of a population. */
export function calledAs({ files: [first, ...others] }: PopulationFiles): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

type ReadPredictions = AlignedPredictions & {
  /** Whether classes have names beside their values. */
  named: boolean;
  report: ReadReport;
};

/**
 * The predictions in files of any form, on the same images, with the labels of --labels and the class names
 * of --classes or, without it, of the files. Of files with several populations, the one that stands for the
 * flag that names it, or that --population names; columns as
 * --columns says, where it does. `told` hears how much is read.
 */
export async function readPopulations(
  populations: PopulationFiles[],
  flags: Flags,
  told: Progress,
): Promise<ReadPredictions> {
  const given = givenColumns(flags);
  const wanted = wantedPopulations(flags);
  const classesPath = flags.get('classes');
  const names = classesPath === undefined ? null : await readClasses(classesPath);
  const files: ReadReport['files'] = [];
  const labels: LabelTable[] = [];
  const labelsPath = flags.get('labels');
  if (labelsPath !== undefined) {
    const bytes = await readBytes(labelsPath);
    const read = await withinLimit(labelsPath, bytes.length, () => readLabelFile(bytes, labelsPath, given));
    labels.push(read.labels);
    files.push({ flag: 'labels', reading: read.reading, population: null, others: [] });
  }
  const paths = [...new Set(populations.flatMap((each) => each.files))];
  const read = new Map<string, FilePopulations & { classes: string[] | null; reading: FileReading }>();
  for (const [at, path] of paths.entries()) {
    told(`Reading ${path}`, at / paths.length);
    const bytes = await readBytes(path);
    const found = await withinLimit(path, bytes.length, () => readPredictionFile(bytes, path, given));
    read.set(path, { file: path, ...found });
  }
  told('Reading', 1);
  checkGiven(given, [
    ...files.map(({ reading }) => reading),
    ...[...read.values()].map(({ reading }) => reading),
  ]);
  const tables: LongTable[] = [];
  for (const { flag, role, files: own } of populations) {
    const others = populations.filter((each) => each.flag !== flag).flatMap((each) => each.files);
    const isShared = own.some((path) => others.includes(path));
    const from = own.map((path) => read.get(path)!);
    const chosen = choosePopulation(from, role, { wanted: wanted.get(flag) ?? null, isShared });
    const merged = mergeTables(
      chosen.parts,
      own.length === 1 ? chosen.parts[0].table.file : `the ${flag} files`,
    );
    tables.push(merged.table);
    labels.push(...merged.labels);
    files.push(...from.map(({ reading }) => ({ flag, reading, ...namesOf(chosen) })));
  }
  const notes: string[] = [];
  if (tables.some((table, at) => tables.findIndex((other) => sameNetworks(table, other)) !== at)) {
    notes.push(
      'Caution: two populations are the same networks of the same file: a comparison of them with ' +
        'themselves.',
    );
  }
  const classes = names ?? sharedClasses([...read.values()]);
  const aligned = alignFiles(tables, labels, classes, (sentence) => notes.push(sentence));
  const pairedByRow = tables.every(({ isNumbered }) => isNumbered !== undefined);
  return { ...aligned, named: classes !== null, report: { files, pairedByRow, notes } };
}

function namesOf({ name, others }: ChosenPopulation): { population: string | null; others: string[] } {
  return { population: name, others };
}

function sameNetworks(a: LongTable, b: LongTable): boolean {
  return a.prediction === b.prediction && a.model === b.model;
}

/** What --columns says. */
export function givenColumns(flags: Flags): GivenColumns {
  const text = flags.get('columns');
  if (text === undefined) return {};
  try {
    return parseGivenColumns(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** What --population says: NAME for a single one, or ROLE=NAME,ROLE=NAME. */
export function wantedPopulations(flags: Flags): Map<string, string> {
  const text = flags.get('population');
  if (text === undefined) return new Map();
  return new Map(
    text.split(',').map((part): [string, string] => {
      const [, role, name] = /^(dense|compressed|null)=(.+)$/.exec(part.trim()) ?? [];
      if (role === undefined) {
        throw new UsageError(
          `Expected --population to be dense=NAME,compressed=NAME,null=NAME, got "${named(part.trim())}".`,
        );
      }
      return [role, name];
    }),
  );
}
