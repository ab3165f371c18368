// Everything, in the order in which it fails fastest: check, unit, kernels, command line, build, end to end. Ends in 'N passed, N failed'.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureRequirements } from './requirements.mjs';

const REPORTS = '.cache/reports';
const total = { passed: 0, failed: 0 };
const unfinished = [];

function run(name, command, args, env = {}) {
  console.log(`\n=== ${name}`);
  const began = Date.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(`=== ${name}: ${status === 0 ? 'ok' : 'FAILED'}, ${Math.round((Date.now() - began) / 1000)} s`);
  return status === 0;
}

function count(name, passed, failed) {
  total.passed += passed;
  total.failed += failed;
  if (passed + failed === 0) {
    console.log(`=== ${name} ran no test, which counts as a failure`);
    total.failed++;
  }
  if (failed > 0) unfinished.push(name);
}

function step(name, command, args) {
  const ok = run(name, command, args);
  count(name, ok ? 1 : 0, ok ? 0 : 1);
  return ok;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function vitest(project) {
  const file = `${REPORTS}/${project}.json`;
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
  const ok = run(project, 'npx', ['vitest', 'run', '--project', project, ...reporters]);
  const report = readReport(file);
  const passed = report?.numPassedTests ?? 0;
  const failed = report?.numFailedTests ?? 0;
  count(project, passed, ok || failed > 0 ? failed : 1);
  if (project === 'kernels') countGpu(report);
}

/** A machine without WebGPU must not pass by leaving its tests out. */
function countGpu(report) {
  const tests = (report?.testResults ?? [])
    .filter(({ name }) => /engine[\\/]webgpu/.test(name))
    .flatMap(({ assertionResults }) => assertionResults);
  if (!tests.some(({ status }) => status === 'passed')) count('WebGPU kernels', 0, 0);
  const left = tests.filter(({ status }) => status !== 'passed' && status !== 'failed').length;
  if (left > 0) count('WebGPU kernels left out', 0, left);
}

function playwright() {
  const file = `${REPORTS}/e2e.json`;
  const ok = run('e2e', 'npx', ['playwright', 'test', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const { expected = 0, unexpected = 0, flaky = 0 } = readReport(file)?.stats ?? {};
  count('e2e', expected, ok || unexpected + flaky > 0 ? unexpected + flaky : 1);
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
try {
  process.env.CHROMIUM_PATH ??= ensureRequirements();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
step('kernels built', 'npm', ['run', '-s', 'kernels']);
step('check', 'npm', ['run', '-s', 'check']);
for (const project of ['unit', 'kernels', 'cli']) vitest(project);
if (step('build', 'npm', ['run', '-s', 'build', '--', '--logLevel', 'warn'])) playwright();

if (unfinished.length > 0) console.log(`\nFailed: ${unfinished.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
