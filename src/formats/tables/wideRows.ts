/** Reads tables with a row for each image and a column for each network. */
import type { ColumnReader } from '../columnReader';
import { type Categories, categoryReader, probabilityReader, rankReader } from './columns';
import { classIndices, placesReader, type ScoredColumn, scoresReader } from './listReaders';
import { type ListShape, networkOfScores } from './lists';
import type { LongTable } from './longTable';
import type { NetworkConfidences, WideMapping } from './mapping';
import { numbered } from './tableRows';
import { wantedColumns } from './wantedColumns';
import { type WideNetwork, wideTable } from './wideTable';

/**
 * The predictions of a table with a row for each image. A column of lists, which `lists` tells, is one
 * network where they are its scores or its classes in order, and several where each place is one.
 */
export async function readWide(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: WideMapping,
  lists: Map<string, ListShape>,
): Promise<LongTable> {
  const { want, read } = wantedColumns(file);
  if (mapping.models.length === 0)
    throw new Error(`${file}: expected at least one column of predictions, got none.`);
  const image = want(mapping.image, categoryReader);
  const label = want(mapping.label, categoryReader);
  const isScored = (column: string) => {
    const kind = lists.get(column)?.kind;
    return kind !== undefined && kind !== 'ranked' && kind !== 'networks';
  };
  const classes = mapping.models
    .filter((column) => !isScored(column))
    .map((column) => ({
      column,
      reader: want(column, (f, c) => classesReader(f, c, lists.get(column)))!,
      confidences: confidenceReaders(mapping.confidences?.[column] ?? {}, want),
    }));
  const isRead = image !== null || label !== null || classes.length > 0;
  const before = isRead ? await read(bytes) : null;
  const truth = label?.finish() ?? null;
  const scored = await readScored(
    bytes,
    file,
    mapping.models.filter(isScored),
    lists,
    truth && { column: mapping.label!, categories: truth },
  );
  const images = before ?? scored[0].columns.prediction.codes.length;
  const found = new Map<string, WideNetwork[]>([
    ...classes.map(({ column, reader, confidences }): [string, WideNetwork[]] => {
      const own = reader.finish();
      const more = Object.fromEntries(
        Object.entries(confidences).map(([key, each]) => [key, each?.finish() ?? null]),
      );
      return [
        column,
        own.map((prediction, at) => ({
          name: own.length > 1 ? `${column}_${at}` : column,
          prediction,
          ...(own.length === 1 && more),
        })),
      ];
    }),
    ...scored.map(({ column, columns }): [string, WideNetwork[]] => [
      column,
      [{ name: networkOfScores(column) || column, ...columns }],
    ]),
  ]);
  return {
    ...wideTable({
      file,
      image: image?.finish() ?? numbered(new Uint32Array(images), 1),
      label: truth,
      networks: mapping.models.flatMap((column) => found.get(column) ?? []),
    }),
    ...(image === null && { isNumbered: 'row' as const }),
  };
}

/** One column of classes, or one for each place of its lists. */
function classesReader(
  file: string,
  column: string,
  shape: ListShape | undefined,
): ColumnReader<Categories[]> {
  if (shape) return placesReader(file, column, shape, shape.kind === 'networks' ? shape.length : 1);
  const reader = categoryReader(file, column);
  return { ...reader, finish: () => [reader.finish()] };
}

function confidenceReaders(
  { pPrediction = null, pLabel = null, rankLabel = null }: NetworkConfidences,
  want: ReturnType<typeof wantedColumns>['want'],
) {
  return {
    pPrediction: want(pPrediction, probabilityReader),
    pLabel: want(pLabel, probabilityReader),
    rankLabel: want(rankLabel, rankReader),
  };
}

async function readScored(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  models: string[],
  lists: Map<string, ListShape>,
  truth: { column: string; categories: Categories } | null,
): Promise<{ column: string; columns: ScoredColumn }[]> {
  if (models.length === 0) return [];
  const { want, read } = wantedColumns(file);
  const indices = truth && classIndices(file, truth.column, truth.categories);
  const readers = models.map((column) => ({
    column,
    reader: want(column, (f, c) => scoresReader(f, c, lists.get(column)!, { truth: indices, said: null }))!,
  }));
  await read(bytes);
  return readers.map(({ column, reader }) => ({ column, columns: reader.finish() }));
}
