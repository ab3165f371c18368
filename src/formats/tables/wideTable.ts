import { checkCells } from '../limits';
import type { Categories } from './columns';
import type { LongTable } from './longTable';

/** Predictions of networks in order over the same N images in order, as a long table, network by network. */
export function wideTable({
  file,
  models,
  image,
  label,
  predictions,
}: {
  file: string;
  models: string[];
  image: Categories;
  label: Categories | null;
  predictions: Categories[];
}): LongTable {
  const images = image.codes.length;
  const rows = models.length * images;
  checkCells(rows, 'predictions', file, `${models.length} networks x ${images} images`);
  const codes = new Uint32Array(rows);
  models.forEach((_, model) => {
    codes.fill(model, model * images, (model + 1) * images);
  });
  const repeated = (categories: Categories): Categories => {
    const all = new Uint32Array(rows);
    models.forEach((_, model) => {
      all.set(categories.codes, model * images);
    });
    return { ...categories, codes: all };
  };
  return {
    file,
    rows,
    image: repeated(image),
    model: { values: models, codes, firstRows: models.map(() => 1), numeric: false },
    prediction: joined(predictions, images),
    label: label && repeated(label),
    pPrediction: null,
    pLabel: null,
    rankLabel: null,
  };
}

function joined(parts: Categories[], images: number): Categories {
  const values: string[] = [];
  const firstRows: number[] = [];
  const index = new Map<string, number>();
  const codes = new Uint32Array(parts.length * images);
  parts.forEach((part, model) => {
    const to = Uint32Array.from(part.values, (value, code) => {
      let found = index.get(value);
      if (found === undefined) {
        found = values.push(value) - 1;
        firstRows.push(part.firstRows[code]);
        index.set(value, found);
      }
      return found;
    });
    for (let i = 0; i < images; i++) codes[model * images + i] = to[part.codes[i]];
  });
  return { values, codes, firstRows, numeric: parts.every(({ numeric }) => numeric) };
}
