import { expect, test } from 'vitest';
import type { Ended } from './protocol';
import { duration, outcomeWords, roundsWords, sizeWords, whichNetworks } from './words';

test.each([
  [0.2, 'a second'],
  [42.4, '42 seconds'],
  [89.6, '90 seconds'],
  [600, '10 minutes'],
  [5399, '90 minutes'],
  [9000, '2.5 hours'],
])('%d s is %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words);
});

test('sizes and populations', () => {
  expect(sizeWords({ members: 1, epochs: 1, images: 1000 })).toBe(
    '1 network a population, 1,000 images, 1 epoch',
  );
  expect(whichNetworks({ kind: 'sparse', level: 0.9 })).toBe('those with 90% of the weights removed');
  expect(roundsWords({ kind: 'ticket', rounds: 3, rewind: 0 })).toBe(
    '; sparse ones made lottery tickets in 3 rounds',
  );
  expect(roundsWords(null)).toBe('');
});

test('what became of a training names what is finished, and what goes on only where it is kept', () => {
  const outcome = (change: Partial<Ended>, goesOn: boolean) =>
    outcomeWords({ finished: 10, message: null, stopped: false, ...change }, 12, goesOn);
  expect(outcome({}, false)).toBe('Done: 10 of 12 networks finished.');
  expect(outcome({ stopped: true }, true)).toBe(
    'Stopped: 10 of 12 networks finished. What was begun goes on where it was, from the list below.',
  );
  expect(outcome({ stopped: true, message: 'It is lost.' }, false)).toBe(
    'Stopped: 10 of 12 networks finished. It is lost.',
  );
});
