import { expect, test } from 'vitest';
import { workerFailure } from './workerFailure';

test('a worker that stopped says why, as far as browsers tell', () => {
  expect(workerFailure('The importer', 'RangeError: no memory', true)).toBe(
    'The importer stopped: RangeError: no memory.',
  );
  expect(workerFailure('The importer', undefined, true)).toMatch(/ran out of memory\.$/);
  expect(workerFailure('The importer', '', false)).toMatch(/could not be started: the server does not give/);
});
