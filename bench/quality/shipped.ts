// What the shipped networks give, to compare with: their accuracy, and PIEs of random draws of as many.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mulberry32, shuffledIndices } from '../../src/audit/statistics/random';
import { modalLabels } from '../../src/audit/votes/modal';
import { differingImages } from '../../src/audit/votes/pies';
import { DEFAULT_TIE_RULE } from '../../src/audit/votes/ties';
import { countVotes } from '../../src/audit/votes/votes';
import type { Source } from '../../src/library/fetchFile';
import { openZoo } from '../../src/library/zoo';

const DRAWS = 200;

const fromDisk: Source = async function* (base, path) {
  yield readFileSync(join(base, path));
};

const open = (root: string) => openZoo(join(root, 'public/zoo/fashion-mnist'), fromDisk);

/** Mean top-1 of the first `members` networks of a variant, percent. */
export async function shippedTop1(root: string, variant: string, members: number): Promise<number> {
  const { manifest } = await open(root);
  const all = manifest.variants.find(({ id }) => id === variant)?.parts.flatMap((part) => part.members) ?? [];
  const first = all.slice(0, members);
  return Number(((100 * first.reduce((sum, { top1 }) => sum + top1, 0)) / first.length).toFixed(2));
}

/**
 * PIEs at 90% over draws of `members` dense and as many sparse networks of the shipped 30: lowest, middle
 * and highest of 200 draws.
 */
export async function drawnPies(
  root: string,
  members: number,
): Promise<{ draws: number; lowest: number; median: number; highest: number }> {
  const zoo = await open(root);
  const [dense, sparse] = await Promise.all(
    ['dense', 'sparse-90'].map((id) => zoo.predictions(id, zoo.memberCount(id))),
  );
  const random = mulberry32(0);
  const modal = (predictions: typeof dense) => {
    const rows = shuffledIndices(predictions.members.length, random).slice(0, members);
    return modalLabels(countVotes(predictions, rows), DEFAULT_TIE_RULE).labels;
  };
  const counts = Array.from({ length: DRAWS }, () => differingImages(modal(dense), modal(sparse)).length);
  counts.sort((a, b) => a - b);
  return { draws: DRAWS, lowest: counts[0], median: counts[DRAWS / 2], highest: counts[DRAWS - 1] };
}
