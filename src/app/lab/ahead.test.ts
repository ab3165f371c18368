import { describe, expect, test } from 'vitest';
import { tinyZoo } from '../../library/testing/tinyZoo';
import { openZoo } from '../../library/zoo';
import { createStore } from '../loading/store';
import { auditAhead, createAhead, levelsBeside } from './ahead';
import { type Bench, nothingKnown } from './bench';
import type { Core } from './core';
import { initialSessionState, reduceSession } from './sessionState';
import { tinyExperiment } from './testing/lab';

test.each([
  [[0.3, 0.5, 0.7, 0.9], 0.5, [0.7, 0.3, 0.9]],
  [[0.9, 0.3, 0.5, 0.7], 0.3, [0.5, 0.7, 0.9]],
  [[0.3, 0.5, 0.7, 0.9], 0.62, [0.7, 0.5, 0.9, 0.3]],
  [[0.5], 0.5, []],
])('of %j, the neighbours of %d come first: %j', (levels, at, beside) => {
  expect(levelsBeside(levels, at)).toEqual(beside);
});

test('of many levels no more are audited ahead than are kept', () => {
  const levels = Array.from({ length: 31 }, (_, at) => at / 31);
  expect(levelsBeside(levels, levels[15])).toEqual(levelsBeside(levels.slice(7, 24), levels[15]));
});

describe('work ahead', () => {
  /** What is put off is done in turn when `pass` is called; there are `left` steps. */
  function begun(left: number, isFree: () => boolean) {
    const waiting: { milliseconds: number; go: () => void }[] = [];
    const world = { done: 0, failing: false, waits: () => waiting.map(({ milliseconds }) => milliseconds) };
    const step = async () => {
      if (world.failing) throw new Error('A file is gone.');
      world.done++;
      return world.done < left;
    };
    const goAhead = createAhead(step, isFree, (milliseconds, go) => waiting.push({ milliseconds, go }));
    const pass = async () => {
      for (const { go } of waiting.splice(0)) go();
      await new Promise(setImmediate);
    };
    return { world, goAhead, pass };
  }

  test('begins after a rest, goes step by step and lets others in between, and ends', async () => {
    const { world, goAhead, pass } = begun(3, () => true);
    goAhead();
    expect(world.waits()).toEqual([200]);
    for (const done of [1, 2, 3]) {
      await pass();
      expect(world.done).toBe(done);
      expect(world.waits()).toEqual(done < 3 ? [0] : []);
    }
  });

  test('waits while anything else goes on, and begins anew after what was done last', async () => {
    let busy = false;
    const { world, goAhead, pass } = begun(9, () => !busy);
    goAhead();
    await pass();
    busy = true;
    await pass();
    expect([world.done, world.waits()]).toEqual([1, []]);
    busy = false;
    goAhead();
    goAhead();
    await pass();
    // Of two beginnings the later counts.
    expect([world.done, world.waits()]).toEqual([2, [0]]);
    goAhead();
    await pass();
    expect([world.done, world.waits()]).toEqual([3, [0]]);
  });

  test('ends silently where a step fails', async () => {
    const { world, goAhead, pass } = begun(3, () => true);
    world.failing = true;
    goAhead();
    await pass();
    expect(world.waits()).toEqual([]);
  });
});

test('levels beside the one on screen are audited once, those that ship and no others', async () => {
  const tiny = await openZoo('http://zoo.test/tiny/', tinyZoo().source);
  const [dense, compressed] = [await tiny.predictions('dense', 2), await tiny.predictions('null', 2)];
  const pair = async () => ({ dense, compressed });
  const zoo = { ...tiny, oneShot: { levels: [0.5, 0.7, 0.9], pair } };
  const bench: Bench = { zoo, devices: {} as Bench['devices'], ...nothingKnown() };
  const store = createStore(reduceSession, initialSessionState);
  const core = { store, bench: async () => bench } as Core;
  expect(await auditAhead(core)).toBe(false);
  const plain = { ...tinyExperiment, variant: 'pruned', sparsity: 0.7, members: 2 } as const;
  const kept = () => [...bench.shipped.values()].map(({ experiment: { sparsity } }) => sparsity);
  store.change({ kind: 'show', experiment: plain });
  expect([await auditAhead(core), kept()]).toEqual([true, [0.9]]);
  expect([await auditAhead(core), kept()]).toEqual([true, [0.9, 0.5]]);
  expect(await auditAhead(core)).toBe(false);
  // Nothing ships of random pruning, nor of another dataset than the one that is open.
  for (const experiment of [
    { ...plain, method: 'random' } as const,
    { ...plain, data: 'other', images: 2 },
  ]) {
    store.change({ kind: 'show', experiment });
    expect([await auditAhead(core), kept()]).toEqual([false, [0.9, 0.5]]);
  }
});
