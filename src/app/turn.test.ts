import { expect, test } from 'vitest';
import { defaultExperiment, type Offer } from '../model/experiment';
import { turn } from './turn';

const offer = {
  images: 10_000,
  levels: [0.9],
  widths: [0.5],
  networks: { dense: 30, null: 30, 'sparse-90': 30, 'narrow-50': 10 },
} as unknown as Offer;
const sparse = { ...defaultExperiment({ ...offer, data: 'a', datasets: [] }), variant: 'sparse' as const };
const first = { ...sparse, images: 10_000, members: 30 };

test('each kind of compression keeps its own images and networks', () => {
  const pruned = turn({ ...first, variant: 'pruned' }, first, offer, {});
  expect(pruned.experiment).toMatchObject({ variant: 'pruned', images: 1000, members: 30 });
  const few = { ...pruned.experiment, images: 500, members: 4 };
  const back = turn({ ...few, variant: 'sparse' }, few, offer, pruned.kept);
  expect(back.experiment).toMatchObject({ variant: 'sparse', images: 10_000, members: 30 });
  const again = turn({ ...back.experiment, variant: 'pruned' }, back.experiment, offer, back.kept);
  expect(again.experiment).toMatchObject({ variant: 'pruned', images: 500, members: 4 });
});

test('fine-tuning begins with few networks, and keeps a number chosen after', () => {
  const pruned = { ...first, variant: 'pruned' as const };
  const tuned = turn({ ...pruned, finetune: 1 }, pruned, offer, {}).experiment;
  expect(tuned).toMatchObject({ finetune: 1, members: 5 });
  expect(turn({ ...tuned, members: 30 }, tuned, offer, {}).experiment.members).toBe(30);
  expect(
    turn({ ...tuned, members: 30, finetune: 3 }, { ...tuned, members: 30 }, offer, {}).experiment.members,
  ).toBe(30);
  expect(
    turn({ ...pruned, members: 2, finetune: 3 }, { ...pruned, members: 2 }, offer, {}).experiment.members,
  ).toBe(2);
});

test('networks that another kind has fewer of come back', () => {
  const narrow = turn({ ...first, variant: 'narrow', members: 30 }, first, offer, {});
  const clamped = { ...narrow.experiment, members: 10 };
  expect(turn({ ...clamped, variant: 'sparse' }, clamped, offer, narrow.kept).experiment.members).toBe(30);
  expect(turn({ ...clamped, variant: 'null' }, clamped, offer, narrow.kept).experiment.members).toBe(30);
  const four = { ...clamped, members: 4 };
  expect(turn({ ...four, variant: 'null' }, four, offer, narrow.kept).experiment.members).toBe(4);
});

test('coming first from populations made here, all images are taken; a number of one’s own stays', () => {
  const made = { ...first, variant: 'quantised' as const, images: 1000 };
  expect(turn({ ...made, variant: 'sparse' }, made, offer, {}).experiment.images).toBe(10_000);
  const own = { ...made, images: 700 };
  expect(turn({ ...own, variant: 'sparse' }, own, offer, {}).experiment.images).toBe(700);
  expect(
    turn({ ...first, images: 700, variant: 'pruned' }, { ...first, images: 700 }, offer, {}),
  ).toMatchObject({
    experiment: { images: 700 },
  });
});

test('one-shot pruning whose answers ship takes all images; what is computed after begins with few', () => {
  const shipped = { ...offer, oneShot: [0.5, 0.9] };
  const pruned = turn({ ...first, sparsity: 0.9, variant: 'pruned' }, first, shipped, {});
  expect(pruned.experiment.images).toBe(10_000);
  const other = turn({ ...pruned.experiment, variant: 'quantised' }, pruned.experiment, shipped, pruned.kept);
  expect(other.experiment.images).toBe(1000);
  expect(turn({ ...first, sparsity: 0.7, variant: 'pruned' }, first, shipped, {}).experiment.images).toBe(
    1000,
  );
});

test('within one kind nothing is changed', () => {
  const next = { ...first, images: 7 };
  expect(turn(next, first, offer, {})).toEqual({ experiment: next, kept: {} });
});
