/** Shards of votes put together. */
import type { Predictions } from '../../audit/predictions';
import { named } from '../check';
import { answersIn } from './reading';
import { byCodeUnit } from './vocabulary';
import type { VotesShard } from './votesFile';

/**
 * Shards put together: images in the order of their ids and classes in theirs, as if all had been read at
 * once. Refuses shards of other networks or populations, and an image that stands in two of them.
 */
export function mergeVotes(shards: VotesShard[]): Omit<VotesShard, 'file'> {
  const [first] = shards;
  for (const { file, roles, aligned } of shards) {
    if (roles.join() !== first.roles.join()) {
      throw new Error(
        `${file}: expected the populations ${first.roles.join(', ')} of ${first.file}, got ` +
          `${roles.join(', ')}.`,
      );
    }
    roles.forEach((role, at) => {
      const [wanted, got] = [first, { aligned }].map((shard) => shard.aligned.predictions[at].members);
      const missing = [
        ...wanted.filter((id) => !got.includes(id)),
        ...got.filter((id) => !wanted.includes(id)),
      ];
      if (missing.length > 0) {
        throw new Error(
          `${file}: expected the ${role} networks of ${first.file}, got ${got.length} of which not all are ` +
            `the same (${missing.slice(0, 3).map(named).join(', ')}); vote with all networks on every shard.`,
        );
      }
    });
  }
  const classValues = united(shards.map(({ aligned }) => aligned.classValues));
  const order = imagesInOrder(shards);
  const classOf = new Map(classValues.map((value, at) => [`${value}`, at]));
  const recoded = shards.map(({ aligned }) =>
    Uint16Array.from(aligned.classValues, (value) => classOf.get(`${value}`) ?? 0),
  );
  const truth = Uint16Array.from(
    order,
    ({ shard, image }) => recoded[shard][shards[shard].aligned.truth[image]],
  );
  return {
    roles: first.roles,
    named: shards.some((shard) => shard.named),
    answers: answersIn(shards.map((shard) => shard.answers)),
    aligned: {
      predictions: first.roles.map((_, role) => joined(shards, role, order, recoded, classValues.length)),
      truth,
      imageIds: order.map(({ id }) => id),
      classValues,
      classNames: namesOf(classValues, shards),
    },
  };
}

/**
 * The classes of all shards: as they stand where all have the same, else numbers ascending or names by code
 * unit.
 */
function united(lists: (number | string)[][]): (number | string)[] {
  const [first] = lists;
  if (lists.every((list) => list.length === first.length && list.every((value, at) => value === first[at])))
    return first;
  const all = [...new Set(lists.flat())];
  return all.every((value) => typeof value === 'number')
    ? (all as number[]).sort((a, b) => a - b)
    : [...new Set(all.map(String))].sort(byCodeUnit);
}

/**
 * What the shards call the classes; a class that none names otherwise is called what it is in predictions.
 */
function namesOf(classValues: (number | string)[], shards: VotesShard[]): string[] {
  const known = new Map<string, { name: string; file: string }>();
  for (const { file, aligned } of shards) {
    aligned.classValues.forEach((value, at) => {
      const name = aligned.classNames[at];
      if (name === String(value)) return;
      const before = known.get(String(value));
      if (before && before.name !== name) {
        throw new Error(
          `${file}: expected class ${named(value)} to be called ${named(before.name)}, as in ` +
            `${before.file}, ` +
            `got ${named(name)}.`,
        );
      }
      known.set(String(value), { name, file });
    });
  }
  return classValues.map((value) => known.get(String(value))?.name ?? String(value));
}

type Placed = { id: number | string; shard: number; image: number };

function imagesInOrder(shards: VotesShard[]): Placed[] {
  const order: Placed[] = shards.flatMap(({ aligned }, shard) =>
    aligned.imageIds.map((id, image) => ({ id, shard, image })),
  );
  const isNumeric = order.every(({ id }) => typeof id === 'number');
  if (isNumeric) order.sort((a, b) => Number(a.id) - Number(b.id));
  else order.sort((a, b) => byCodeUnit(`${a.id}`, `${b.id}`));
  const twice = order.find(({ id }, at) => at > 0 && `${order[at - 1].id}` === `${id}`);
  if (twice) {
    const files = order.filter(({ id }) => `${id}` === `${twice.id}`).map(({ shard }) => shards[shard].file);
    throw new Error(
      `${files[1]}: expected other images than in ${files[0]}, got image ${named(twice.id)} in both; leave ` +
        'one of the shards out, or give images ids.',
    );
  }
  return isNumeric ? order : order.map((placed) => ({ ...placed, id: `${placed.id}` }));
}

function joined(
  shards: VotesShard[],
  role: number,
  order: Placed[],
  recoded: Uint16Array[],
  classes: number,
): Predictions {
  const { members } = shards[0].aligned.predictions[role];
  const all = shards.map(({ aligned }) => aligned.predictions[role]);
  const rows = all.map((each) => members.map((id) => each.members.indexOf(id)));
  const cells = members.length * order.length;
  const gather = <T extends Uint16Array | Float32Array>(
    into: T,
    of: (shard: number, cell: number) => number,
  ): T => {
    members.forEach((_, row) => {
      order.forEach(({ shard, image }, at) => {
        into[row * order.length + at] = of(shard, rows[shard][row] * all[shard].images + image);
      });
    });
    return into;
  };
  const labels = gather(new Uint16Array(cells), (shard, cell) => recoded[shard][all[shard].labels[cell]]);
  const has = (key: 'pPrediction' | 'pLabel' | 'rankLabel') => all.every((each) => each[key] !== undefined);
  return {
    members,
    images: order.length,
    classes,
    labels,
    ...(has('pPrediction') && {
      pPrediction: gather(new Float32Array(cells), (shard, cell) => all[shard].pPrediction![cell]),
    }),
    ...(has('pLabel') && {
      pLabel: gather(new Float32Array(cells), (shard, cell) => all[shard].pLabel![cell]),
    }),
    ...(has('rankLabel') && {
      rankLabel: gather(new Uint16Array(cells), (shard, cell) => all[shard].rankLabel![cell]),
    }),
  };
}
