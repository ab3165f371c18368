import type { AlignedPredictions } from '../formats/predictions/predictions';
import { type FileReading, readingSentence } from '../formats/predictions/reading';
import { counted } from '../text/format';

/** What the files of a command were taken for. */
export type ReadReport = {
  files: { flag: string; reading: FileReading; population: string | null; others: string[] }[];
  /** Whether images are paired by row for want of ids. */
  pairedByRow: boolean;
  /** What was made equal, and what to be careful of. */
  notes: string[];
};

/** Of more files that one flag names, only the first are told one by one. */
const MOST_FILES = 4;

/** What files were taken for, in a few lines. */
export function reportLines(
  { files, notes }: ReadReport,
  { imageIds, classNames, predictions }: AlignedPredictions,
): string[] {
  const flags = [...new Set(files.map(({ flag }) => flag))];
  const told = flags.flatMap((flag) => {
    const own = files.filter((file) => file.flag === flag);
    const lines = own.slice(0, MOST_FILES).map(({ reading, population, others }) => {
      const which =
        population === null || others.length === 0
          ? ''
          : ` Its population ${population} is ${flag}; left out: ${others.join(', ')}.`;
      return `${flag}: ${readingSentence(reading)}${which}`;
    });
    const more = own.length - lines.length;
    return more > 0 ? [...lines, `${flag}: ${more} more files.`] : lines;
  });
  const networks = predictions.map(({ members }) => members.length).join(' and ');
  return [
    ...told,
    `Together: ${networks} networks, ${counted(imageIds.length, 'image')} (${ends(imageIds)}), ` +
      `${counted(classNames.length, 'class', 'classes')} (${ends(classNames)}).`,
    ...notes,
  ];
}

/** The same for a program. */
export function reportJson(
  { files, pairedByRow, notes }: ReadReport,
  { imageIds, classNames }: AlignedPredictions,
) {
  return {
    files: files.map(({ flag, reading, population, others }) => ({
      file: reading.file,
      flag,
      form: reading.form,
      columns: reading.columns.map(({ column, role }) => ({ column, role })),
      unused: reading.unused.map(({ column, why }) => ({ column, why })),
      hasIds: reading.hasIds,
      rows: reading.images,
      populations: reading.populations.map(({ name, networks }) => ({ name, networks: networks.length })),
      population,
      leftOut: others,
      answers: reading.answers,
    })),
    pairedByRow,
    ids: { first: imageIds[0], last: imageIds.at(-1) },
    classNames: { first: classNames[0], last: classNames.at(-1) },
    notes,
  };
}

function ends(values: (number | string)[]): string {
  const last = values.at(-1);
  return values.length > 1 ? `${values[0]} to ${last}` : `${last}`;
}
