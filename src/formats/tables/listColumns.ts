/** Which columns of lists are predictions or scores of networks. */
import { plainName } from '../columnNames';
import type { ColumnSample } from './columnSample';
import { type ListKind, type ListShape, networkOfScores } from './lists';
import { roleOfName } from './populationNames';

/** A column, and what its lists were taken for. */
type Meant = { column: string; why: string };

/** What the columns of lists of a table are. */
export type ListColumns = {
  /** The prediction of one network, or of the network of the row. */
  prediction: Meant | null;
  /** A column, or several, for the networks of a table with a row an image. */
  networks: Meant[];
  /** Probabilities beside the likeliest classes, in their order. */
  pPrediction: Meant | null;
  /** What the network says of each class, beside its prediction. */
  scores: Meant | null;
  unused: Meant[];
};

const NETWORKS = /(pred|net|model|member|seed|run|output|vote|ensemble)/;
const CLASSES = /(pred|top|rank|class|label|index|indices|idx)/;
const HELD: Record<ListKind, (length: number) => string> = {
  probabilities: (length) =>
    `lists of ${length} numbers that add up to 1: probabilities of the classes, the largest is the ` +
    'prediction',
  logits: (length) => `lists of ${length} numbers: logits of the classes, the largest is the prediction`,
  ranked: (length) =>
    `lists of ${length} different classes: the likeliest ones of one network, the first is its prediction`,
  networks: (length) => `lists of ${length} classes: the predictions of ${length} networks`,
  numbers: () =>
    'it holds lists of numbers that do not add up to 1, and its name does not say that they are logits',
  uneven: () => 'it holds lists of several lengths, or empty ones',
  shortened: () =>
    'it holds texts of lists that cannot be read, as numpy shortens them; save the table as Parquet',
};

/**
 * What columns of lists are, beside the columns of single values of a table. `named` is the one whose name
 * says that it is the prediction. `hasPrediction` and `hasNetworks` say whether single values are; `isLong`
 * whether a column names the network of a row.
 */
export function listColumns(
  samples: ColumnSample[],
  named: ColumnSample | null,
  label: ColumnSample | null,
  { hasPrediction, hasNetworks, isLong }: { hasPrediction: boolean; hasNetworks: boolean; isLong: boolean },
): ListColumns {
  const found: ListColumns = { prediction: null, networks: [], pPrediction: null, scores: null, unused: [] };
  const lists = samples.flatMap(({ column, lists: shape }) => (shape ? [{ column, shape }] : []));
  const why = ({ column, shape }: { column: string; shape: ListShape }) => ({
    column,
    why: HELD[shape.kind](shape.length),
  });
  const listsOf = (kinds: ListKind[]) => lists.filter(({ shape }) => kinds.includes(shape.kind));
  const classes = listsOf(['networks', 'ranked']).filter(
    ({ column, shape }) => column === named?.column || areClasses(column, shape, label),
  );
  const networks = classes.filter(({ shape }) => shape.kind === 'networks');
  const ranked = classes.filter(({ shape }) => shape.kind === 'ranked');
  const scores = onePerNetwork(listsOf(['probabilities', 'logits']));
  const meant = [...networks, ...ranked, ...scores].find(({ column }) => column === named?.column);
  if (hasPrediction) {
    if (scores.length === 1) found.scores = why(scores[0]);
  } else if (!hasNetworks) {
    const kind = meant?.shape.kind ?? (networks[0] ?? ranked[0] ?? scores[0])?.shape.kind;
    const own = kind === 'networks' ? networks : kind === 'ranked' ? ranked : scores;
    const [first] = meant && (kind !== 'networks' || isLong) ? [meant] : own;
    if (!isLong && (own.length > 1 || kind === 'networks')) found.networks = own.map(why);
    else if (first && (own.length === 1 || meant)) found.prediction = why(first);
    if (kind === 'ranked' && found.prediction) {
      const share = lists.find(
        ({ shape }) => shape.kind === 'numbers' && shape.length === first.shape.length,
      );
      if (share?.shape.falls) {
        found.pPrediction = {
          column: share.column,
          why:
            `lists of ${share.shape.length} falling numbers beside the likeliest classes: the first is ` +
            'the probability of the prediction',
        };
      } else if (scores.length === 1) found.scores = why(scores[0]);
    }
  }
  const used = new Set(
    [found.prediction, found.pPrediction, found.scores, ...found.networks].map((each) => each?.column),
  );
  found.unused = lists
    .filter(({ column }) => !used.has(column))
    .map(({ column, shape }) => ({ column, why: whyUnused(shape) }));
  return found;
}

function whyUnused({ kind, length }: ListShape): string {
  if (kind === 'numbers' || kind === 'uneven' || kind === 'shortened') return HELD[kind](length);
  return (
    `it holds lists of ${length} ${kind === 'logits' || kind === 'probabilities' ? kind : 'values'}, ` +
    'and other columns were taken for the predictions'
  );
}

/**
 * Whether lists of whole numbers or texts are classes: their column's name says so, or they are true labels
 * elsewhere.
 */
function areClasses(column: string, { kind, values }: ListShape, label: ColumnSample | null): boolean {
  const plain = plainName(column);
  if (roleOfName(plain) !== null || (kind === 'networks' ? NETWORKS : CLASSES).test(plain)) return true;
  const known = new Set(label?.values);
  return known.size > 0 && values.every((value) => known.has(value));
}

/** One column of scores for each network: of probabilities and logits of the same one the probabilities. */
function onePerNetwork<T extends { column: string; shape: ListShape }>(scores: T[]): T[] {
  const byNetwork = new Map<string, T>();
  for (const each of scores) {
    const network = networkOfScores(plainName(each.column));
    if (byNetwork.get(network)?.shape.kind !== 'probabilities') byNetwork.set(network, each);
  }
  return [...byNetwork.values()];
}
