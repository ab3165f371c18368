/** Which network a row is of, where one column names it, or two do only together. */
import { plainName } from '../columnNames';
import type { Categories } from './columns';

type Named = { column: string | null; categories: Categories | null };

/** Columns that number networks, and so stand behind what they number. */
const NUMBERS = ['model_id', 'network_id', 'member'];
/** A larger table of networks and images is not looked at: its rows are then told apart by both columns. */
const MOST_CELLS = 1 << 28;

/**
 * The networks of rows: by `model` alone where no network then has an image twice, else by both columns,
 * `resnet/0`. Null where there is neither.
 */
export function networksOf(
  model: Named,
  seed: Named,
  images: Categories | null,
  populations: Categories | null,
): Categories | null {
  const [one, other] = [model.categories, seed.categories];
  if (one === null || other === null) return one ?? other;
  const isNumber = NUMBERS.includes(plainName(model.column ?? ''));
  const both = isNumber ? joined(other, one) : joined(one, other);
  const isAlone =
    images === null ? both.values.length === one.values.length : !repeats(one, images, populations);
  return isAlone ? one : both;
}

function joined(first: Categories, last: Categories): Categories {
  const codeOf = new Map<number, number>();
  const firstRows: number[] = [];
  const values: string[] = [];
  const codes = Uint32Array.from(first.codes, (code, row) => {
    const pair = code * last.values.length + last.codes[row];
    let known = codeOf.get(pair);
    if (known === undefined) {
      known = firstRows.push(row + 1) - 1;
      values.push(`${first.values[code]}/${last.values[last.codes[row]]}`);
      codeOf.set(pair, known);
    }
    return known;
  });
  return { values, codes, firstRows, numeric: false };
}

/** Whether a network of a population has an image twice. */
function repeats(model: Categories, image: Categories, population: Categories | null): boolean {
  const [models, images] = [model.values.length, image.values.length];
  const cells = (population?.values.length ?? 1) * models * images;
  if (model.codes.length > cells || cells > MOST_CELLS) return true;
  const seen = new Uint8Array(cells);
  for (let row = 0; row < model.codes.length; row++) {
    const cell = ((population?.codes[row] ?? 0) * models + model.codes[row]) * images + image.codes[row];
    if (seen[cell] === 1) return true;
    seen[cell] = 1;
  }
  return false;
}
