/** Reads tables with a row for each network and image. */
import { named } from '../check';
import { type Categories, categoryReader, probabilityReader, rankReader } from './columns';
import { classIndices, firstReader, placesReader, type ScoredColumn, scoresReader } from './listReaders';
import type { ListShape } from './lists';
import type { LongTable } from './longTable';
import type { LongMapping } from './mapping';
import { networksOf } from './networkNames';
import { isRowNumber, numbered, partsBy, rowsOfColumns } from './tableRows';
import { twice, wantedColumns } from './wantedColumns';

/** One population of a file, by the name that the file gives it; null where it gives none. */
export type TablePopulation = { name: string | null; table: LongTable };

/**
 * The populations of a table with a row for each network and image; `lists` are the columns that have lists.
 * Of the classes of a network the first is the prediction, of scores the class of the largest. Probabilities
 * follow from scores, and so do ranks where true labels are indices.
 */
export async function readLong(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  mapping: LongMapping,
  lists: Map<string, ListShape>,
): Promise<TablePopulation[]> {
  const { want, read } = wantedColumns(file);
  const shape = lists.get(mapping.prediction);
  const scored = shape && shape.kind !== 'ranked' ? mapping.prediction : (mapping.scores ?? null);
  if (scored !== null && scored === mapping.scores && scored === mapping.prediction)
    throw twice(file, scored);
  const isScored = scored === mapping.prediction;
  const prediction = isScored
    ? null
    : want(mapping.prediction, shape ? (f, c) => firstPlace(f, c, shape) : categoryReader);
  const image = want(mapping.image, categoryReader);
  const model = want(mapping.model, categoryReader);
  const seed = want(mapping.seed ?? null, categoryReader);
  const population = want(mapping.population ?? null, categoryReader);
  const label = want(mapping.label, categoryReader);
  const pShape = mapping.pPrediction === null ? undefined : lists.get(mapping.pPrediction);
  const pPrediction = want(mapping.pPrediction, (f, c) =>
    pShape ? firstReader(f, c, pShape, probabilityReader(f, c)) : probabilityReader(f, c),
  );
  const pLabel = want(mapping.pLabel, probabilityReader);
  const rankLabel = want(mapping.rankLabel, rankReader);
  // Where predictions follow from scores alone, another column says how many rows there are, or none has to
  // be read before.
  const others = [prediction, image, model, seed, population, label, pPrediction, pLabel, rankLabel];
  const before = others.some((reader) => reader !== null) ? await read(bytes) : null;
  const truth = label?.finish() ?? null;
  const said = prediction?.finish() ?? null;
  const scores =
    scored === null
      ? null
      : await readScores(bytes, file, scored, lists, {
          truth: truth && { column: mapping.label!, categories: truth },
          said: said && { column: mapping.prediction, categories: said },
        });
  const rows = before ?? scores!.prediction.codes.length;
  const populations = population?.finish() ?? null;
  const images = image?.finish() ?? null;
  const columns = {
    image: images,
    model:
      networksOf(
        { column: mapping.model, categories: model?.finish() ?? null },
        { column: mapping.seed ?? null, categories: seed?.finish() ?? null },
        images,
        populations,
      ) ?? oneModel(file, rows),
    prediction: said ?? scores!.prediction,
    label: truth,
    pPrediction: pPrediction?.finish() ?? scores?.pPrediction ?? null,
    pLabel: pLabel?.finish() ?? scores?.pLabel ?? null,
    rankLabel: rankLabel?.finish() ?? scores?.rankLabel ?? null,
  };
  return partsBy(populations, rows).map(({ name, rows: own }) => {
    const part = own === null ? columns : rowsOfColumns(columns, own);
    const ids = part.image && !isRowNumber(mapping.image, part.image, part.model) ? part.image : null;
    const where = name === null || populations?.values.length === 1 ? file : `${file} (${named(name)})`;
    return {
      name,
      table: {
        file: where,
        rows: own?.length ?? rows,
        ...part,
        image: ids ?? numbered(part.model.codes, part.model.values.length),
        ...(ids === null && { isNumbered: 'row' as const }),
        ...(model === null && seed === null && { isNamedByFile: true }),
      },
    };
  });
}

/** The first class of each list. */
function firstPlace(file: string, column: string, shape: ListShape) {
  const reader = placesReader(file, column, shape, 1);
  return { ...reader, finish: (): Categories => reader.finish()[0] };
}

type Beside = { column: string; categories: Categories } | null;

async function readScores(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  column: string,
  lists: Map<string, ListShape>,
  { truth, said }: { truth: Beside; said: Beside },
): Promise<ScoredColumn> {
  const shape = lists.get(column);
  if (shape === undefined || shape.kind === 'networks') {
    throw new Error(
      `${file}: expected lists with a number for each class in column ${named(column)}, got ` +
        `${shape ? `lists of ${shape.length} classes` : 'single values'}; give each network a column ` +
        'of its own.',
    );
  }
  const { want, read } = wantedColumns(file);
  const indices = (beside: Beside) => beside && classIndices(file, beside.column, beside.categories);
  const reader = want(column, (f, c) =>
    scoresReader(f, c, shape, { truth: indices(truth), said: indices(said) }),
  )!;
  await read(bytes);
  return reader.finish();
}

function oneModel(file: string, rows: number): Categories {
  const name = file.slice(file.lastIndexOf('/') + 1).replace(/(\.(csv|tsv|txt|parquet|gz))+$/i, '') || file;
  return { values: [name], codes: new Uint32Array(rows), firstRows: [1], numeric: false };
}
