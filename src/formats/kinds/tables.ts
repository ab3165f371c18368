/** Formats that hold tables. */

import { LARGEST_PAGE } from '../limits';
import { beginning, type Format } from './format';
import { inBytes, PACKED } from './limitWords';

const HUGGING_FACE =
  'a column of structs {bytes, path}, and a column of classes: numbers with their names in the file’s ' +
  'metadata, or text. Files called after `train`, `test` or `validation`, or below such a folder, are ' +
  'parts of which one is chosen';

export const csv = {
  id: 'text',
  words: 'CSV',
  sign: 'text; commas, tabs, semicolons or bars between cells',
  isText: (text) => !/^[{[]/.test(text),
  holds: { predictions: { CSV: 'a table: its forms are below' } },
  predictions: {
    words: 'CSV',
    endings: ['.csv', '.tsv', '.txt'],
    async table(bytes, file, readersFor, mostRows) {
      const { scanCsv } = await import('../csv/csv');
      return scanCsv(
        bytes,
        file,
        (header) => {
          const kinds = header.map(() => 'text' as const);
          return readersFor(header, kinds).map((reader) => reader?.cell ?? null);
        },
        mostRows,
      );
    },
    async write(...given) {
      const { predictionsToCsv } = await import('../writing/writePredictions');
      return predictionsToCsv(...given);
    },
  },
} as const satisfies Format;

export const parquet = {
  id: 'parquet',
  words: 'Parquet',
  sign: 'begins with `PAR1` (`PARE` where it is encrypted)',
  begins: (head) => beginning('PAR1')(head) || beginning('PARE')(head),
  holds: {
    predictions: { Parquet: 'a table: its forms are below' },
    images: { 'Parquet as Hugging Face writes it': HUGGING_FACE },
  },
  predictions: {
    words: 'Parquet',
    endings: ['.parquet'],
    async table(...given) {
      const { scanParquet } = await import('../parquet/parquet');
      return scanParquet(...given);
    },
    async answers(...given) {
      const { answersIn } = await import('../parquet/parquet');
      return answersIn(...given);
    },
    async write(...given) {
      const { predictionsToParquet } = await import('../writing/writePredictions');
      return predictionsToParquet(...given);
    },
    keepsAnswers: true,
  },
  limits: {
    'a page of Parquet, and all pages of a table': `${inBytes(LARGEST_PAGE)}, and ${PACKED.arrays}`,
  },
} as const satisfies Format;
