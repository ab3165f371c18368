/** What a part holds of the networks that its manifest lists. */
import { named } from '../check';
import type { Part, PartsManifest } from '../predictions/partsManifest';
import type { Block } from './block';
import type { FileBlocks } from './readBlocks';

/** A population of a part. */
export type Named = { name: string; table: Block };
/** The networks of a part that its manifest lists, on the images that it says. */
export function listed({ populations }: FileBlocks, part: Part, manifest: PartsManifest): Named[] {
  const { path, start, end } = part;
  const range = Float64Array.from({ length: end - start }, (_, at) => start + at);
  return manifest.populations
    .filter(({ name }) => part.population === null || part.population === name)
    .map(({ name, members }) => {
      const found = populationIn(populations, name, members, part);
      if (!found) {
        const there = populations.map((each) => named(each.name)).join(', ');
        throw new Error(`${path}: expected the population ${named(name)}, got ${there}.`);
      }
      const { table } = found;
      if (table.images !== end - start) {
        throw new Error(
          `${path}: expected ${end - start} images (${start} to ${end - 1}), got ${table.images} of ` +
            `${named(name)}.`,
        );
      }
      const missing = members.filter(({ id }) => !table.model.values.includes(id)).map(({ id }) => named(id));
      if (missing.length > 0) {
        throw new Error(
          `${path}: expected the networks of the manifest, got none called ` +
            `${missing.slice(0, 4).join(', ')}.`,
        );
      }
      return {
        name,
        table: selected({ ...table, ids: table.ids ?? range }, new Set(members.map(({ id }) => id))),
      };
    });
}

/** A block without the networks that are not listed. */
function selected(block: Block, ids: ReadonlySet<string>): Block {
  const { model, images, said, scores } = block;
  if (model.values.every((id) => ids.has(id))) return block;
  const rows = [...model.values.keys()].filter((row) => ids.has(model.values[row]));
  const take = <T extends Uint16Array | Float32Array>(matrix: T): T => {
    const taken = matrix.slice(0, rows.length * images) as T;
    rows.forEach((row, to) => {
      taken.set(matrix.subarray(row * images, (row + 1) * images), to * images);
    });
    return taken;
  };
  return {
    ...block,
    model: { values: rows.map((row) => model.values[row]) },
    said: { ...said, data: take(said.data) },
    scores: {
      ...(scores.pPrediction && { pPrediction: take(scores.pPrediction) }),
      ...(scores.pLabel && { pLabel: take(scores.pLabel) }),
      ...(scores.rankLabel && { rankLabel: take(scores.rankLabel) }),
    },
  };
}

/** By its name; of a part of one population, or where all networks stand in one table, by what there is. */
function populationIn(
  populations: Named[],
  name: string,
  members: { id: string }[],
  part: Part,
): Named | undefined {
  const own = populations.find((each) => each.name === name);
  if (own) return own;
  const [only] = populations;
  const hasAll = members.every(({ id }) => only.table.model.values.includes(id));
  return populations.length === 1 && (part.population === name || hasAll) ? only : undefined;
}
