// Everything, in the order in which it fails fastest: check beside the build, unit tests, end to end. Ends in
// 'N passed, N failed'.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRequirements } from './requirements.mjs';
import { STUCK } from './stuckTests.mjs';
import { countEndToEnd, countUnits } from './testCounts.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const REPORTS = '.cache/reports';
const parts = [];
const running = new Set();

/** Ends a child and all that it started: one that is stuck would go on without it. */
function endGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nothing of it is left, or the system has no groups of processes.
  }
}

/**
 * Runs a script of a package in Node and gives the code that it ended with. Its output goes through, or,
 * where it runs beside another, is shown at its end.
 */
function exitCode(script, args, { env = {}, beside = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', beside ? 'pipe' : 'inherit', beside ? 'pipe' : 'inherit'],
      env: { ...process.env, ...env },
      detached: process.platform !== 'win32',
    });
    running.add(child);
    const output = [];
    child.stdout?.on('data', (data) => output.push(data));
    child.stderr?.on('data', (data) => output.push(data));
    child.on('exit', () => endGroup(child));
    child.on('close', (code) => {
      running.delete(child);
      process.stdout.write(Buffer.concat(output));
      resolve(code);
    });
  });
}

/** As `exitCode`, from which a part knows only whether it ended well. */
const run = async (...ran) => (await exitCode(...ran)) === 0;

/**
 * The unit tests; a run that is stuck, which a software GPU's driver can cause, is said and done once more,
 * in new processes.
 */
async function runUnits() {
  const units = () =>
    exitCode('node_modules/vitest/vitest.mjs', [
      'run',
      ...['--reporter=dot', '--reporter=./scripts/stuckTests.mjs'],
      ...['--reporter=json', `--outputFile.json=${REPORTS}/unit.json`],
    ]);
  let code = await units();
  if (code === STUCK) {
    console.error('All unit tests run once more, in new processes.');
    code = await units();
  }
  return code === 0;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    for (const child of running) endGroup(child);
    process.exit(1);
  });
}

/**
 * Runs one part and notes how long it took; `counts` are its groups of tests by name, from whether it ended
 * well.
 */
async function part(name, work, counts = (ok) => [{ name, passed: ok ? 1 : 0, failed: ok ? 0 : 1 }]) {
  const began = Date.now();
  const ok = await work();
  const seconds = (Date.now() - began) / 1000;
  parts.push({ name, seconds, groups: counts(ok) });
  return ok;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

try {
  process.env.CHROMIUM_PATH ??= ensureRequirements();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const began = Date.now();
await part('kernels built', () => run('scripts/build-kernels.mjs', []));
const [, isBuilt] = await Promise.all([
  part('check', () => run('scripts/check.mjs', [], { beside: true })),
  part('build', () =>
    run('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn'], { beside: true }),
  ),
]);
await part('unit', runUnits, (ok) => countUnits(readReport(`${REPORTS}/unit.json`), ok));
if (isBuilt) {
  await part(
    'end to end',
    () =>
      run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: `${REPORTS}/e2e.json` },
      }),
    (ok) => countEndToEnd(readReport(`${REPORTS}/e2e.json`), ok),
  );
}

const duration = (seconds) => `${Math.round(seconds)} s`.padStart(7);
console.log();
for (const { name, seconds, groups } of parts) {
  const counted = groups.map(({ name: group, passed, failed }) =>
    [group === name ? '' : group, `${passed} passed`, failed > 0 ? `${failed} FAILED` : '']
      .filter(Boolean)
      .join(' '),
  );
  console.log(`${duration(seconds)}  ${name}: ${counted.join(', ')}`);
}
console.log(`${duration((Date.now() - began) / 1000)}  in all`);
const sum = (key) => parts.flatMap(({ groups }) => groups).reduce((all, group) => all + group[key], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
