import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import StuckTests from './stuckTests.mjs';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const file = (name: string) => ({ moduleId: `${process.cwd()}/src/${name}` });

function watched() {
  const said: string[] = [];
  let ended = 0;
  const reporter = new StuckTests({
    limit: 1000,
    say: (text: string) => said.push(text),
    end: () => {
      ended += 1;
    },
  });
  reporter.onTestRunStart();
  return { reporter, said, ended: () => ended };
}

test('a run in which nothing ends any more is ended, and what it waits for is named', () => {
  const { reporter, said, ended } = watched();
  reporter.onTestModuleQueued(file('loads.test.ts'));
  reporter.onTestModuleQueued(file('done.test.ts'));
  reporter.onTestModuleEnd(file('done.test.ts'));
  reporter.onTestModuleQueued(file('busy.test.ts'));
  reporter.onTestCaseReady({ module: file('busy.test.ts'), fullName: 'a test that never ends' });
  vi.advanceTimersByTime(1001);
  expect(said.join()).toBe(
    '\nExpected a test to end within 1 seconds, and none did. Running: src/loads.test.ts; ' +
      'src/busy.test.ts > a test that never ends.',
  );
  expect(ended()).toBe(1);
});

test('a run that goes on, and one that has ended, are left alone', () => {
  const { reporter, said, ended } = watched();
  for (let step = 0; step < 5; step += 1) {
    vi.advanceTimersByTime(900);
    reporter.onTestCaseResult({ module: file('slow.test.ts') });
  }
  reporter.onTestRunEnd();
  vi.advanceTimersByTime(5000);
  expect([said, ended()]).toEqual([[], 0]);
});
