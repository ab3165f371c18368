import { expect, test } from 'vitest';
import type { Architecture } from './architecture';
import { trainingRecipe } from './recipe';
import { epochsOf, type Rounds, roundStart, sparsityOfRound, stageAt, stagesOf, stepsOf } from './rounds';
import type { TrainingState } from './training';

const recipe = trainingRecipe({ epochs: 5, batch: 32, rate: 0.4, images: 100 });
const iterative: Rounds = { kind: 'iterative', rounds: 2, epochs: 3, rate: 0.04 };
const ticket: Rounds = { kind: 'ticket', rounds: 2, rewind: 1 };

test('without rounds a training is one stage; a quarter of an epoch stays one', () => {
  expect(stagesOf(recipe, null)).toEqual([{ round: 0, recipe, first: 0, epochs: 5 }]);
  expect(epochsOf({ ...recipe, epochs: 0.25 }, null)).toBe(0.25);
});

test('rounds add epochs: of fine-tuning, or of the recipe from where it is taken up again', () => {
  expect(epochsOf(recipe, iterative)).toBe(5 + 2 * 3);
  expect(stagesOf(recipe, iterative)[2]).toMatchObject({
    round: 2,
    first: 0,
    epochs: 3,
    recipe: { peakRate: 0.04 },
  });
  expect(epochsOf(recipe, ticket)).toBe(5 + 2 * 4);
  // Three steps an epoch.
  expect(stepsOf(recipe, ticket, 100)).toBe(3 * 13);
  expect(stepsOf(recipe, null, 100)).toBe(15);
});

test('trained networks that are pruned in rounds have no training before', () => {
  expect(stagesOf({ ...recipe, epochs: 0 }, iterative).map(({ round }) => round)).toEqual([1, 2]);
});

test.each([
  [0, { round: 0, epoch: 0, isFirst: true, stepsBefore: 0 }],
  [4, { round: 0, epoch: 4, isFirst: false, stepsBefore: 0 }],
  [5, { round: 1, epoch: 1, isFirst: true, stepsBefore: 12 }],
  [8, { round: 1, epoch: 4, isFirst: false, stepsBefore: 12 }],
  [9, { round: 2, epoch: 1, isFirst: true, stepsBefore: 24 }],
])('epoch %i of a ticket', (epoch, { round, ...place }) => {
  const at = stageAt(stagesOf(recipe, ticket), epoch, 100);
  expect(at).toMatchObject({ stage: { round }, ...place });
});

test('every round takes the same share of what is left, the last exactly what is asked', () => {
  expect([1, 2].map((round) => sparsityOfRound(0.75, round, 2))).toEqual([0.5, 0.75]);
  expect(sparsityOfRound(0.9, 3, 3)).toBe(0.9);
  expect(sparsityOfRound(0.9, 1, 3)).toBeCloseTo(1 - 0.1 ** (1 / 3), 12);
});

const architecture: Architecture = {
  input: { channels: 4, height: 1, width: 1, mean: [0, 0, 0, 0], std: [1, 1, 1, 1] },
  layers: [{ kind: 'dense', name: 'd', input: 4, output: 1, bias: true }],
};
const stateOf = (weights: number[], mask: number[] | null): TrainingState => ({
  values: { 'd.weight': Float32Array.from(weights), 'd.bias': Float32Array.of(7) },
  velocities: { 'd.weight': new Float32Array(4).fill(9), 'd.bias': Float32Array.of(9) },
  masks: mask && { 'd.weight': Uint8Array.from(mask) },
});

test('a round masks the smallest weights, masked ones first, and begins with still velocities', () => {
  // The masked weight has grown by its momentum; it stays masked all the same.
  const before = stateOf([5, 8, 2, 3], [1, 0, 1, 1]);
  const start = roundStart(architecture, { sparsity: 0.5, scope: 'layer' }, 0.5, before, null);
  expect([...start.masks!['d.weight']]).toEqual([1, 0, 0, 1]);
  expect([...start.values['d.weight']]).toEqual([5, 0, 0, 3]);
  expect([...start.values['d.bias'], ...start.velocities['d.weight']]).toEqual([7, 0, 0, 0, 0]);
});

test('a ticket goes back to the early values of what is kept', () => {
  const early = stateOf([0.1, 0.2, 0.3, 0.4], null);
  const before = stateOf([5, 8, 2, 3], null);
  const start = roundStart(architecture, { sparsity: 0.5, scope: 'layer' }, 0.5, before, early);
  expect([...start.values['d.weight']]).toEqual([...Float32Array.of(0.1, 0.2, 0, 0)]);
  expect([...early.values['d.weight']]).toEqual([...Float32Array.of(0.1, 0.2, 0.3, 0.4)]);
});
