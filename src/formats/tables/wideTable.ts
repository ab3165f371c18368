import { named } from '../check';
import { checkCells } from '../limits';
import type { Categories } from './columns';
import type { LongTable } from './longTable';

/** What one network said of the N images in order, and how sure it was. */
export type WideNetwork = {
  name: string;
  prediction: Categories;
  pPrediction?: Float32Array | null;
  pLabel?: Float32Array | null;
  rankLabel?: Uint16Array | null;
};

/**
 * Predictions of networks in order over the same N images in order, as a long table, network by network.
 * Confidences stay where every network has them.
 */
export function wideTable({
  file,
  image,
  label,
  networks,
}: {
  file: string;
  image: Categories;
  label: Categories | null;
  networks: WideNetwork[];
}): LongTable {
  const images = image.codes.length;
  const rows = networks.length * images;
  checkCells(rows, 'predictions', file, `${networks.length} networks x ${images} images`);
  const names = new Set<string>();
  for (const { name } of networks) {
    if (names.has(name)) {
      throw new Error(`${file}: expected networks of different names, got ${named(name)} twice.`);
    }
    names.add(name);
  }
  const codes = new Uint32Array(rows);
  networks.forEach((_, network) => {
    codes.fill(network, network * images, (network + 1) * images);
  });
  const repeated = (categories: Categories): Categories => {
    const all = new Uint32Array(rows);
    networks.forEach((_, network) => {
      all.set(categories.codes, network * images);
    });
    return { ...categories, codes: all };
  };
  const all = <T extends Float32Array | Uint16Array>(
    of: (network: WideNetwork) => T | null | undefined,
    make: () => T,
  ): T | null => {
    if (networks.some((network) => !of(network))) return null;
    const values = make();
    networks.forEach((network, at) => {
      values.set(of(network)!, at * images);
    });
    return values;
  };
  return {
    file,
    rows,
    image: repeated(image),
    model: { values: [...names], codes, firstRows: networks.map(() => 1), numeric: false },
    prediction: joined(
      networks.map(({ prediction }) => prediction),
      images,
    ),
    label: label && repeated(label),
    pPrediction: all(
      ({ pPrediction }) => pPrediction,
      () => new Float32Array(rows),
    ),
    pLabel: all(
      ({ pLabel }) => pLabel,
      () => new Float32Array(rows),
    ),
    rankLabel: all(
      ({ rankLabel }) => rankLabel,
      () => new Uint16Array(rows),
    ),
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
