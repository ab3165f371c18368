import { describe, expect, test } from 'vitest';
import { countEndToEnd, countUnits } from './testCounts.mjs';

const FILES = {
  'WebGPU kernels': '/p/src/engine/webgpu/kernels.test.ts',
  'WebAssembly kernels': '/p/src/engine/wasm/kernels.test.ts',
  'command line': '/p/src/cli/run.test.ts',
  units: '/p/src/audit/audit.test.ts',
};

/** A report in which every group has two tests that passed, but for what is told of some. */
function unitReport(states: Partial<Record<keyof typeof FILES, string[]>> = {}) {
  return {
    testResults: Object.entries(FILES).map(([name, file]) => ({
      name: file,
      assertionResults: (states[name as keyof typeof FILES] ?? ['passed', 'passed']).map((status) => ({
        status,
      })),
    })),
  };
}

const failures = (groups: { name: string; failed: number }[]) =>
  groups.filter(({ failed }) => failed > 0).map(({ name, failed }) => [name, failed]);

describe('unit tests', () => {
  test('are counted by group', () => {
    expect(countUnits(unitReport(), true)).toEqual(
      Object.keys(FILES).map((name) => ({ name, passed: 2, failed: 0 })),
    );
    expect(failures(countUnits(unitReport({ units: ['failed', 'passed', 'failed'] }), false))).toEqual([
      ['units', 2],
    ]);
  });

  test.each([[[]], [['pending', 'pending']], [['passed', 'skipped']], [['todo']]])(
    'of the GPU that did not run are a failure: %j',
    (states) => {
      expect(failures(countUnits(unitReport({ 'WebGPU kernels': states }), true))).toEqual([
        ['WebGPU kernels', 1],
      ]);
    },
  );

  test('that end badly are a failure, whatever the report says, and so is no report', () => {
    expect(failures(countUnits(unitReport(), false))).toEqual([['the run itself', 1]]);
    expect(failures(countUnits(null, false))).toHaveLength(4);
  });
});

describe('end to end', () => {
  const report = (...states: [string, string][]) => ({
    suites: [
      {
        specs: [],
        suites: [{ specs: [{ tests: states.map(([projectName, status]) => ({ projectName, status })) }] }],
      },
    ],
  });

  test('is counted with and without WebGPU', () => {
    expect(countEndToEnd(report(['page', 'expected'], ['webgpu', 'expected']), true)).toEqual([
      { name: 'without WebGPU', passed: 1, failed: 0 },
      { name: 'with WebGPU', passed: 1, failed: 0 },
    ]);
  });

  test('what failed, passed at second try, was skipped or did not run has failed', () => {
    for (const status of ['unexpected', 'flaky', 'skipped']) {
      const counted = countEndToEnd(report(['page', 'expected'], ['webgpu', status]), status === 'skipped');
      expect(failures(counted)).toEqual([['with WebGPU', 1]]);
    }
    expect(failures(countEndToEnd(report(['page', 'expected']), true))).toEqual([['with WebGPU', 1]]);
    expect(failures(countEndToEnd(report(['page', 'expected'], ['webgpu', 'expected']), false))).toEqual([
      ['the run itself', 1],
    ]);
  });
});
