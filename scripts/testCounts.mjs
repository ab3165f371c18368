// What the reports of Vitest and Playwright count, group by group: a group that ran nothing has failed.

/** Unit tests by where they lie: the first group whose pattern fits a file has it. */
const UNIT_GROUPS = [
  ['WebGPU kernels', /engine[\\/]webgpu[\\/]/],
  ['WebAssembly kernels', /engine[\\/]wasm[\\/]/],
  ['command line', /src[\\/]cli[\\/]/],
  ['units', /./],
];

/** A group of tests by their states; one that ran nothing, or left out some, has a failure more. */
function group(name, states) {
  const count = (...wanted) => states.filter((state) => wanted.includes(state)).length;
  const [passed, failed] = [count('passed'), count('failed')];
  const isLacking = passed + failed === 0 || passed + failed < states.length;
  return { name, passed, failed: failed + (isLacking ? 1 : 0) };
}

/** A run that ended badly though no test of it failed: a file that does not load, or no report. */
function withEnding(groups, ok) {
  if (ok || groups.some(({ failed }) => failed > 0)) return groups;
  return [...groups, { name: 'the run itself', passed: 0, failed: 1 }];
}

/**
 * Groups `{ name, passed, failed }` of Vitest's JSON report (null where there is none); `ok` is whether the
 * run ended well. A machine without WebGPU must not pass by leaving its tests out: in each group something
 * runs, and nothing is skipped.
 */
export function countUnits(report, ok) {
  const groups = new Map(UNIT_GROUPS.map(([name]) => [name, []]));
  for (const { name: file, assertionResults } of report?.testResults ?? []) {
    const [name] = UNIT_GROUPS.find(([, pattern]) => pattern.test(file));
    groups.get(name).push(...assertionResults.map(({ status }) => status));
  }
  return withEnding(
    [...groups].map(([name, states]) => group(name, states)),
    ok,
  );
}

const E2E_GROUPS = { page: 'without WebGPU', webgpu: 'with WebGPU' };

/**
 * As `countUnits`, of Playwright's JSON report and its projects; a test that passed only when tried again has
 * failed.
 */
export function countEndToEnd(report, ok) {
  const testsOf = ({ specs = [], suites = [] }) => [
    ...specs.flatMap(({ tests }) => tests),
    ...suites.flatMap(testsOf),
  ];
  const tests = (report?.suites ?? []).flatMap(testsOf);
  const groups = Object.entries(E2E_GROUPS).map(([project, name]) =>
    group(
      name,
      tests
        .filter(({ projectName }) => projectName === project)
        .map(({ status }) => ({ expected: 'passed', skipped: 'skipped' })[status] ?? 'failed'),
    ),
  );
  return withEnding(groups, ok);
}
