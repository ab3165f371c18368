// Everything, in the order in which it fails fastest: check beside the build, unit tests, end to end. Ends in 'N passed, N failed'.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureRequirements } from './requirements.mjs';
import { countEndToEnd, countUnits } from './testCounts.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const REPORTS = '.cache/reports';
const parts = [];

/** Runs a script of a package in Node; its output goes through, or, where it runs beside another, is shown at its end. */
function run(script, args, { env = {}, beside = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', beside ? 'pipe' : 'inherit', beside ? 'pipe' : 'inherit'],
      env: { ...process.env, ...env },
    });
    const output = [];
    child.stdout?.on('data', (data) => output.push(data));
    child.stderr?.on('data', (data) => output.push(data));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}

/** Runs one part and notes how long it took; `counts` are its groups of tests by name, from whether it ended well. */
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
await part(
  'unit',
  () =>
    run('node_modules/vitest/vitest.mjs', [
      'run',
      ...['--reporter=dot', '--reporter=json', `--outputFile.json=${REPORTS}/unit.json`],
    ]),
  (ok) => countUnits(readReport(`${REPORTS}/unit.json`), ok),
);
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
