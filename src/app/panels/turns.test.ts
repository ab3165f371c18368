import { expect, test } from 'vitest';
import { createTurns } from './turns';

/** Work of so many steps, each told by its name. */
function* steps(name: string, count: number): Generator<string, string> {
  for (let step = 0; step < count; step++) yield name;
  return name;
}

const wanted = () => true;

test('what was begun last goes first, and what waits goes on once it is done', async () => {
  const told: string[] = [];
  const run = createTurns(0);
  const tell = (name: string) => told.push(name);
  const results = await Promise.all([run(steps('a', 5), tell, wanted), run(steps('b', 5), tell, wanted)]);
  expect(results).toEqual([{ result: 'a' }, { result: 'b' }]);
  expect(told.join('')).toBe('abbbbbaaaa');
});

test('later work that waits for something holds nobody up', async () => {
  const told: string[] = [];
  const run = createTurns(0);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function* waiting(): AsyncGenerator<string, string> {
    yield 'b';
    await held;
    return 'b';
  }
  const tell = (name: string) => {
    told.push(name);
    if (told.join('') === 'abaaaa') release();
  };
  await Promise.all([run(steps('a', 5), tell, wanted), run(waiting(), tell, wanted)]);
  expect(told.join('')).toBe('abaaaa');
});

test('work that is no longer wanted ends, and lets earlier work on', async () => {
  const told: string[] = [];
  const run = createTurns(0);
  const later = run(
    steps('a', 3),
    (name) => told.push(name),
    () => true,
  );
  const dropped = run(
    steps('b', 1e9),
    (name) => told.push(name),
    () => told.filter((name) => name === 'b').length < 2,
  );
  expect(await dropped).toBeNull();
  expect(await later).toEqual({ result: 'a' });
  expect(told.join('')).toBe('abbaa');
});
